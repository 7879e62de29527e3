import type { Guard } from "./guarded-fetch.ts";
import type { Asked, DomainSeen, LookedUp } from "./look-up-domain.ts";
import { lookUpDomain } from "./look-up-domain.ts";

/** The key that a domain names as its own; or, in a sentence, why none could be seen. */
export type NamedKey = { readonly replies: LookedUp["replies"] } & (
  | { readonly vkey: string; readonly seen: DomainSeen; readonly problem: null }
  | { readonly problem: string }
);

/** Looks for the key that a domain names, by a record or else by its file. */
export async function findNamedKey(guard: Guard, asked: Asked): Promise<NamedKey> {
  const byRecord = await lookUpDomain(guard, asked, { how: "dns" });
  const { replies } = byRecord;
  if (hasKey(byRecord)) return { ...byRecord.key, problem: null, replies };
  const byFile = await lookUpDomain(guard, asked, { how: "well-known" });
  if (hasKey(byFile)) return { ...byFile.key, problem: null, replies };
  const [record, file] = [byRecord, byFile].map((one) => one.problem?.message ?? "It names the text, and no key.");
  const problem = `${asked.domain} names no key of yours that could be seen. The DNS record: ${record} The file: ${file}`;
  return { problem, replies };
}

type Found = Extract<LookedUp, { problem: null }>;

function hasKey(looked: LookedUp): looked is Found & { readonly key: NonNullable<Found["key"]> } {
  return looked.problem === null && looked.key !== null;
}
