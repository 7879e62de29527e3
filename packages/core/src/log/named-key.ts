import { concatBytes, decodeBase64, encodeBase64, encodeHex, encodeUtf8, equalBytes, sha256 } from "../bytes.ts";
import { MalformedError, RefusedError } from "../errors.ts";
import { checkPublicKey } from "./ed25519.ts";

/**
 * A public key under a name, as C2SP signed-note has it. The type says what a signature by it covers, and is part of the
 * id: one key under two names or two types is two named keys, and neither passes for the other.
 */
export type NamedKey<Type extends number> = {
  readonly name: string;
  /** First 4 bytes of SHA-256(name || 0x0A || type || public key). It finds the key; it does not prove anything. */
  readonly keyId: Uint8Array;
  /** C2SP signature type. */
  readonly type: Type;
  /** 32 bytes, checked by `checkPublicKey`. */
  readonly publicKey: Uint8Array;
};

/** Length in bytes of the id before each signature. */
export const KEY_ID_LENGTH = 4;

/**
 * Names an Ed25519 public key for signatures of one type.
 * @throws {MalformedError} `malformed` when the name is empty or holds white space, `+` or a control character, or the key
 * is refused by `checkPublicKey`
 */
export function makeNamedKey<Type extends number>(name: string, type: Type, publicKey: Uint8Array): NamedKey<Type> {
  if (!isKeyName(name)) {
    throw new MalformedError("malformed", "a key name may not be empty or hold white space, + or control characters");
  }
  checkPublicKey(publicKey);
  const hash = sha256(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), publicKey));
  return { name, keyId: hash.slice(0, KEY_ID_LENGTH), type, publicKey };
}

/** `name+hex8+base64(type || public key)`: how C2SP writes a key. */
export function formatNamedKey(key: NamedKey<number>): string {
  return `${key.name}+${encodeHex(key.keyId)}+${encodeBase64(concatBytes(Uint8Array.of(key.type), key.publicKey))}`;
}

/**
 * Reads a key of the given type. Strict: what was read is written again and compared.
 * @param unsupported what to say of a key of another type, whose number it is given
 * @throws {MalformedError} `malformed`, `not_canonical`, or `unsupported` for a key of another type
 */
export function parseNamedKey<Type extends number>(
  text: string,
  type: Type,
  unsupported: (type: number) => string,
): NamedKey<Type> {
  // The name has no +, the base64 may have some.
  const [name = "", id = ""] = text.split("+", 2);
  const bytes = decodeBase64(text.slice(name.length + id.length + 2));
  const found = bytes[0];
  if (found === undefined || bytes.length < 2) {
    throw new MalformedError("malformed", "not a verifier key: expected NAME+KEYID+KEY");
  }
  if (found !== type) throw new MalformedError("unsupported", unsupported(found));
  const key = makeNamedKey(name, type, bytes.slice(1));
  if (formatNamedKey(key) !== text) {
    throw new MalformedError(
      "not_canonical",
      "the id in the verifier key does not belong to its name and key: a character was lost or changed in copying",
    );
  }
  return key;
}

/**
 * The known key that a signature line names: by name and id together, as C2SP asks. Undefined for a stranger's line.
 * @throws {RefusedError} `configuration` when two different known keys share name and id
 */
export function findNamedKey<Key extends NamedKey<number>>(
  keys: readonly Key[],
  line: { readonly name: string; readonly keyId: Uint8Array },
): Key | undefined {
  const found = keys.filter((key) => key.name === line.name && equalBytes(key.keyId, line.keyId));
  if (found.some((key) => !equalBytes(key.publicKey, (found[0] as Key).publicKey))) {
    throw new RefusedError("configuration", `two known keys share the name ${line.name} and an id: keep one of them`);
  }
  return found[0];
}

/** Whether a key can have this name: not empty, no Unicode white space, no `+`, no ASCII control character. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}+]+$/u.test(name) && name.isWellFormed() && !holdsControl(name);
}

/** Whether there is an ASCII control character, one below U+0020. C2SP signed-note forbids no others. */
export function holdsControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true;
  return false;
}
