import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import type { TextView, VersionView } from "@undersigned/server/depositary/statements.ts";
import type { ComparedVersion } from "@undersigned/server/depositary/version-changes.ts";
import { compareVersions } from "@undersigned/server/depositary/version-changes.ts";
import type { OldVersion, Versions } from "@undersigned/server/depositary/versions.ts";
import { texts } from "./texts.ts";

/*
 * The invented statement with an earlier version of its text, for looking at pages.
 */

const FIRST = Date.UTC(2026, 10, 20);
const SECOND = Date.UTC(2026, 11, 2);

/** What the words were before: by language, the new words and the old ones. "" is what was not there. */
const BEFORE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  en: [
    ["by the spring of 2028 no door", "by the summer of 2029 no door"],
    ["from a seat with a back", "from a seat"],
    ["> A bench is the smallest public building there is.\n\n", ""],
    ["- count them again every year, and say what we found.", "- count them again."],
    ["https://seats.example.org/survey", "https://seats.example.org/2024"],
  ],
  ar: [
    ["قبل ربيع 2028", "قبل صيف 2029"],
    ["عن مقعد له ظهر", "عن مقعد"],
    ["> المقعد أصغر بناء عام في الدنيا.\n\n", ""],
    ["- نعدّها من جديد كل سنة ونقول ما وجدنا.", "- نعدّها من جديد."],
  ],
};

function textView(lang: string, source: string, digest: (words: string) => string): TextView {
  const bytes = new TextEncoder().encode(source);
  return { lang, bytes, sha256: digest(source), text: parseText(source), authentic: true, prevails: lang === "en" };
}

/** The part of a depositary that knows of versions. @param digest of words, in hexadecimal */
export function sampleVersions(
  terms: Manifest["terms"],
  initiators: Manifest["initiators"],
  demands: Manifest["demands"],
  digest: (words: string) => string,
): Versions {
  const views = (old: boolean) =>
    ["en", "ar"].map((lang) => {
      const changes = old ? (BEFORE[lang] ?? []) : [];
      return textView(
        lang,
        changes.reduce((words, [now, before]) => words.replace(now, before), texts[lang] ?? ""),
        digest,
      );
    });
  const first = views(true);
  const second = views(false);
  const manifest = (number: number, own: readonly TextView[]): Manifest => ({
    format: "undersigned/version@v1",
    statement: "benchbenchbench2",
    number,
    previous: number === 1 ? null : digest("first"),
    initiators,
    texts: own.map(({ lang, sha256, authentic, prevails }) => ({ lang, sha256, authentic, prevails })),
    demands: number === 1 ? demands.map((one) => ({ ...one, block: one.block - 1 })) : demands,
    terms: number === 1 ? { ...terms, minimumAge: 14 } : terms,
  });
  const compared = (number: number, openedAt: number, own: readonly TextView[]): ComparedVersion => ({
    number,
    openedAt,
    manifest: manifest(number, own),
    texts: new Map(own.map(({ lang, text }) => [lang, text])),
  });
  const version = (number: number, openedAt: number, own: readonly TextView[]): OldVersion => ({
    ...viewOf(number, digest(`version ${number}`), openedAt, own),
    initiators: initiators.map((one) => ({ ...one })),
    demands: manifest(number, own).demands.map(({ block, addressees }) => ({ block, addressees: [...addressees] })),
  });
  const all = [version(1, FIRST, first), version(2, SECOND, second)];
  return {
    list: async () =>
      all.map((one, at) => ({
        number: one.number,
        digest: one.digest,
        openedAt: one.openedAt ?? 0,
        signed: at === 0 ? 8 : 33,
      })),
    get: async (_, number) => all[number - 1] ?? null,
    text: async (_, number, lang) => (number === 1 ? first : second).find((text) => text.lang === lang) ?? null,
    changes: async (_, before, after, lang) =>
      before === 1 && after === 2
        ? compareVersions(compared(1, FIRST, first), compared(2, SECOND, second), lang)
        : null,
  };
}

function viewOf(number: number, digest: string, openedAt: number, own: readonly TextView[]): VersionView {
  return {
    number,
    digest,
    openedAt,
    texts: own.map(({ lang, sha256, text, authentic, prevails }) => {
      return { lang, sha256, blocks: text.blocks.length, authentic, prevails, title: plainText(text.title) };
    }),
  };
}
