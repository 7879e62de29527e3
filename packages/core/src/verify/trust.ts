import { equalBytes } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import type { VerifierKey } from "../log/note.ts";
import { formatVerifierKey, makeVerifierKey } from "../log/note.ts";
import type { Origin } from "../log/origin.ts";
import { formatOrigin } from "../log/origin.ts";

/**
 * The depositary's key as the verifier knows it: named `HOST` or `HOST/s/ID`, the key is the same. `given` by whoever
 * verifies, or fetched from the `origin` itself over TLS. Null: not known, and the bundle's own hint is used.
 */
export type Trust = { readonly key: VerifierKey; readonly source: "given" | "origin" } | null;

/** The one key of a depositary under its two names. */
export type LogKeys = { readonly statement: VerifierKey; readonly heads: VerifierKey };

/** The keys of both logs that vouch for a statement. */
export function nameKeys(publicKey: Uint8Array, origin: Origin): LogKeys {
  return {
    statement: makeVerifierKey(formatOrigin(origin), publicKey),
    heads: makeVerifierKey(origin.host, publicKey),
  };
}

/**
 * Checks that a trusted key is one of the depositary that the bundle or receipt names.
 * @throws {VerificationError} `wrong_origin`
 */
export function checkKeyName(key: VerifierKey, origin: Origin): void {
  if (key.name === origin.host || key.name === formatOrigin(origin)) return;
  const message = `this is from ${formatOrigin(origin)}, but the key you trust is of ${key.name}`;
  throw new VerificationError("wrong_origin", message);
}

/**
 * Checks that a bundle hints at the key that is trusted.
 * @throws {VerificationError} `wrong_origin`
 */
export function checkKeyHint(trusted: VerifierKey, hint: VerifierKey): void {
  if (equalBytes(trusted.publicKey, hint.publicKey)) return;
  throw new VerificationError(
    "wrong_origin",
    `the bundle names another key than the one you trust: ${formatVerifierKey(hint)}`,
  );
}
