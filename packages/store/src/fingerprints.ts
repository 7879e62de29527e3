import type { PieceFingerprints } from "@undersigned/core/compare/fingerprints.ts";
import type { Insertable } from "kysely";
import type { Store, Transaction } from "./engine.ts";
import type { FingerprintTable } from "./fingerprint-tables.ts";

type Access = Pick<Transaction, "db">;

/** Of one text at most: of a longer one those with the least hashes, which any other that was cut so has in common with it. */
export const FINGERPRINTS_LIMIT = 20_000;

/** A fingerprint that so many texts have is boilerplate: it tells none of them from the others, and is kept of no more. */
export const BOILERPLATE = 32;

/** Places of one text: more than a text has blocks. */
const PIECES = 16_384;

/** Hashes, texts or rows in one query. */
const AT_ONCE = 500;

export type SearchedText = { readonly statementId: string; readonly version: number; readonly lang: string };

/**
 * Makes a text findable, in the transaction that opens it. What the statement has already in this language, in an earlier
 * version, is found by that.
 */
export async function insertFingerprints(
  tx: Access,
  { statementId, version, lang }: SearchedText,
  pieces: readonly PieceFingerprints[],
): Promise<void> {
  const own = await listOwnTexts(tx, statementId, lang);
  const { id } = await tx.db
    .insertInto("searched_text")
    .values({ statement_id: statementId, version, lang })
    .returning("id")
    .executeTakeFirstOrThrow();
  const given = leastHashes(pieces);
  const taken = new Set<number>();
  const times = new Map<number, number>();
  for (const { hash, place } of await lookUp(tx, [...given.keys()])) {
    times.set(hash, (times.get(hash) ?? 0) + 1);
    if (own.has(textOfPlace(place)) || (times.get(hash) ?? 0) >= BOILERPLATE) taken.add(hash);
  }
  const rows: Insertable<FingerprintTable>[] = [];
  for (const [hash, piece] of given) if (!taken.has(hash)) rows.push({ hash, place: id * PIECES + piece });
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await tx.db
      .insertInto("fingerprint")
      .values(rows.slice(at, at + AT_ONCE))
      .execute();
}

/** The number of its piece by hash, in the order of hashes, which keeps two that write at once from waiting for each other. */
function leastHashes(pieces: readonly PieceFingerprints[]): Map<number, number> {
  const all = pieces.flatMap(({ piece, hashes }) => hashes.map((hash): [number, number] => [hash, piece]));
  return new Map(all.sort(([a], [b]) => a - b).slice(0, FINGERPRINTS_LIMIT));
}

async function listOwnTexts({ db }: Access, statementId: string, lang: string): Promise<Set<number>> {
  const rows = await db
    .selectFrom("searched_text")
    .select("id")
    .where("statement_id", "=", statementId)
    .where("lang", "=", lang)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** How much of a copy a statement has in one language. */
export type FoundLanguage = { readonly lang: string; readonly matched: number };

/** A statement that shares words with a copy. */
export type FoundStatement = {
  readonly statementId: string;
  /** Fingerprints of the copy that it has, in whichever language and version: each stands for about twelve characters. */
  readonly matched: number;
  /** Paragraphs of it that share some. */
  readonly pieces: number;
  /** Those that match most first. */
  readonly languages: readonly FoundLanguage[];
};

/**
 * The statements that share most with a copy, most first.
 * @param hashes of the copy; of more than FINGERPRINTS_LIMIT the least are looked for
 * @param among only this statement, whoever may see it; or all that everybody may see at a time, in milliseconds since the epoch
 */
export async function findByFingerprints(
  store: Store,
  hashes: readonly number[],
  among: { readonly statementId: string } | { readonly publicAt: number },
  limit: number,
): Promise<FoundStatement[]> {
  const asked = [...hashes].sort((a, b) => a - b).slice(0, FINGERPRINTS_LIMIT);
  const rows = await lookUp(store, asked);
  const texts = await readTexts(store, new Set(rows.map(({ place }) => textOfPlace(place))), among);
  const tallies = new Map<string, Tally>();
  for (const { hash, place } of rows) {
    const text = texts.get(textOfPlace(place));
    if (text === undefined) continue;
    const tally = tallies.get(text.statement_id) ?? { hashes: new Set(), pieces: new Set(), languages: new Map() };
    tallies.set(text.statement_id, tally);
    tally.hashes.add(hash);
    tally.pieces.add(place);
    tally.languages.set(text.lang, (tally.languages.get(text.lang) ?? 0) + 1);
  }
  return [...tallies]
    .map(([statementId, tally]) => viewTally(statementId, tally))
    .sort((a, b) => b.matched - a.matched || b.pieces - a.pieces || (a.statementId < b.statementId ? -1 : 1))
    .slice(0, limit);
}

type Tally = { readonly hashes: Set<number>; readonly pieces: Set<number>; readonly languages: Map<string, number> };

function viewTally(statementId: string, { hashes, pieces, languages }: Tally): FoundStatement {
  return {
    statementId,
    matched: hashes.size,
    pieces: pieces.size,
    languages: [...languages]
      .map(([lang, matched]) => ({ lang, matched }))
      .sort((a, b) => b.matched - a.matched || (a.lang < b.lang ? -1 : 1)),
  };
}

async function lookUp({ db }: Access, hashes: readonly number[]): Promise<{ hash: number; place: number }[]> {
  const found: { hash: number; place: number }[] = [];
  for (let at = 0; at < hashes.length; at += AT_ONCE) {
    const some = hashes.slice(at, at + AT_ONCE);
    // On SQLite this is work of the process itself: others come between two of them.
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    found.push(...(await db.selectFrom("fingerprint").select(["hash", "place"]).where("hash", "in", some).execute()));
  }
  return found;
}

/** Of these texts, those that may be found, by their ids. */
async function readTexts(
  { db }: Store,
  ids: ReadonlySet<number>,
  among: { readonly statementId: string } | { readonly publicAt: number },
): Promise<Map<number, { statement_id: string; lang: string }>> {
  const texts = new Map<number, { statement_id: string; lang: string }>();
  const all = [...ids];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    let query = db
      .selectFrom("searched_text")
      .innerJoin("statement", "statement.id", "searched_text.statement_id")
      .select(["searched_text.id", "searched_text.statement_id", "searched_text.lang"])
      .where("searched_text.id", "in", all.slice(at, at + AT_ONCE));
    if ("statementId" in among) query = query.where("statement.id", "=", among.statementId);
    else {
      const { publicAt } = among;
      query = query.where((is) =>
        is.or([is("statement.visibility", "=", "public"), is("statement.publishes_at", "<=", publicAt)]),
      );
    }
    for (const { id, statement_id, lang } of await query.execute()) texts.set(id, { statement_id, lang });
  }
  return texts;
}

function textOfPlace(place: number): number {
  return Math.floor(place / PIECES);
}
