import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MalformedError } from "../errors.ts";
import { checkRepertoire, checkWords, classOf } from "./repertoire.ts";

function refusal(run: () => void): MalformedError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof MalformedError, `threw ${error}`);
    return error;
  }
  return assert.fail("nothing was refused");
}

function assertRefused(text: string, place: { line: number; column: number }, words: RegExp): void {
  const error = refusal(() => checkRepertoire(text));
  assert.equal(error.code, "text_refused", JSON.stringify(text));
  assert.deepEqual({ line: error.line, column: error.column }, place, JSON.stringify(text));
  assert.match(error.message, words);
}

test("words of many scripts are in the repertoire", () => {
  const samples = [
    "We, the undersigned — “all” of us… 1,000 €",
    "می‌خواهیم که خانه‌ها", // ZWNJ inside Persian words
    "ශ්‍රී ලංකා", // ZWJ after a Sinhala virama
    "സഹോദരന്‍ പറഞ്ഞു", // Malayalam: a joiner at the end of a word
    "ক্‌ষ র‍্য", // Bengali: non-joiner after a virama, joiner before one
    "ನ್‌ ಎಂದು",
    "नर‌क क्‍ष",
    "ᠨᠡᠷ᠎ᠡ ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠲᠤᠷ᠋", // Mongolian: vowel separator, narrow space, selector
    "Thiếu Việt Nam, Ðorđe, Ελλάδα, Україна, हिन्दी, ไทย, 한국어, 日本語、中文。𠮷",
    "٤٥٦ ﷺ ۝ \u0600",
    "שָׁלוֹם עֲלֵיכֶם",
    "x̌ᵃ̄ q̓", // marks that compose with nothing
    "👍 ✊🏽 ☮",
  ];
  for (const sample of samples) assert.doesNotThrow(() => checkRepertoire(sample.normalize("NFC")), sample);
});

test("what cannot be seen, or can change what is seen, is refused with its place", () => {
  assertRefused("ab\tc", { line: 1, column: 3 }, /U\+0009 is a tab/);
  assertRefused("a\r\nb", { line: 1, column: 2 }, /U\+000D is a carriage return/);
  assertRefused("a\nb\u0000", { line: 2, column: 2 }, /U\+0000 is a control/);
  assertRefused("don\u0092t", { line: 1, column: 4 }, /U\+0092 is a control/);
  assertRefused("\ufeffa", { line: 1, column: 1 }, /U\+FEFF is a byte order mark/);
  assertRefused("a\u00a0b", { line: 1, column: 2 }, /U\+00A0 is a no-break space: write an ordinary space/);
  assertRefused("a\u202fb", { line: 1, column: 2 }, /U\+202F is a narrow no-break space/);
  assertRefused("日本\u3000語", { line: 1, column: 3 }, /U\+3000 is an ideographic space/);
  assertRefused("un\u00adsigned", { line: 1, column: 3 }, /U\+00AD is a soft hyphen/);
  assertRefused("😀\u200bb", { line: 1, column: 2 }, /U\+200B is a zero width space/);
  assertRefused("a\u202eb", { line: 1, column: 2 }, /U\+202E is a direction override/);
  assertRefused("a\u2066b", { line: 1, column: 2 }, /U\+2066 is an invisible direction control/);
  assertRefused("\u200fشكرا", { line: 1, column: 1 }, /U\+200F is an invisible direction mark/);
  assertRefused("❤\ufe0f", { line: 1, column: 2 }, /U\+FE0F is an invisible variation selector/);
  assertRefused("a\u{e0041}", { line: 1, column: 2 }, /U\+E0041 is an invisible tag/);
  assertRefused("a\u3164b", { line: 1, column: 2 }, /U\+3164 is an invisible Hangul filler/);
  assertRefused("a\u2800b", { line: 1, column: 2 }, /U\+2800 is a blank Braille cell/);
  assertRefused("a\ufffdb", { line: 1, column: 2 }, /U\+FFFD is the sign that a character was lost/);
  assertRefused("a\ue000", { line: 1, column: 2 }, /U\+E000 is a private-use character/);
  assertRefused("a\u{10fffd}", { line: 1, column: 2 }, /U\+10FFFD is a private-use character/);
  assertRefused("a\u0378", { line: 1, column: 2 }, /U\+0378 is a code point that Unicode 15\.1 does not assign/);
  assertRefused("a\u20c1", { line: 1, column: 2 }, /U\+20C1 is a code point that Unicode 15\.1 does not assign/);
  assertRefused("a\uffff", { line: 1, column: 2 }, /U\+FFFF/);
  assertRefused("a\ud800b", { line: 1, column: 2 }, /U\+D800 is half of a surrogate pair/);
  assertRefused("a\udc00b", { line: 1, column: 2 }, /U\+DC00 is half of a surrogate pair/);
});

