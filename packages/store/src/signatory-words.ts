import { invariant } from "@undersigned/core/errors.ts";
import type { ExpressionBuilder } from "kysely";
import { sql } from "kysely";
import type { Transaction } from "./engine.ts";
import { inIntegers } from "./list.ts";
import type { Database } from "./schema.ts";

type Access = Pick<Transaction, "db">;

/** Words are kept to this many code points: enough to tell names apart, and within what an index can hold. */
const WORD_LIMIT = 40;

/** Matches of a prefix that are few enough to be looked through one and all. */
const RARE = 5_000;

/** Rows that a walk looks at, in steps: most find enough in the first. Together they bound the cost of a page. */
const STEPS: readonly number[] = [1_000, 8_000, 40_000];

/** Puts the folded words of signatures into the search index. What is there already stays. */
export async function insertWords(
  tx: Transaction,
  statementId: string,
  signatures: readonly { readonly index: number; readonly words: readonly string[] }[],
): Promise<void> {
  const rows = signatures.flatMap(({ index, words }) =>
    [...new Set(words.map(cut))]
      .filter((word) => word !== "")
      .map((word) => ({ statement_id: statementId, word, idx: index })),
  );
  await tx.insertMany("signatory_word", rows, { onConflict: "ignore" });
}

/** Takes signatures out of the search index. */
export async function deleteWords(tx: Transaction, statementId: string, indices: readonly number[]): Promise<void> {
  if (indices.length === 0) return;
  await tx.db
    .deleteFrom("signatory_word")
    .where("statement_id", "=", statementId)
    .where(inIntegers(tx.engine, "idx", indices))
    .execute();
}

export type WordQuery = {
  readonly statementId: string;
  /** Folded as the words were. A signature is found when for each of these it has a word that begins so. */
  readonly prefixes: readonly string[];
  readonly kind?: "organisation" | "person" | undefined;
  /** Only indices above this one; -1 for the first page. */
  readonly after: number;
  readonly limit: number;
};

export type WordPage = {
  readonly indices: number[];
  /** `after` for the next page; null when this is the last. */
  readonly next: number | null;
};

/**
 * Finds signatures by the beginnings of words, in order of index. The cost of a page is bounded however many signatures
 * there are: when one prefix is rare, its matches are looked through; when all are common, the signatures are walked in
 * order, for which few must be passed to find one. A walk that finds too little ends early: a page may hold fewer than
 * `limit`, even none, and still have a `next`.
 */
export async function searchWords({ db }: Access, query: WordQuery): Promise<WordPage> {
  const prefixes = query.prefixes.map(cut);
  invariant(prefixes.length > 0 && !prefixes.includes(""), "a search has at least one prefix, and none is empty");
  const counted = await Promise.all(
    prefixes.map(async (prefix) => ({ prefix, count: await countMatches({ db }, query.statementId, prefix) })),
  );
  counted.sort((a, b) => a.count - b.count);
  const [rarest, ...others] = counted.map(({ prefix }) => prefix);
  invariant(rarest !== undefined, "there is a prefix");
  const count = counted[0]?.count ?? 0;
  if (count === 0) return { indices: [], next: null };
  if (count <= RARE) return lookThrough({ db }, query, rarest, others);
  return walk({ db }, query, rarest, others);
}

