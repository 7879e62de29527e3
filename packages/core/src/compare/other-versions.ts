import type { Alignment } from "./align-blocks.ts";

/** A copy beside one text of one version. */
export type VersionAlignment = { readonly version: number; readonly alignment: Alignment };

/** Of which other version words of a copy are, `from` to `to` (exclusive, in words); null of none. */
export type VersionOf = (from: number, to: number) => number | null;

/**
 * Where a copy puts parts of several versions together: that every word that is other, or too many, stands word for word in a whole
 * block of another version.
 * @param version the one that the copy is held against, by `alignment`
 * @param all the copy beside every text that it may be of
 * @returns of which version each part is, of several the one with most of its words, then the newest; null when it is not mixed
 */
export function findOtherVersions(
  { version, alignment }: VersionAlignment,
  all: readonly VersionAlignment[],
): VersionOf | null {
  const coverage = coverByVersion(
    all.filter((one) => one.version !== version),
    alignment.copy.length,
  );
  let other = 0;
  const isCovered = ({ from, to }: { readonly from: number; readonly to: number }): boolean => {
    for (let c = from; c < to; c += 1) if (!coverage.some(({ words }) => words[c] === 1)) return false;
    other += to - from;
    return true;
  };
  const differing = alignment.standings.filter(({ kind }) => kind !== "same" && kind !== "dropped");
  const between = alignment.foreign.filter(({ where }) => where === "within");
  if (![...differing, ...between].every(isCovered) || other === 0) return null;
  return (from, to) => {
    let best: { readonly version: number; readonly count: number } | null = null;
    for (const { version: of, words } of coverage) {
      const count = words.subarray(from, to).reduce((sum, word) => sum + word, 0);
      if (count > (best?.count ?? 0)) best = { version: of, count };
    }
    return best?.version ?? null;
  };
}

/** By version, newest first: which words of the copy stand in a whole block of it, word for word. */
function coverByVersion(
  all: readonly VersionAlignment[],
  length: number,
): { readonly version: number; readonly words: Uint8Array }[] {
  const byVersion = new Map<number, Uint8Array>();
  for (const { version, alignment } of all) {
    const words = byVersion.get(version) ?? new Uint8Array(length);
    byVersion.set(version, words);
    for (const { kind, from, to, block } of alignment.standings) {
      if (kind === "same" && block.size > 0) words.fill(1, from, to);
    }
  }
  return [...byVersion].map(([version, words]) => ({ version, words })).sort((a, b) => b.version - a.version);
}
