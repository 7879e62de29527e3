import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { parsePolicy } from "@undersigned/core/log/policy.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import type { Found, Question } from "./message.ts";
import { WORDS } from "./words.ts";

export type ReadTrust = { readonly trust: Trust } | (Found & { readonly kind: "refused" });

/** What was typed and chosen, as trust: a key, a policy, both or neither. */
export function readTrust({ key, policy }: Pick<Question, "key" | "policy">): ReadTrust {
  let read: Policy | null;
  try {
    read = policy.trim() === "" ? null : parsePolicy(encodeUtf8(policy));
  } catch (error) {
    return refuse("policy", WORDS.policyRefused, error);
  }
  const typed = key.trim();
  if (typed === "") return { trust: read === null ? null : { key: null, source: "policy", policy: read } };
  try {
    return { trust: { key: parseVerifierKey(typed), source: "given", policy: read } };
  } catch (error) {
    return refuse("key", WORDS.keyRefused, error);
  }
}

function refuse(field: "key" | "policy", words: string, error: unknown): ReadTrust {
  if (!(error instanceof UndersignedError)) throw error;
  return { kind: "refused", field, message: `${words} ${error.message}.` };
}
