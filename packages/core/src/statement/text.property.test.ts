import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCommonMark, withoutPlaces } from "../../../../tests/commonmark.ts";
import { UndersignedError } from "../errors.ts";
import type { Block } from "./block.ts";
import type { Inline } from "./inline.ts";
import { plainText } from "./inline.ts";
import type { Text } from "./text.ts";
import { formatText, parseText } from "./text.ts";

/** Words of many scripts, and signs that mean something to Markdown somewhere. */
const LETTERS = ["we", "Wir", "naïve", "حقوق", "می‌خواهیم", "人權", "ක්‍රියා", "люди", "9", "1", "c"];
const SIGNS = [..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~…«»“”—。、（）€→©😀"];
const word = fc.constantFrom(...LETTERS);
const piece = fc.constantFrom(
  ...LETTERS,
  ...SIGNS,
  "&amp;",
  "&#38;",
  "1.",
  "2)",
  "---",
  "##",
  "=",
  "~~~",
  "![",
  "](",
  "<b>",
);

/** Pieces with and without single spaces between them, never a space at an end. */
const words = fc.array(fc.tuple(piece, fc.boolean()), { minLength: 1, maxLength: 8 }).map((pieces) =>
  pieces
    .map(([text, space]) => text + (space ? " " : ""))
    .join("")
    .trim(),
);

/** Words that begin and end with a letter or digit: emphasis around them needs nothing outside. */
const bounded = fc.tuple(word, fc.option(words, { nil: null }), word).map(([first, middle, last]) => {
  return middle === null ? first : `${first} ${middle} ${last}`;
});

const text = (value: string): Inline => ({ kind: "text", text: value });
const href = fc.constantFrom(
  "https://example.org",
  "https://example.org:8443/a/b?c=d&e=f#g_*~!",
  "https://xn--bcher-kva.example/%D8%A7",
  "mailto:office@example.org",
);

function spanOf(kinds: readonly ("emphasis" | "strong" | "link")[]): fc.Arbitrary<Inline> {
  return fc.constantFrom(...kinds).chain((kind): fc.Arbitrary<Inline> => {
    const rest = kinds.filter((other) => other !== kind);
    const children = rest.length === 0 ? bounded.map((value) => [text(value)]) : childrenOf(rest);
    if (kind !== "link") return children.map((inlines) => ({ kind, children: inlines }));
    return fc.tuple(href, children).map(([to, inlines]) => ({ kind, href: to, children: inlines }));
  });
}

function childrenOf(rest: readonly ("emphasis" | "strong" | "link")[]): fc.Arbitrary<Inline[]> {
  const plain = bounded.map((value) => [text(value)]);
  const nested = fc.tuple(bounded, spanOf(rest), bounded).map(([before, span, after]) => {
    return [text(`${before} `), span, text(` ${after}`)];
  });
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: nested });
}

function lineOf(kinds: readonly ("emphasis" | "strong" | "link")[]): fc.Arbitrary<Inline[]> {
  const rest = fc.array(fc.tuple(spanOf(kinds), words), { maxLength: 2 });
  return fc.tuple(words, rest, fc.boolean()).map(([first, pairs, open]) => {
    const out: Inline[] = [];
    const put = (value: string): void => {
      const last = out.at(-1);
      if (last?.kind === "text") out[out.length - 1] = text(last.text + value);
      else out.push(text(value));
    };
    put(first);
    for (const [span, after] of pairs) {
      put(" ");
      out.push(span);
      put(` ${after}`);
    }
    // A line may begin with a span as well as with words.
    const [head, span] = out;
    if (open && span !== undefined && head?.kind === "text") out.shift();
    return out;
  });
}

type Draft =
  | { kind: "heading"; level: 2 | 3; inlines: Inline[] }
  | { kind: "paragraph" | "quotation"; inlines: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] };

const line = lineOf(["emphasis", "strong", "link"]);
const draft: fc.Arbitrary<Draft> = fc.oneof(
  fc.tuple(fc.constantFrom(2, 3), line).map(([level, inlines]) => ({ kind: "heading", level, inlines }) as const),
  fc.tuple(fc.constantFrom("paragraph", "quotation"), line).map(([kind, inlines]) => ({ kind, inlines }) as const),
  fc
    .tuple(fc.boolean(), fc.constantFrom(1, 2, 9, 99, 999_999_997), fc.array(line, { minLength: 1, maxLength: 3 }))
    .map(([ordered, start, items]) => ({ kind: "list", ordered, start, items }) as const),
);

