import type { Alignment } from "./align-blocks.ts";
import { alignBlocks } from "./align-blocks.ts";
import { reportOn } from "./compare-copy.ts";
import type { Copy } from "./copy.ts";
import type { CopyClaims, CopyReport, Verdict } from "./copy-report.ts";
import { cutCopy } from "./copy-words.ts";
import type { VersionAlignment, VersionOf } from "./other-versions.ts";
import { findOtherVersions } from "./other-versions.ts";
import type { Reference, ReferenceWords } from "./reference-words.ts";
import { createVocabulary, cutReference } from "./reference-words.ts";
import { showMarkers } from "./shown-copy.ts";
import { judgeAlignment } from "./verdict.ts";

/** A text that a copy may be a copy of: one language of one version. */
export type Candidate = Reference & {
  readonly version: number;
  readonly lang: string;
  /** `unsigned`: a translation that came later, and that nobody signed. */
  readonly standing: "authentic" | "translation" | "unsigned";
  /** Of the version that holds now. */
  readonly newest: boolean;
};

/** Texts that are compared whole; of more, those with the most words in common. */
const CANDIDATES_LIMIT = 12;

/**
 * Compares a copy with every text of every version of a statement, and reports on the one that it is a copy of.
 * @returns `candidate` is null when it is a copy of none, and the report is then on the nearest
 * @throws MalformedError `too_large`
 */
export function judgeCopy(
  candidates: readonly Candidate[],
  copy: Copy,
  claims: CopyClaims | null,
): { readonly candidate: Candidate | null; readonly report: CopyReport } {
  const vocabulary = createVocabulary();
  const references = candidates.map((candidate) => ({ candidate, words: cutReference(candidate, vocabulary) }));
  const shown = showMarkers(copy);
  const words = cutCopy(shown, vocabulary);
  const compared = pickNearest(references, words.ids).map(({ candidate, words: reference }): Compared => {
    const alignment = alignBlocks(reference, words, shown);
    return { candidate, alignment, verdict: judgeAlignment(alignment), common: countMatched(alignment) };
  });
  const best = compared.sort(byNearness)[0];
  if (best === undefined) throw new TypeError("a copy is judged by at least one text");
  const { verdict, versionOf } = judgeAmong(best, compared);
  const { version, names } = best.candidate;
  const report = reportOn(best.alignment, verdict, { version, names, versionOf }, claims);
  return { candidate: verdict === "unrelated" ? null : best.candidate, report };
}

type Compared = {
  readonly candidate: Candidate;
  readonly alignment: Alignment;
  readonly verdict: Verdict;
  /** Words of the reference that the copy has. */
  readonly common: number;
};

type Referred = { readonly candidate: Candidate; readonly words: ReferenceWords };

/** Texts with the most words in common, by how many different words of each the copy holds. */
function pickNearest(references: readonly Referred[], ids: Int32Array): readonly Referred[] {
  if (references.length <= CANDIDATES_LIMIT) return references;
  const there = new Set(ids);
  const shares = references.map((referred) => {
    const own = new Set(referred.words.ids);
    let common = 0;
    for (const id of own) if (there.has(id)) common += 1;
    return { referred, share: common / Math.max(own.size, 1) };
  });
  return shares
    .sort((a, b) => b.share - a.share || Number(b.referred.candidate.newest) - Number(a.referred.candidate.newest))
    .slice(0, CANDIDATES_LIMIT)
    .map(({ referred }) => referred);
}

const ORDER: readonly Verdict[] = ["identical", "faithful", "excerpt", "inconclusive", "altered", "unrelated"];

/** The better verdict first, then more words in common, then what was signed, then the newer version. */
function byNearness(a: Compared, b: Compared): number {
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  const signed = ({ candidate }: Compared) => Number(candidate.standing !== "unsigned");
  return rankA - rankB || shareOf(b) - shareOf(a) || signed(b) - signed(a) || b.candidate.version - a.candidate.version;
}

/** `altered` and `inconclusive` tell of how much is there; a verdict that holds word for word stands before both. */
function rankOf({ verdict }: Compared): number {
  return verdict === "altered" || verdict === "inconclusive" ? 3 : ORDER.indexOf(verdict);
}

function shareOf({ common, alignment, verdict }: Compared): number {
  const isExcerpt = verdict === "excerpt";
  return isExcerpt
    ? 0
    : Math.round((1_000 * common) / Math.max(alignment.reference.length, alignment.standings.length));
}

function countMatched({ matched }: Alignment): number {
  let count = 0;
  for (const c of matched) if (c >= 0) count += 1;
  return count;
}

/** What the other texts make of the verdict on the nearest; `versionOf` where it is mixed. */
function judgeAmong(best: Compared, all: readonly Compared[]): { verdict: Verdict; versionOf: VersionOf | null } {
  const { verdict, candidate } = best;
  const isVerbatim = verdict === "identical" || verdict === "faithful" || verdict === "excerpt";
  if (isVerbatim && candidate.standing === "unsigned") return { verdict: "inconclusive", versionOf: null };
  if (isVerbatim && !candidate.newest) return { verdict: "superseded", versionOf: null };
  const versionOf = verdict === "altered" ? findOtherVersions(placed(best), all.map(placed)) : null;
  return { verdict: versionOf === null ? verdict : "mixed", versionOf };
}

function placed({ candidate, alignment }: Compared): VersionAlignment {
  return { version: candidate.version, alignment };
}
