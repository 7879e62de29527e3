/**
 * Writes the code points that a text may hold, pinned to Unicode 15.1: packages/core/src/statement/repertoire-table.ts
 * for the program, spec/repertoire.txt for everybody else.
 * Run it with the pinned Node: `node tools/generate-repertoire.ts`, or with `--check` to compare without writing.
 *
 * The properties are read from the runtime's regular expressions, so the runtime must have exactly Unicode 17.0; what
 * was assigned after 15.1 is then taken out by the list below. No general category, script or default-ignorable
 * property of a remaining code point changed between 15.1 and 17.0 (compared against the data of 15.1 itself).
 * Why not 17.0: every normaliser since 15.1 gives the same NFC for these code points, so verdicts agree everywhere.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RUNTIME_UNICODE = "17.0";
const TABLE = fileURLToPath(new URL("../packages/core/src/statement/repertoire-table.ts", import.meta.url));
const RANGES = fileURLToPath(new URL("../spec/repertoire.txt", import.meta.url));

/** Assigned in Unicode 16.0 or 17.0 (DerivedAge.txt of the Unicode Character Database), hexadecimal, inclusive. */
const ASSIGNED_LATER = `
88f 897 c5c cdc 1acf-1add 1ae0-1aeb 1b4e-1b4f 1b7f 1c89-1c8a 20c1 2427-2429 2b96 31e4-31e5 a7cb-a7cf a7d2 a7d4 a7da-a7dc
a7f1 fbc3-fbd2 fd90-fd91 fdc8-fdce 105c0-105f3 10940-10959 10d40-10d65 10d69-10d85 10d8e-10d8f 10ec2-10ec7 10ed0-10ed8
10efa-10efc 11380-11389 1138b 1138e 11390-113b5 113b7-113c0 113c2 113c5 113c7-113ca 113cc-113d5 113d7-113d8 113e1-113e2
116d0-116e3 11b60-11b67 11bc0-11be1 11bf0-11bf9 11db0-11ddb 11de0-11de9 11f5a 13460-143fa 16100-16139 16d40-16d79
16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18cff 18d09-18d1e 18d80-18df2 1cc00-1ccfc 1cd00-1ceb3 1ceba-1ced0
1cee0-1cef0 1e5d0-1e5fa 1e5ff 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 1f6d8 1f777-1f77a 1f8b2-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8
1fa54-1fa57 1fa89-1fa8a 1fa8e-1fa8f 1fabe 1fac6 1fac8 1facd 1fadc 1fadf 1fae9-1faea 1faef 1fbcb-1fbef 1fbfa 2b73a-2b73f
2cea2-2cead 323b0-33479`;

/** Assigned and not ignorable by property, yet drawn as nothing or as a stand-in for something lost. */
const BLANK = new Set([0x2800, 0xfffc, 0xfffd, 0x13441, 0x13442, 0x16fe4, 0x1d159]);

/** ZWNJ, ZWJ, and what Mongolian needs inside a word: variation selectors, vowel separator, narrow no-break space. */
const IN_CONTEXT = new Set([0x200c, 0x200d, 0x180b, 0x180c, 0x180d, 0x180e, 0x180f, 0x202f]);

/** Scripts whose letters ZWNJ and ZWJ never shape; TATWEEL is Common by script and yet joins. */
const NOT_SHAPED = [
  "Latin",
  "Greek",
  "Cyrillic",
  "Armenian",
  "Georgian",
  "Hebrew",
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
]
  .concat(["Bopomofo", "Yi", "Ethiopic", "Cherokee", "Canadian_Aboriginal", "Common"])
  .map((script) => `\\p{Script=${script}}`)
  .join("");
const SHAPED_BY_JOINERS = new RegExp(`[^${NOT_SHAPED}]|\u0640`, "u");

function laterRanges(): [number, number][] {
  return ASSIGNED_LATER.trim()
    .split(/\s+/)
    .map((range) => {
      const [first, last] = range.split("-");
      return [Number.parseInt(first ?? "", 16), Number.parseInt(last ?? first ?? "", 16)];
    });
}

