import { equalBytes } from "../bytes.ts";
import { VerificationError } from "../errors.ts";
import type { HandedOver } from "../log/identity-chain.ts";
import type { VerifierKey } from "../log/note.ts";
import { formatVerifierKey, makeVerifierKey } from "../log/note.ts";
import type { Origin } from "../log/origin.ts";
import { formatOrigin } from "../log/origin.ts";
import type { Policy } from "../log/policy.ts";
import { keysOfDepositary } from "./lineage.ts";

/**
 * What the verifier knows beforehand. The depositary's key, named `HOST` or `HOST/s/ID` (the key is the same), was `given`
 * by whoever verifies, fetched from the `origin` itself over TLS, or stands in the log lines of a `policy`. The policy also
 * says which witnesses must have cosigned; without one nothing is asked of any. Null: nothing is known, and a bundle's own
 * hint is used.
 */
export type Trust =
  | {
      readonly key: VerifierKey;
      readonly source: "given" | "origin";
      readonly policy?: Policy | null;
      /** How the depositary's keys took over from each other, checked: it reaches what earlier keys signed. */
      readonly identity?: readonly HandedOver[];
    }
  | {
      readonly key: null;
      readonly source: "policy";
      readonly policy: Policy;
      readonly identity?: readonly HandedOver[];
    }
  | null;

/** Whether a policy says already which keys to trust, and this is none of them: then nobody knows which was meant. */
export function isAgainstPolicy({ publicKey }: VerifierKey, { logs }: Policy): boolean {
  return logs.length > 0 && !logs.some(({ key }) => equalBytes(key.publicKey, publicKey));
}

/** The hand-overs that are known beforehand. */
export function knownChain(trust: Trust): readonly HandedOver[] {
  return trust?.identity ?? [];
}

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
 * The keys that are trusted for the logs of `origin`: the one that was given, whatever its name, or those of the policy's
 * log lines whose name is this host or this log, or another host's that the chain leads here from. None when nothing says
 * which log to trust.
 * @throws {VerificationError} `wrong_origin` when a policy names logs, and none of this host
 */
export function trustedKeys(trust: Trust, origin: Origin, chain: readonly HandedOver[]): VerifierKey[] {
  if (trust === null) return [];
  if (trust.key !== null) return [trust.key];
  const keys = trust.policy.logs.map(({ key }) => key);
  const own = keysOfDepositary(keys, origin, [chain]);
  if (own.length > 0 || keys.length === 0) return own;
  const names = [...new Set(keys.map(({ name }) => name))].slice(0, 3).join(", ");
  const message = `this is from ${formatOrigin(origin)}, but your policy knows only the logs of ${names}`;
  throw new VerificationError("wrong_origin", message);
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
    `the bundle names another key than the one you trust: ${formatVerifierKey(hint)}. A depositary that replaces its key tells how in every bundle that it makes afterwards, and nothing here leads from your key to this one`,
  );
}
