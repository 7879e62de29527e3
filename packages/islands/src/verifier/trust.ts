import { UndersignedError } from "@undersigned/core/errors.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { POLICY_LIMIT, parsePolicy } from "@undersigned/core/log/policy.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import { isAgainstPolicy } from "@undersigned/core/verify/trust.ts";
import type { Found, Question } from "./message.ts";
import { WORDS } from "./words.ts";

export type ReadTrust = { readonly trust: Trust } | (Found & { readonly kind: "refused" });

/** What was typed and chosen, as trust: a key, a policy, both or neither. */
export async function readTrust({ key, policy }: Pick<Question, "key" | "policy">): Promise<ReadTrust> {
  let read: Policy | null;
  try {
    read = policy === null ? null : parsePolicy(await readStart(policy));
  } catch (error) {
    return refuse("policy", WORDS.policyRefused, error);
  }
  const typed = key.trim();
  if (typed === "") return { trust: read === null ? null : { key: null, source: "policy", policy: read } };
  try {
    const given = parseVerifierKey(typed);
    if (read !== null && isAgainstPolicy(given, read)) {
      return { kind: "refused", field: "key", message: WORDS.keyAgainstPolicy };
    }
    return { trust: { key: given, source: "given", policy: read } };
  } catch (error) {
    return refuse("key", WORDS.keyRefused, error);
  }
}

/** One byte more than a policy may have is enough to refuse it. */
async function readStart(policy: Blob): Promise<Uint8Array> {
  return new Uint8Array(await policy.slice(0, POLICY_LIMIT + 1).arrayBuffer());
}

function refuse(field: "key" | "policy", words: string, error: unknown): ReadTrust {
  if (!(error instanceof UndersignedError)) throw error;
  return { kind: "refused", field, message: `${words} ${error.message}.` };
}
