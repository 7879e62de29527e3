import { decodeUtf8 } from "../packages/core/src/bytes.ts";
import { checkPublicKey } from "../packages/core/src/log/ed25519.ts";
import { isDomain } from "../packages/core/src/statement/domain.ts";
import type { Case } from "./case.ts";

/**
 * Where this project refuses on purpose what Go's library takes. Each is a rule of spec/log.md, and none makes us accept
 * more: whatever Go refuses is refused here.
 * @returns the rule, or null when there is none and the two simply differ
 */
export function findStricterRule(one: Case, ours: string, theirs: string): string | null {
  const isNote = one.kind === "note" || one.kind === "signature note";
  if (isNote && ours === "malformed" && theirs !== "malformed") {
    if (one.kind === "signature note") {
      if (!VERSION_TEXT.test(textOf(one))) return "the text of a signature is three lines";
      if (repeatsKey(one)) return "no two different lines are by one key";
    }
    if (hasLooseBase64(signatureLines(one).map((line) => line.split(" ").at(-1) ?? ""))) return "base64 has one form";
    if (signatureLines(one).some((line) => line.length > 0 && !isPlain(line))) return "a signature line has one form";
  }
  if (isNote && ours === "a known key's signature fails" && repeatsKey(one)) {
    return "every signature by a known key must hold, also a second one by the same key";
  }
  if (one.kind === "verifier key" && ours === "refused" && theirs.startsWith("key ")) {
    const [, id = "", ...key] = (one.text ?? "").split("+");
    if (id !== id.toLowerCase()) return "a key's id is in lower case";
    if (hasLooseBase64([key.join("+")])) return "base64 has one form";
    if (isRefusedPoint(key.join("+"))) return "a public key is the canonical encoding of a point of prime order";
  }
  if (isNote && ours.startsWith("a known key") && signatureLines(one).some(hasOddPoint)) {
    return "a signature's point is of prime order";
  }
  if (isNote && theirs !== "malformed" && ours === "malformed" && hasOddName(one)) {
    return "no Unicode white space stands in a name";
  }
  if (one.kind === "signing key" && ours === "refused" && theirs.startsWith("key ")) {
    const [, , name = "", id = "", ...key] = (one.text ?? "").split("+");
    if (!isDomain(name)) return "the key of an organisation is named by its domain";
    if (id !== id.toLowerCase()) return "a key's id is in lower case";
    if (hasLooseBase64([key.join("+")])) return "base64 has one form";
  }
  if (one.kind === "tile path" && ours === "refused" && theirs.startsWith("tile ")) {
    const [, level, index] = theirs.split(" ").map(Number);
    if ((level ?? 0) > 63) return "a level is at most 63";
    if (!Number.isSafeInteger(index)) return "an index is below 2^53";
  }
  return null;
}

/** What spec/signature.md says of the text. */
const VERSION_TEXT =
  /^undersigned\/signature@v1\n(?=[^\n]{1,255}\n)[a-z0-9][a-z0-9.-]*(?::[1-9][0-9]{0,4})?\/s\/[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\n[0-9a-f]{64}\n$/;

function wholeOf({ bytes = "" }: Case): string {
  return decodeUtf8(Buffer.from(bytes, "base64"));
}

function textOf(one: Case): string {
  const whole = wholeOf(one);
  return whole.slice(0, whole.lastIndexOf("\n\n") + 1);
}

function signatureLines(one: Case): string[] {
  const whole = wholeOf(one);
  return whole.slice(whole.lastIndexOf("\n\n") + 2).split("\n");
}

function isPlain(line: string): boolean {
  return /^\u2014 [^ ]+ [A-Za-z0-9+/]+={0,2}$/u.test(line);
}

function hasOddName(one: Case): boolean {
  return signatureLines(one).some((line) => /[\p{White_Space}]/u.test(line.split(" ")[1] ?? ""));
}

/** Base64 that Go reads, and would write in another way. */
function hasLooseBase64(list: readonly string[]): boolean {
  return list.some((text) => Buffer.from(text, "base64").toString("base64") !== text);
}

/** Whether a verifier key's base64 holds an Ed25519 key that `checkPublicKey` refuses. */
function isRefusedPoint(base64: string): boolean {
  try {
    checkPublicKey(Buffer.from(base64, "base64").subarray(1));
    return false;
  } catch {
    return true;
  }
}

/** Whether the first half of a line's Ed25519 signature, R, is such a point. */
function hasOddPoint(line: string): boolean {
  const signature = Buffer.from(line.split(" ")[2] ?? "", "base64").subarray(4);
  return isRefusedPoint(Buffer.concat([Buffer.of(1), signature.subarray(0, 32)]).toString("base64"));
}

/** Whether two signature lines are by one name and id, with different signatures. */
function repeatsKey(one: Case): boolean {
  const seen = new Map<string, string>();
  for (const line of signatureLines(one)) {
    const [, name = "", base64 = ""] = line.split(" ");
    const id = `${name} ${Buffer.from(base64, "base64").subarray(0, 4).toString("hex")}`;
    if (seen.has(id) && seen.get(id) !== base64) return true;
    seen.set(id, base64);
  }
  return false;
}
