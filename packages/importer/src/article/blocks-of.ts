import type { Extracted, ImportWarning } from "../extracted.ts";
import { findCovered } from "./covered.ts";
import type { Article } from "./find-article.ts";
import { wordsOf } from "./page-blocks.ts";

/** Share of a title's words that a heading must have, and the other way round. */
const SAME_TITLE = 0.8;
/** Disputed parts that are told one by one. */
const TOLD = 12;
/** Characters of a disputed part that are quoted. */
const QUOTED = 60;

/** For each extracted block, whether it belongs to the article: to its body, or as its title. Found by aligning words. */
export function blocksOf(article: Article, extracted: Extracted): boolean[] {
  const whole = wordsOfBlocks(extracted);
  const belongs = findCovered(
    whole,
    article.text.split("\n\n").map((text) => ({ words: wordsOf(text) })),
  );
  const title = wordsOf(article.title ?? "");
  const first = belongs.indexOf(true);
  const isTitle = ({ words }: { words: readonly string[] }) => {
    const same = words.filter((word) => title.includes(word)).length;
    return title.length > 0 && same >= SAME_TITLE * Math.max(words.length, title.length);
  };
  const at = whole.findLastIndex((block, index) => index < first && isTitle(block));
  if (at >= 0) belongs[at] = true;
  return belongs;
}

/** What a person must look at, since two readings of the page differ there: what, and where in the extracted text. */
export function warnOfDisputes(article: Article, extracted: Extracted): ImportWarning[] {
  const whole = wordsOfBlocks(extracted);
  const warnings = article.disputed.slice(0, TOLD).map(({ blocks, taken }) => {
    const covered = findCovered(whole, blocks);
    const start = extracted.blocks[covered.indexOf(true)]?.start;
    const end = extracted.blocks[covered.lastIndexOf(true)]?.end;
    const quoted = quote(blocks[0]?.text ?? "");
    const message = taken
      ? `Two ways of finding the article differ on what begins with “${quoted}”. It was taken for part of the article: leave it out if it is the publisher’s.`
      : `Two ways of finding the article differ on what begins with “${quoted}”. It was taken for the publisher’s: take it in if it belongs to the text.`;
    return { code: "article_disputed", message, ...(start === undefined || end === undefined ? {} : { start, end }) };
  });
  const more = article.disputed.length - TOLD;
  if (more <= 0) return warnings;
  const message = `There are ${more} more places where two ways of finding the article differ. Compare the whole page with what was taken.`;
  return [...warnings, { code: "article_disputed", message }];
}

function wordsOfBlocks({ text, blocks }: Extracted): { words: readonly string[] }[] {
  return blocks.map(({ start, end }) => ({ words: wordsOf(text.slice(start, end)) }));
}

function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  const letters = [...line];
  return letters.length <= QUOTED ? line : `${letters.slice(0, QUOTED).join("")}…`;
}
