import type { Verdict } from "@undersigned/core/compare/copy-report.ts";
import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import { reportUnrelated } from "@undersigned/core/compare/unrelated-copy.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { FoundStatement } from "@undersigned/store/fingerprints.ts";
import { findByFingerprints } from "@undersigned/store/fingerprints.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Judged, ReadCopy, Reading } from "../reading/reading.ts";
import type { CheckedCopy, CheckedText, CheckInput } from "./checks.ts";
import { CHECK_BYTES_LIMIT } from "./checks.ts";
import type { CandidateDeps } from "./copy-candidates.ts";
import { loadCandidates } from "./copy-candidates.ts";
import { countCopy } from "./copy-counts.ts";
import { dateOfCopy } from "./copy-date.ts";
import type { FetchSource, GivenBytes, GivenSource } from "./given-source.ts";
import { givenBytes } from "./given-source.ts";
import { maySee } from "./may-see.ts";
import type { CheckContent } from "./sealed-check.ts";
import type { SignedOn } from "./signed-on.ts";
import type { Access } from "./statements.ts";

export type JudgingDeps = CandidateDeps & {
  readonly copies: Pick<Reading, "readCopy" | "judge">;
  readonly signedOn: SignedOn;
  readonly fetchPage: FetchSource;
  readonly clock: () => number;
};

/** Statements that share much with a copy: those with less than half as much as the first are not looked at. */
const STATEMENTS_LIMIT = 3;
/** A language in which a statement shares less than a tenth of what it shares in another is not the copy's. */
const LANGUAGE_SHARE = 0.1;

/** Reads a copy, finds its statement, compares. */
export async function judgeInput(deps: JudgingDeps, input: CheckInput, access: Access): Promise<CheckContent> {
  const { clock, copies } = deps;
  const given = input.statement === null ? null : await findGiven(deps, input.statement, access);
  const source = await obtain(deps, input.source);
  const read = await copies.readCopy(source.bytes, source.hints);
  const best = await judgeBest(deps, read, {
    found: await findStatements(deps, read, given),
    isGiven: given !== null,
  });
  const { extracted, labelled } = read;
  const copy: CheckedCopy = {
    ...extracted.source,
    text: extracted.text,
    name: source.name,
    address: source.address,
    fetchedAt: source.fetchedAt,
    date: dateOfCopy(extracted, labelled),
  };
  const madeAt = clock();
  const checked = best.text;
  const counts = checked && (await countCopy(deps, checked.statement.id, copy.date, read.claims.claimed));
  return { madeAt, checked, copy, report: best.report, labelled, counts };
}

/** The statement at whose own page the copy is checked. */
async function findGiven({ reading, clock }: JudgingDeps, idOrSlug: string, access: Access): Promise<StatementRow> {
  const row = await reading.row(idOrSlug);
  if (row && row.state !== "draft" && maySee(row, access, clock())) return row;
  throw new RefusedError("not_found", "There is no such statement here.", { field: "statement" });
}

type Source = Pick<CheckedCopy, "address" | "fetchedAt" | "name"> & Pick<GivenBytes, "bytes" | "hints">;

async function obtain({ fetchPage, clock }: JudgingDeps, source: GivenSource): Promise<Source> {
  const { bytes, hints, origin } = await givenBytes(source, fetchPage);
  if (bytes.length > CHECK_BYTES_LIMIT) {
    const most = CHECK_BYTES_LIMIT / 1024 / 1024;
    throw new MalformedError("too_large", `At most ${most} MB are checked. Paste the part that holds the statement.`);
  }
  const { name } = origin;
  if (source.kind !== "address") return { bytes, hints, name, address: null, fetchedAt: null };
  const address = { given: source.url, final: origin.address ?? source.url };
  return { bytes, hints, name, address, fetchedAt: clock() };
}

type Found = { readonly row: StatementRow; readonly languages: readonly string[] };

/** The statement that was given; else those of which the copy has most words. */
async function findStatements(
  { store, reading, clock }: JudgingDeps,
  { fingerprints }: ReadCopy,
  given: StatementRow | null,
): Promise<Found[]> {
  if (given !== null) {
    const [own] = await findByFingerprints(store, fingerprints, { statementId: given.id }, 1);
    return [{ row: given, languages: languagesOf(own) }];
  }
  const found = await findByFingerprints(store, fingerprints, { publicAt: clock() }, STATEMENTS_LIMIT);
  const least = (found[0]?.matched ?? 0) / 2;
  const near = found.filter(({ matched }) => matched >= least);
  const rows = await Promise.all(near.map(({ statementId }) => reading.row(statementId)));
  return rows.flatMap((row, i) => (row ? [{ row, languages: languagesOf(near[i]) }] : []));
}

function languagesOf(found: FoundStatement | undefined): string[] {
  const languages = found?.languages ?? [];
  const least = (languages[0]?.matched ?? 0) * LANGUAGE_SHARE;
  return languages.filter(({ matched }) => matched >= least).map(({ lang }) => lang);
}

/** Better first, where a copy has words of several statements; of the last but one, how many words are other tells which it is of. */
const RANKS: readonly (readonly Verdict[])[] = [
  ["identical"],
  ["faithful"],
  ["superseded"],
  ["excerpt"],
  ["mixed", "altered", "inconclusive"],
  ["unrelated"],
];

type Best = Pick<Judged, "report"> & { readonly text: CheckedText | null };

/** Of several statements the one whose words the copy has best. One that was given stays so, whatever the verdict. */
async function judgeBest(
  deps: JudgingDeps,
  { extracted, claims }: ReadCopy,
  { found, isGiven }: { readonly found: readonly Found[]; readonly isGiven: boolean },
): Promise<Best> {
  const { text, blocks, marks, unread } = extracted;
  const copy = { text, blocks, marks, unread };
  let best: Best | null = null;
  for (const { row, languages } of found) {
    const candidates = await loadCandidates(deps, row, languages);
    const { candidate, report } = await deps.copies.judge({ candidates, copy, claims });
    // At its own page a statement is compared with, and told, although the copy is of another.
    const of = candidates[candidate ?? (isGiven ? 0 : -1)];
    const isOf = of !== undefined && (isGiven || report.verdict !== "unrelated");
    const judged = { report, text: isOf ? describeText(row, of) : null };
    if (best === null || isBetter(judged, best)) best = judged;
    if (rankOf(best) === 0) break;
  }
  return best?.text ? best : { report: reportUnrelated(copy, claims), text: null };
}

function isBetter(one: Best, other: Best): boolean {
  const byRank = rankOf(one) - rankOf(other);
  return byRank < 0 || (byRank === 0 && countOther(one) < countOther(other));
}

function rankOf({ report }: Best): number {
  return RANKS.findIndex((rank) => rank.includes(report.verdict));
}

function countOther({ report }: Best): number {
  return report.changes.reduce((sum, { words }) => sum + words.length, 0);
}

function describeText(row: StatementRow, { text, version, lang, standing }: Candidate): CheckedText {
  const { id, slug } = row;
  const statement = { id, slug, title: plainText(text.title) };
  return { statement, version, newestVersion: row.version, lang, standing };
}
