import type { Hex } from "@undersigned/core/signature/entry.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";
import type { ResolverAnswer } from "@undersigned/core/signature/resolver-answer.ts";
import type { Guard } from "./guarded-fetch.ts";
import { LookUpProblem } from "./problem.ts";
import type { Reply } from "./resolver.ts";
import { askForTexts, checkAllAnswered, describeReply } from "./resolver.ts";
import { isOurs, quote, readTxtRecords, recordName } from "./txt-record.ts";
import { readWebPage } from "./web-page.ts";
import { readWellKnown } from "./well-known.ts";

/** Where to look. */
export type Way =
  | { readonly how: "dns" }
  | { readonly how: "well-known" }
  | { readonly how: "web-page"; readonly url: string };

/** What a domain is to say. */
export type Asked = {
  /** In lower-case ASCII. */
  readonly domain: string;
  /** Digest of the version. */
  readonly version: Hex;
  /** Whole addresses of the statement and of the version, which a page may link to. */
  readonly addresses: readonly string[];
};

/** What a domain shows by one of the three ways. */
export type DomainSeen = Extract<Seen, { kind: "dns" | "well-known" | "web-page" }>;

/** What was found: that it names the version, its key, or both; each as an observation of its own. */
type Found = {
  /** Null where only a key is named. */
  readonly version: DomainSeen | null;
  readonly key: { readonly seen: DomainSeen; readonly vkey: string } | null;
};

export type LookedUp = {
  /** What each resolver said, where they were asked for records. */
  readonly replies: readonly Reply[];
} & ((Found & { readonly problem: null }) | { readonly problem: LookUpProblem });

/**
 * Looks whether a domain says that it signs a version, or which key is its own. A key alone shows only whose key it is: the
 * caller asks for a signature by it.
 */
export async function lookUpDomain(guard: Guard, asked: Asked, way: Way): Promise<LookedUp> {
  const replies = way.how === "dns" ? await askForTexts(guard.resolvers, recordName(asked.domain)) : [];
  try {
    return { ...(await look(guard, asked, way, replies)), problem: null, replies };
  } catch (problem) {
    if (problem instanceof LookUpProblem) return { problem, replies };
    throw problem;
  }
}

async function look(guard: Guard, asked: Asked, way: Way, replies: readonly Reply[]): Promise<Found> {
  const { domain } = asked;
  if (way.how === "dns") return readReplies(replies, asked);
  if (way.how === "web-page") {
    const page = await readWebPage(guard, way.url, asked);
    return { version: { kind: "web-page", domain, ...page }, key: null };
  }
  const { url, sha256, namesVersion, vkey } = await readWellKnown(guard, asked);
  const seen = { kind: "well-known", domain, url, sha256 } as const;
  return {
    version: namesVersion ? { ...seen, names: "version" } : null,
    key: vkey === null ? null : { vkey, seen: { ...seen, names: "key" } },
  };
}

function readReplies(replies: readonly Reply[], asked: Asked): Found {
  const { domain } = asked;
  const name = recordName(domain);
  const resolvers = checkAllAnswered(replies, name);
  const sets = resolvers.map(({ records }) => JSON.stringify(records.filter(isOurs).toSorted()));
  if (sets.some((set) => set !== sets[0])) throw disagreement(replies, name);
  const { version, key } = readTxtRecords(resolvers[0]?.records ?? [], asked);
  const seen = { kind: "dns", domain, name, resolvers: sorted(resolvers) } as const;
  return {
    version: version === null ? null : { ...seen, names: "version", record: version },
    key: key === null ? null : { vkey: key.vkey, seen: { ...seen, names: "key", record: key.record } },
  };
}

/** Records come in any order, another one at each asking: the same state makes the same observation. */
function sorted(resolvers: readonly ResolverAnswer[]): readonly ResolverAnswer[] {
  return resolvers.map(({ resolver, records }) => ({ resolver, records: records.toSorted() }));
}

function disagreement(replies: readonly Reply[], name: string): LookUpProblem {
  const told = replies.map((reply) => `${reply.resolver} ${quote(describeReply(reply))}`).join("; ");
  return new LookUpProblem(
    "disagree",
    `The resolvers do not agree about ${name}: ${told}. After a change that is usual for some minutes, up to some hours: look again later. If it stays so, the domain’s name servers give different answers.`,
  );
}