/** Rows whose word begins with the prefix, counted up to one more than RARE. */
async function countMatches({ db }: Access, statementId: string, prefix: string): Promise<number> {
  const row = await db
    .selectFrom(
      db
        .selectFrom("signatory_word")
        .select("idx")
        .where("statement_id", "=", statementId)
        .where("word", ">=", prefix)
        .where("word", "<", after(prefix))
        .limit(RARE + 1)
        .as("match"),
    )
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** All matches of one prefix, sorted; `+idx` keeps both engines from walking by index instead. */
async function lookThrough(
  { db }: Access,
  query: WordQuery,
  prefix: string,
  others: readonly string[],
): Promise<WordPage> {
  const rows = await db
    .selectFrom("signatory_word as found")
    .select(sql<number>`+found.idx`.as("idx"))
    .distinct()
    .where("found.statement_id", "=", query.statementId)
    .where("found.word", ">=", prefix)
    .where("found.word", "<", after(prefix))
    .where(sql<number>`+found.idx`, ">", query.after)
    .where((is) => is.and(conditions(is, query, others)))
    .orderBy(sql`+found.idx`)
    .limit(query.limit + 1)
    .execute();
  return pageOf(rows, query.limit, null);
}

/** Signatures in order, a step further and a longer one until there are enough, as far as the steps reach. */
async function walk({ db }: Access, query: WordQuery, prefix: string, others: readonly string[]): Promise<WordPage> {
  const indices: number[] = [];
  let from = query.after;
  for (const step of STEPS) {
    const end = await horizon({ db }, query.statementId, from, step);
    const limit = query.limit - indices.length;
    const page = pageOf(await walkStep({ db }, { ...query, after: from, limit }, prefix, others, end), limit, end);
    indices.push(...page.indices);
    if (page.next === null || indices.length === query.limit) return { indices, next: page.next };
    from = page.next;
  }
  return { indices, next: from };
}

/** Index of the row that many rows after an index; null when there are fewer. */
async function horizon({ db }: Access, statementId: string, from: number, rows: number): Promise<number | null> {
  const row = await db
    .selectFrom("signatory_word")
    .select("idx")
    .where("statement_id", "=", statementId)
    .where("idx", ">", from)
    .orderBy("idx")
    .offset(rows)
    .limit(1)
    .executeTakeFirst();
  return row?.idx ?? null;
}

/** Signatures from one index to another; `|| ''` keeps both engines from looking words up instead. */
async function walkStep(
  { db }: Access,
  query: WordQuery,
  prefix: string,
  others: readonly string[],
  end: number | null,
): Promise<{ idx: number }[]> {
  return db
    .selectFrom("signatory_word as found")
    .select("found.idx as idx")
    .distinct()
    .where("found.statement_id", "=", query.statementId)
    .where("found.idx", ">", query.after)
    .where("found.idx", "<=", end ?? Number.MAX_SAFE_INTEGER)
    .where(sql<string>`found.word || ''`, ">=", prefix)
    .where(sql<string>`found.word || ''`, "<", after(prefix))
    .where((is) => is.and(conditions(is, query, others)))
    .orderBy("found.idx")
    .limit(query.limit + 1)
    .execute();
}

type Found = ExpressionBuilder<Database & { found: Database["signatory_word"] }, "found">;

/**
 * That the signature found also matches the other prefixes, and is of the kind: each a probe of one index. `offset 0`
 * keeps PostgreSQL from making a join of it, which would read every match of a common prefix.
 */
function conditions(is: Found, query: WordQuery, others: readonly string[]) {
  const words = others.map((prefix) =>
    is.exists(
      is
        .selectFrom("signatory_word as other")
        .select("other.idx")
        .where("other.statement_id", "=", query.statementId)
        .whereRef("other.idx", "=", "found.idx")
        .where("other.word", ">=", prefix)
        .where("other.word", "<", after(prefix))
        .limit(1)
        .offset(0),
    ),
  );
  if (query.kind === undefined) return words;
  const ofKind = is.exists(
    is
      .selectFrom("signature")
      .select("signature.idx")
      .where("signature.statement_id", "=", query.statementId)
      .whereRef("signature.idx", "=", "found.idx")
      .where("signature.kind", "=", query.kind)
      .limit(1)
      .offset(0),
  );
  return [...words, ofKind];
}

function pageOf(rows: readonly { idx: number }[], limit: number, horizon: number | null): WordPage {
  const indices = rows.slice(0, limit).map((row) => row.idx);
  if (rows.length > limit) return { indices, next: indices.at(-1) ?? null };
  return { indices, next: horizon };
}

/** Above every word with the prefix and below every other that is above it: words hold no U+10FFFF, a noncharacter. */
function after(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

function cut(word: string): string {
  return [...word].slice(0, WORD_LIMIT).join("");
}