/** Numbers, groups and lines as parseText gives them; a list that would join the one before becomes paragraphs. */
function assemble(title: Inline[], drafts: readonly Draft[]): Text {
  const blocks: Block[] = [];
  let at = 1;
  let group = 0;
  for (const made of drafts) {
    const place = (inlines: Inline[]) => ({ number: blocks.length + 1, line: at, inlines });
    at++;
    if (made.kind !== "list") {
      at++;
      blocks.push({ ...place(made.inlines), ...made });
      continue;
    }
    const previous = blocks.at(-1);
    const joins = previous?.kind === "item" && previous.list.ordered === made.ordered;
    if (!joins) group++;
    for (const inlines of made.items) {
      at++;
      if (joins) {
        blocks.push({ ...place(inlines), kind: "paragraph" });
        at++;
      } else {
        const list = made.ordered
          ? ({ ordered: true, group, start: made.start } as const)
          : ({ ordered: false, group } as const);
        blocks.push({ ...place(inlines), kind: "item", list });
      }
    }
    if (joins) at--;
  }
  return { title, blocks };
}

const texts = fc
  .tuple(lineOf(["emphasis", "strong"]), fc.array(draft, { minLength: 1, maxLength: 5 }))
  .map(([title, drafts]) => {
    return assemble(title, drafts);
  });

test("what is formatted parses to the same text", () => {
  fc.assert(
    fc.property(texts, (made) => {
      const written = formatText(made);
      // An item of nothing but these would be taken for the line under a table's head, and is refused.
      fc.pre(!written.split("\n").some((one) => one.includes("|") && /^[|: -]+$/.test(one)));
      const parsed = parseText(written);
      assert.deepEqual(withoutPlaces(parsed), withoutPlaces(made));
      assert.deepEqual(
        parsed.blocks.map((block) => block.number),
        made.blocks.map((block) => block.number),
      );
      assert.equal(formatText(parsed), formatText(made));
    }),
    { numRuns: 1500 },
  );
});

test("CommonMark reads the same text in what is formatted", () => {
  fc.assert(
    fc.property(texts, (made) => {
      assert.deepEqual(readCommonMark(formatText(made)), withoutPlaces(made));
    }),
    { numRuns: 700 },
  );
});

/** Anything that looks like Markdown, mostly refused. */
const marks = fc.constantFrom(
  ..."*_[]()`<>~#-+!\\&;|. \n",
  "**",
  "***",
  "\n\n",
  "a",
  "b",
  "é",
  "字",
  "。",
  "€",
  "](https://x.org)",
  "- ",
  "1. ",
);
const soup = fc.array(marks, { minLength: 1, maxLength: 14 }).map((parts) => `# t\n\n${parts.join("")}\n`);

test("whatever is accepted formats to the same bytes, and CommonMark reads the same in it", () => {
  let accepted = 0;
  fc.assert(
    fc.property(soup, (source) => {
      const parsed = parseOrNull(source);
      if (parsed === null) return;
      accepted++;
      assert.equal(formatText(parsed), source);
      assert.deepEqual(readCommonMark(source), withoutPlaces(parsed));
      assert.ok(parsed.blocks.every((block) => plainText(block.inlines) !== ""));
    }),
    { numRuns: 20_000 },
  );
  assert.ok(accepted > 400, `only ${accepted} texts were accepted: too few to say anything`);
});

/** Emphasis alone, where CommonMark's rules are the hardest: runs of asterisks between short words. */
const run = fc.constantFrom("*", "*", "**", "**", "***");
const around = fc.constantFrom("a", "a ", " a", " a ", "字", "“a”", ".", "€", " [a", "a](https://x.org) ");
const stars = fc.tuple(
  fc.constantFrom("", "a", "“"),
  fc.array(fc.tuple(run, around), { minLength: 2, maxLength: 5 }),
  fc.constantFrom("", "*", "**"),
);

test("emphasis is what CommonMark says it is, wherever we accept it", () => {
  let accepted = 0;
  fc.assert(
    fc.property(stars, (parts) => {
      const source = `# t\n\n${parts.flat(2).join("")}\n`;
      const parsed = parseOrNull(source);
      if (parsed === null) return;
      if (/\*/.test(source)) accepted++;
      assert.deepEqual(readCommonMark(source), withoutPlaces(parsed));
    }),
    { numRuns: 30_000 },
  );
  assert.ok(accepted > 200, `only ${accepted} texts with emphasis were accepted: too few to say anything`);
});

function parseOrNull(source: string): Text | null {
  try {
    return parseText(source);
  } catch (error) {
    assert.ok(error instanceof UndersignedError, `threw ${error}, which is no error of ours`);
    return null;
  }
}
