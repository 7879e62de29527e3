import type { Alignment } from "./align-blocks.ts";
import { alignBlocks } from "./align-blocks.ts";
import { reportOn } from "./compare-copy.ts";
import type { Copy } from "./copy.ts";
import type { CopyClaims, CopyReport, Verdict } from "./copy-report.ts";
import { cutCopy } from "./copy-words.ts";
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
  const verdict = judgeAmong(best, compared);
  const report = reportOn(best.alignment, verdict, best.candidate, claims);
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

/** What the other texts make of the verdict on the nearest. */
function judgeAmong(best: Compared, all: readonly Compared[]): Verdict {
  const { verdict, candidate } = best;
  const isVerbatim = verdict === "identical" || verdict === "faithful" || verdict === "excerpt";
  if (isVerbatim && candidate.standing === "unsigned") return "inconclusive";
  if (isVerbatim && !candidate.newest) return "superseded";
  if (verdict === "altered" && isMixed(best, all)) return "mixed";
  return verdict;
}

/** Whether every word that is other, or too many, stands word for word in another version: parts of several were put together. */
function isMixed(best: Compared, all: readonly Compared[]): boolean {
  const covered = new Uint8Array(best.alignment.copy.length);
  let versions = 0;
  for (const { candidate, alignment } of all) {
    if (candidate.version === best.candidate.version) continue;
    let adds = false;
    for (const { kind, from, to, block } of alignment.standings) {
      if (kind !== "same" || block.size === 0) continue;
      covered.fill(1, from, to);
      adds = true;
    }
    if (adds) versions += 1;
  }
  if (versions === 0) return false;
  let other = 0;
  const check = (from: number, to: number): boolean => {
    for (let c = from; c < to; c += 1) if (covered[c] === 0) return false;
    other += to - from;
    return true;
  };
  for (const { kind, from, to } of best.alignment.standings) {
    if (kind !== "same" && kind !== "dropped" && !check(from, to)) return false;
  }
  for (const { from, to, where } of best.alignment.foreign) if (where === "within" && !check(from, to)) return false;
  return other > 0;
}