/**
 * Canonical combining class 9 is what Unicode calls a virama. The runtime does not tell the class, but normalisation
 * puts marks in the order of their classes and never swaps equals: X is of class 9 when it moves before U+0301
 * (class 230) and does not change places with U+094D (class 9) from either side.
 */
function isVirama(character: string): boolean {
  const stays = (text: string): boolean => text.normalize("NFD") === text;
  return !stays(`\u0301${character}`) && stays(`\u094d${character}`) && stays(`${character}\u094d`);
}

/** One capital letter a class; the meaning of each is in repertoire.ts and in spec/text.md. */
function classify(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  if (codePoint === 0x20) return "B";
  if (IN_CONTEXT.has(codePoint)) return "C";
  if (BLANK.has(codePoint) || /\p{Default_Ignorable_Code_Point}/u.test(character)) return "X";
  if (/\p{M}/u.test(character)) return isVirama(character) ? "V" : "M";
  if (/\p{L}/u.test(character)) return SHAPED_BY_JOINERS.test(character) ? "J" : "L";
  if (/[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u.test(character)) return "N";
  if (/\p{N}/u.test(character)) return "N";
  if (/\p{P}/u.test(character) || /[!-/:-@[-`{-~]/.test(character)) return "P";
  if (/\p{S}/u.test(character)) return "S";
  return "X";
}

type Run = { readonly name: string; readonly first: number; readonly last: number };

/** Runs of code points of one class, from U+0000 upward, without the refused ones at the end. */
function makeRuns(): Run[] {
  const later = laterRanges();
  const runs: { name: string; first: number; last: number }[] = [];
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    const absent = later.some(([first, last]) => codePoint >= first && codePoint <= last);
    const name = absent || (codePoint >= 0xd800 && codePoint <= 0xdfff) ? "X" : classify(codePoint);
    const run = runs.at(-1);
    if (run?.name === name) run.last = codePoint;
    else runs.push({ name, first: codePoint, last: codePoint });
  }
  return runs.at(-1)?.name === "X" ? runs.slice(0, -1) : runs;
}

function formatTable(runs: readonly Run[]): string {
  const compact = runs.map(({ name, first, last }) => name + (last - first + 1).toString(36)).join("");
  const lines = compact.match(/.{1,112}/g) ?? [];
  return `// Written by tools/generate-repertoire.ts: change that, not this.

/** The Unicode version whose assigned code points the table holds. */
export const REPERTOIRE_UNICODE = "15.1";

/**
 * Runs of code points from U+0000 upward: a capital letter for the class, then the length of the run in base 36. What
 * lies beyond the last run is refused. Classes: see repertoire.ts.
 */
export const REPERTOIRE_RUNS = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`;
}

/** The same for readers that are not this program: spec/text.md, "Repertoire". */
function formatRanges(runs: readonly Run[]): string {
  const hex = (codePoint: number) => codePoint.toString(16).toUpperCase().padStart(4, "0");
  const lines = runs
    .filter(({ name }) => name !== "X")
    .map(({ name, first, last }) => `${hex(first)}${last > first ? `..${hex(last)}` : ""} ${name}`);
  return `# Repertoire of texts: code points of Unicode 15.1 with their class, as text.md uses it. Any other is refused.
# Written by tools/generate-repertoire.ts.
${lines.join("\n")}
`;
}

function main(): void {
  if (process.versions.unicode !== RUNTIME_UNICODE) {
    throw new Error(`this needs a runtime with Unicode ${RUNTIME_UNICODE}, not ${process.versions.unicode}`);
  }
  const runs = makeRuns();
  for (const [target, made] of [[TABLE, formatTable(runs)] as const, [RANGES, formatRanges(runs)] as const]) {
    if (!process.argv.includes("--check")) writeFileSync(target, made);
    else if (readFileSync(target, "utf8") !== made) throw new Error(`${target} is not what this generator writes`);
  }
}

main();