test("joiners stand only where they shape letters", () => {
  for (const joiner of ["\u200c", "\u200d"]) {
    assertRefused(`un${joiner}signed`, { line: 1, column: 3 }, /keep it only between letters that it shapes/);
    assertRefused(`می${joiner} خواهیم`, { line: 1, column: 3 }, /keep it only/);
    assertRefused(`${joiner}می`, { line: 1, column: 1 }, /keep it only/);
    assertRefused(`می${joiner}`, { line: 1, column: 3 }, /keep it only/);
    assertRefused(`می${joiner}${joiner}خواهیم`, { line: 1, column: 3 }, /keep it only/);
    assertRefused(`人${joiner}權`, { line: 1, column: 2 }, /keep it only/);
    assertRefused(`👩${joiner}🚀`, { line: 1, column: 2 }, /keep it only/);
  }
  assertRefused("ab\u180b", { line: 1, column: 3 }, /keep it only within a Mongolian word/);
  assertRefused("ᠨ\u180e ᠡ", { line: 1, column: 2 }, /keep it only within a Mongolian word/);
  assertRefused("ᠨ\u202f", { line: 1, column: 2 }, /narrow no-break space/);
});

test("a combining mark stands on a letter or sign, never on Markdown or nothing", () => {
  assertRefused("\u0301a", { line: 1, column: 1 }, /U\+0301 is a combining mark with no letter before it/);
  assertRefused("a \u0301", { line: 1, column: 3 }, /combining mark/);
  assertRefused("a\n\u0301", { line: 2, column: 1 }, /combining mark/);
  assertRefused("*\u0301", { line: 1, column: 2 }, /combining mark/);
  assertRefused("[x\\]\u0301", { line: 1, column: 5 }, /combining mark/);
});

test("only NFC is accepted, and the refusal says what to write", () => {
  assertRefused("cafe\u0301", { line: 1, column: 4 }, /U\+0065 is not in the composed form \(NFC\).*U\+00E9/);
  assertRefused("a\nx 5 \u212b", { line: 2, column: 5 }, /U\+212B.*U\+00C5/);
  assertRefused("q\u0307\u0323", { line: 1, column: 2 }, /U\+0307.*U\+0323/);
  assertRefused("각".normalize("NFD"), { line: 1, column: 1 }, /U\+1100.*U\+AC01/);
  assertRefused("\u{2f800}", { line: 1, column: 1 }, /U\+2F800.*U\+4E3D/);
});

test("the table agrees with the engine on every code point that it holds, and has not changed", () => {
  const expected: Record<string, RegExp> = {
    L: /^\p{L}$/u,
    J: /^\p{L}$/u,
    M: /^\p{M}$/u,
    V: /^\p{M}$/u,
    N: /^[\p{N}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]$/u,
    P: /^[\p{P}$+<=>^`|~]$/u,
    S: /^\p{S}$/u,
    B: /^ $/,
    C: /^(?:[\u180b-\u180f\u202f]|\u200c|\u200d)$/u,
  };
  const counts: Record<string, number> = {};
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    const name = classOf(codePoint);
    counts[name] = (counts[name] ?? 0) + 1;
    const pattern = expected[name];
    const character = String.fromCodePoint(codePoint);
    if (pattern !== undefined && !pattern.test(character)) assert.fail(`U+${codePoint.toString(16)} is no ${name}`);
    if (name !== "X" && name !== "C") assert.doesNotMatch(character, /\p{Default_Ignorable_Code_Point}/u);
  }
  // Whoever regenerates the table sees here that it changed: it may not, for a text that was signed.
  assert.deepEqual(counts, { X: 964740, B: 1, P: 851, L: 117148, S: 7762, N: 1844, M: 2121, J: 19572, V: 65, C: 8 });
});

test("the list in the specification is the table", () => {
  const list = readFileSync(new URL("../../../../spec/repertoire.txt", import.meta.url), "utf8");
  const listed = new Map<number, string>();
  for (const [, first = "", last = first, name = ""] of list.matchAll(/^([0-9A-F]+)(?:\.\.([0-9A-F]+))? ([A-Z])$/gm)) {
    for (let codePoint = Number.parseInt(first, 16); codePoint <= Number.parseInt(last, 16); codePoint++) {
      assert.ok(!listed.has(codePoint), `U+${codePoint.toString(16)} is listed twice`);
      listed.set(codePoint, name);
    }
  }
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    if ((listed.get(codePoint) ?? "X") !== classOf(codePoint)) assert.fail(`U+${codePoint.toString(16)} differs`);
  }
});

test("names and other words of one line", () => {
  assert.doesNotThrow(() => checkWords("Bündnis für Recht e. V.", 200, "name"));
  assert.doesNotThrow(() => checkWords("𠮷".repeat(200), 200, "name"));
  const cases: readonly (readonly [words: string, code: string, message: RegExp])[] = [
    ["", "malformed", /^name is empty/],
    ["x".repeat(201), "too_large", /^name is longer than 200 characters/],
    ["𠮷".repeat(201), "too_large", /^name is longer/],
    [" x", "text_refused", /^name holds a space too many/],
    ["x ", "text_refused", /^name holds a space too many/],
    ["x  y", "text_refused", /^name holds a space too many/],
    ["x\ny", "text_refused", /^name holds a line end/],
    ["x\u202ey", "text_refused", /^name: column 2: U\+202E/],
  ];
  for (const [words, code, message] of cases) {
    const error = refusal(() => checkWords(words, 200, "name"));
    assert.equal(error.code, code, JSON.stringify(words.slice(0, 10)));
    assert.match(error.message, message);
  }
});
