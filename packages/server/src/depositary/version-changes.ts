import type { TextDifference } from "@undersigned/core/compare/text-difference.ts";
import { compareTexts } from "@undersigned/core/compare/text-difference.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import { formatCanonicalJson } from "@undersigned/core/json.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import type { Text } from "@undersigned/core/statement/text.ts";

/** What is compared of a version: frozen, or still a draft. */
export type ComparedVersion = {
  readonly number: number;
  /** Milliseconds since the epoch; null while it is a draft. */
  readonly openedAt: number | null;
  readonly manifest: Manifest;
  readonly texts: ReadonlyMap<string, Text>;
};

/** What besides the words a version says. */
export type VersionFact =
  | "initiators"
  | "demands"
  | "who"
  | "asked"
  | "unnamed"
  | "reservations"
  | "age"
  | "controller"
  | "retention";

export type LanguageChange = {
  readonly lang: string;
  /** Its text came, went, has other words, or another rank (authentic, prevails). */
  readonly kind: "added" | "removed" | "words" | "rank";
};

/** From one version of a statement to a later one, as whoever reads one language sees it. */
export type VersionChanges = {
  readonly before: ComparedVersion;
  readonly after: ComparedVersion;
  /** The language in which the words are compared; null when the two have none in common. */
  readonly lang: string | null;
  /** Languages in which they could be. */
  readonly common: readonly string[];
  readonly text: TextDifference | null;
  /** Of the other languages. */
  readonly languages: readonly LanguageChange[];
  readonly facts: readonly VersionFact[];
  /** "See the 3 changes". 0: the two versions say the same. */
  readonly count: number;
};

/** @param wanted language to compare in, where both versions have it */
export function compareVersions(
  before: ComparedVersion,
  after: ComparedVersion,
  wanted: string | undefined,
): VersionChanges {
  const common = [...after.texts.keys()].filter((lang) => before.texts.has(lang));
  const lang = common.find((tag) => tag === wanted) ?? firstOf(before, after, common);
  const text = lang === null ? null : compareIn(before, after, lang);
  const languages = compareLanguages(before, after, lang);
  const facts = compareFacts(before.manifest, after.manifest, text);
  const words = text?.changes ?? 0;
  // What changed in the language at hand mostly changed in its sisters too: that is told, and counted once.
  const counted = languages.filter(({ kind }) => kind !== "words" || words === 0);
  return { before, after, lang, common, text, languages, facts, count: words + counted.length + facts.length };
}

/**
 * Of those whose words changed, if any did, the language that prevails, else the first authentic one: "unchanged" is not the
 * first that anybody should read of a text that changed.
 */
function firstOf(before: ComparedVersion, after: ComparedVersion, common: readonly string[]): string | null {
  const texts = common.flatMap((lang) => after.manifest.texts.filter((text) => text.lang === lang));
  const changed = texts.filter(({ lang, sha256 }) =>
    before.manifest.texts.some((old) => old.lang === lang && old.sha256 !== sha256),
  );
  const among = changed.length > 0 ? changed : texts;
  const chosen = among.find((one) => one.prevails) ?? among.find((one) => one.authentic) ?? among[0];
  return chosen?.lang ?? null;
}

function compareIn(before: ComparedVersion, after: ComparedVersion, lang: string): TextDifference | null {
  const [one, other] = [before.texts.get(lang), after.texts.get(lang)];
  return one && other ? compareTexts(one, other) : null;
}

function compareLanguages(before: ComparedVersion, after: ComparedVersion, shown: string | null): LanguageChange[] {
  const [old, now] = [before.manifest.texts, after.manifest.texts];
  const tags = [...new Set([...old, ...now].map(({ lang }) => lang))].sort();
  return tags.flatMap((lang): LanguageChange[] => {
    const [one, other] = [old, now].map((texts) => texts.find((text) => text.lang === lang));
    if (!one) return [{ lang, kind: "added" }];
    if (!other) return [{ lang, kind: "removed" }];
    const rank = one.authentic !== other.authentic || one.prevails !== other.prevails;
    const words = one.sha256 !== other.sha256 && lang !== shown;
    return [...(words ? [{ lang, kind: "words" as const }] : []), ...(rank ? [{ lang, kind: "rank" as const }] : [])];
  });
}

function compareFacts(before: Manifest, after: Manifest, text: TextDifference | null): VersionFact[] {
  const [old, now] = [before.terms, after.terms];
  const differences: readonly [VersionFact, JsonValue, JsonValue][] = [
    ["initiators", before.initiators.map((one) => ({ ...one })), after.initiators.map((one) => ({ ...one }))],
    ["demands", demandsOf(before, movedBy(text)), demandsOf(after, (block) => block)],
    ["who", [...old.who], [...now.who]],
    ["asked", askedOf(old), askedOf(now)],
    ["unnamed", old.unnamed, now.unnamed],
    ["reservations", old.reservations, now.reservations],
    ["age", old.minimumAge, now.minimumAge],
    ["controller", { ...old.controller }, { ...now.controller }],
    ["retention", { ...old.retention }, { ...now.retention }],
  ];
  return differences.flatMap(([fact, one, other]) => (isSame(one, other) ? [] : [fact]));
}

function askedOf({ leastLevel, invited, review }: Manifest["terms"]): JsonValue {
  return { ...leastLevel, invited: invited === true, review: review === true };
}

function isSame(one: JsonValue, other: JsonValue): boolean {
  return Buffer.compare(formatCanonicalJson(one), formatCanonicalJson(other)) === 0;
}

function demandsOf({ demands }: Manifest, moved: (block: number) => number): JsonValue {
  return demands.map(({ block, addressees }) => [moved(block), [...addressees]]);
}

/** A demand whose paragraph another was put before is the same demand. One whose paragraph went away asks nothing any more. */
function movedBy(text: TextDifference | null): (block: number) => number {
  if (text === null) return (block) => block;
  const places = new Map<number, number>();
  for (const change of text.blocks) {
    if (change.kind === "same" || change.kind === "changed") places.set(change.before.number, change.after.number);
  }
  return (block) => places.get(block) ?? -block;
}
