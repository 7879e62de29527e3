import { eld } from "eld/small";
import type { Extracted, ImportWarning } from "../extracted.ts";
import { cueLanguages, cuesFor } from "./cues.ts";
import { countCues } from "./phrase.ts";

/** So much of a text is enough to know its language, in UTF-16 units. */
const SAMPLE = 6000;
/** Fewer letters than these tell no language for sure. */
const ENOUGH = 60;

const LATIN_SERBIAN = new Set(["sr", "hr", "bs", "sl", "cnr"]);

/**
 * The language of a text as BCP 47: as it says itself where its script plausibly fits, else by script and words. Null, with a
 * warning, where there are too few words.
 */
export function findLanguage(extracted: Extracted): { lang: string | null; warnings: ImportWarning[] } {
  const sample = sampleOf(extracted);
  const script = mainScript(sample);
  const declared = tidyTag(extracted.lang);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const found = letters < ENOUGH && script !== "Hani" ? null : detect(sample, script);
  if (declared !== null && fits(declared, script, found))
    return { lang: withScript(declared, script, sample), warnings: [] };
  if (found === null || letters < (script === "Hani" ? 8 : ENOUGH)) {
    const message = "There are too few words to know the language: say which it is.";
    return { lang: null, warnings: [{ code: "language_unknown", message }] };
  }
  const message = `The file says that its language is ${declared}, and its words look like ${found}: say which it is.`;
  return { lang: found, warnings: declared === null ? [] : [{ code: "language_differs", message }] };
}

/** From the middle, where the letter is; blocks of navigation and the like are left out. */
function sampleOf(extracted: Extracted): string {
  const parts: string[] = [];
  let length = 0;
  const blocks = extracted.blocks.filter((block) => block.region === undefined);
  for (const block of blocks.length > 0 ? blocks : extracted.blocks) {
    const words = extracted.text.slice(block.start, Math.min(block.end, block.start + SAMPLE));
    parts.push(words);
    length += words.length;
    if (length > SAMPLE) break;
  }
  return parts.join("\n").slice(0, SAMPLE).toWellFormed();
}

/** ISO 15924 code of the script of most letters. */
function mainScript(sample: string): string | null {
  const counts = SCRIPTS.map(([code, pattern]) => [code, sample.match(pattern)?.length ?? 0] as const);
  const [best] = counts.sort((a, b) => b[1] - a[1]);
  return best === undefined || best[1] === 0 ? null : best[0];
}

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ["Latn", /\p{Script=Latin}/gu],
  ["Cyrl", /\p{Script=Cyrillic}/gu],
  ["Arab", /\p{Script=Arabic}/gu],
  ["Hani", /\p{Script=Han}/gu],
  ["Kana", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["Hang", /\p{Script=Hangul}/gu],
  ["Grek", /\p{Script=Greek}/gu],
  ["Hebr", /\p{Script=Hebrew}/gu],
  ["Deva", /\p{Script=Devanagari}/gu],
  ["Thai", /\p{Script=Thai}/gu],
  ["Geor", /\p{Script=Georgian}/gu],
  ["Armn", /\p{Script=Armenian}/gu],
];

const TAG = /^([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\p{Nd}{3}))?/iu;

/** The tag in the case of RFC 5646, without extensions; null where it is no tag. */
function tidyTag(tag: string | null): string | null {
  const [, language, script, region] = TAG.exec(tag?.trim().replaceAll("_", "-") ?? "") ?? [];
  if (language === undefined || language.toLowerCase() === "und") return null;
  const name = script === undefined ? "" : `-${script.charAt(0).toUpperCase()}${script.slice(1).toLowerCase()}`;
  return `${language.toLowerCase()}${name}${region === undefined ? "" : `-${region.toUpperCase()}`}`;
}

function detect(sample: string, script: string | null): string | null {
  if (script === "Hani" && !/[\p{Script=Hiragana}\p{Script=Katakana}]{2}/u.test(sample)) return chinese(sample);
  const { language } = eld.detect(sample);
  if (language === "") return null;
  if (script === "Cyrl" && (language === "sr" || language === "mk") && /[ђћ]/i.test(sample)) return "sr-Cyrl";
  if (language === "sr") return script === "Latn" ? "sr-Latn" : "sr-Cyrl";
  if (script === "Latn" && LATIN_SERBIAN.has(language)) return tellApart(sample, language);
  return language;
}

/** Words that only Serbian writes so (ekavian), counted in the cues: `deca`, where Croatian and Bosnian have `djeca`. */
function tellApart(sample: string, language: string): string {
  const serbian = countCues(cuesFor("sr-Latn"), "tells", sample);
  const ijekavian = sample.match(/\p{L}*(?:ije|dje|tje|vje|mje)\p{L}*/giu)?.length ?? 0;
  return serbian > ijekavian ? "sr-Latn" : language;
}

/** Characters of everyday words that were simplified, and what they were. */
const SIMPLIFIED = /[这们对为国际个会来时说应发开关与众权请组织员学实现产业东书车长门问见过还进动务]/g;
const TRADITIONAL = /[這們對為國際個會來時說應發開關與眾權請組織員學實現產業東書車長門問見過還進動務]/g;

function chinese(sample: string): string {
  const simplified = sample.match(SIMPLIFIED)?.length ?? 0;
  const traditional = sample.match(TRADITIONAL)?.length ?? 0;
  if (simplified === traditional) return "zh";
  return simplified > traditional ? "zh-Hans" : "zh-Hant";
}

/** Languages that share a script with most others but whose name says which scripts they may have. */
const WRITTEN_IN: { readonly [language: string]: readonly string[] } = {
  ru: ["Cyrl"],
  uk: ["Cyrl"],
  be: ["Cyrl"],
  bg: ["Cyrl"],
  mk: ["Cyrl"],
  ar: ["Arab"],
  fa: ["Arab"],
  ur: ["Arab"],
  zh: ["Hani"],
  ja: ["Hani", "Kana"],
  ko: ["Hang", "Hani"],
  el: ["Grek"],
  he: ["Hebr"],
  sr: ["Cyrl", "Latn"],
};

/** Declared wrongly is most often `en`, the default of a template: words that are surely another language's win. */
function fits(declared: string, script: string | null, found: string | null): boolean {
  const language = declared.split("-")[0] ?? "";
  const scripts = WRITTEN_IN[language];
  if (script !== null && scripts !== undefined && !scripts.includes(script)) return false;
  if (script !== null && scripts === undefined && cueLanguages().includes(language) && script !== "Latn") return false;
  const other = found?.split("-")[0];
  if (other === undefined || other === language) return true;
  const close = (tag: string) => LATIN_SERBIAN.has(tag) && tag !== "sl";
  return (close(other) && close(language)) || !cueLanguages().some((tag) => tag.split("-")[0] === other);
}

function withScript(declared: string, script: string | null, sample: string): string {
  if (declared === "sr") return script === "Latn" ? "sr-Latn" : "sr-Cyrl";
  return declared === "zh" ? chinese(sample) : declared;
}
