import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plainCopy } from "../../../../tests/plain-copy.ts";
import { plainText } from "../statement/inline.ts";
import type { Text } from "../statement/text.ts";
import { parseText } from "../statement/text.ts";
import { compareCopy } from "./compare-copy.ts";
import type { CopyReport } from "./copy-report.ts";
import { foldCharacters } from "./foldings.ts";

const VERBATIM = ["identical", "faithful", "excerpt"];

const word = fc.constantFrom(
  ..."open the rooms not now a to we ask heat re-sign resign 1,000 it's “so” 开放 房间 été قاعة ใน ห้อง — less, more.".split(
    " ",
  ),
);
/** A line of dashes alone is no line of a statement. */
const line = fc
  .array(word, { minLength: 1, maxLength: 12 })
  .map((words) => words.join(" "))
  .filter((words) => /\p{L}/u.test(words));
const block = fc.tuple(fc.constantFrom("", "", "- ", "## "), line).map(([mark, words]) => `${mark}${words}`);
const text = fc
  .tuple(line, fc.array(block, { minLength: 1, maxLength: 9 }))
  .map(([title, blocks]) => {
    const parts = blocks.map((source, at) => {
      const inList = source.startsWith("- ") && blocks[at + 1]?.startsWith("- ") === true;
      return `${source}\n${inList || at + 1 === blocks.length ? "" : "\n"}`;
    });
    return `# ${title}\n\n${parts.join("")}`;
  })
  .filter((source) => {
    try {
      return parseText(source).blocks.length > 0;
    } catch {
      return false;
    }
  })
  .map(parseText);

function linesOf({ title, blocks }: Text): string[] {
  return [plainText(title), ...blocks.map((each) => `${each.kind === "item" ? "• " : ""}${plainText(each.inlines)}`)];
}

function compare(reference: Text, copy: string): CopyReport {
  return compareCopy({ text: reference, demands: [], names: null }, plainCopy(copy), null);
}

test("a text is identical with itself, in blocks and in lines, and faithful between other words", () => {
  fc.assert(
    fc.property(text, (reference) => {
      const lines = linesOf(reference);
      assert.equal(compare(reference, lines.join("\n\n")).verdict, "identical");
      assert.equal(compare(reference, `Zzz yyy\n\n${lines.join("\n\n")}\n\nXxx`).verdict, "faithful");
    }),
    { numRuns: 400 },
  );
});

const edit = fc.tuple(
  fc.nat(),
  fc.nat(),
  fc.constantFrom("drop", "double", "other", "letter", "sign", "join", "split"),
  word,
);

/** One thing changed, somewhere; null where nothing would be. */
function change(
  lines: readonly string[],
  [where, place, how, other]: [number, number, string, string],
): string[] | null {
  const at = where % lines.length;
  const words = (lines[at] ?? "").split(" ");
  const first = words[0] === "•" ? 1 : 0;
  const spot = first + (place % (words.length - first));
  const old = words[spot] ?? "";
  const now = {
    drop: [],
    double: [old, old],
    other: [other],
    letter: [`${old}\u0435`],
    sign: [`${old};`],
    join: [`${old}${words.splice(spot + 1, 1)[0] ?? ""}`],
    split: [old.slice(0, 1), old.slice(1)],
  }[how] ?? [old];
  words.splice(spot, 1, ...now);
  const made = words.filter((each) => each !== "").join(" ");
  if (made === "" || made === "•" || fold(made) === fold(lines[at] ?? "")) return null;
  return lines.map((each, index) => (index === at ? made : each));
}

function fold(words: string): string {
  return foldCharacters(words).text;
}

test("whatever is changed, added, moved or left out, it is never called word for word", () => {
  fc.assert(
    fc.property(text, fc.array(edit, { minLength: 1, maxLength: 3 }), (reference, edits) => {
      const lines = linesOf(reference);
      const changed = edits.reduce<string[]>((now, each) => change(now, each) ?? now, lines);
      fc.pre(fold(changed.join("\n")) !== fold(lines.join("\n")));
      fc.pre(new Set(lines.map((each) => each.replace("• ", ""))).size === lines.length);
      // Another title is a headline of the publisher: the body alone is then an excerpt.
      fc.pre(changed[0] === lines[0]);
      const report = compare(reference, changed.join("\n\n"));
      assert.ok(!VERBATIM.includes(report.verdict), `${report.verdict}: ${JSON.stringify(changed)}`);
      assert.notDeepEqual(report.changes, []);
    }),
    { numRuns: 1_500 },
  );
});

test("blocks that were moved, left out or put in are never called word for word, and are told", () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), line, (reference, from, to, other) => {
      const lines = linesOf(reference);
      // A line that says what another says may be either.
      fc.pre(new Set([...lines, other, `• ${other}`].map((each) => each.replace("• ", ""))).size === lines.length + 1);
      const at = 1 + (from % (lines.length - 1));
      const rest = lines.filter((_, index) => index !== at);
      const place = 1 + (to % rest.length);
      const moved = [...rest.slice(0, place), lines[at] ?? "", ...rest.slice(place)];
      const added = [...lines.slice(0, at), other, ...lines.slice(at)];
      for (const copy of [rest, moved, added]) {
        if (fold(copy.join("\n")) === fold(lines.join("\n"))) continue;
        const report = compare(reference, copy.join("\n\n"));
        assert.ok(!VERBATIM.includes(report.verdict), `${report.verdict}: ${JSON.stringify(copy)}`);
        assert.notDeepEqual(report.changes, []);
      }
    }),
    { numRuns: 800 },
  );
});

test("without what was added the rows are the reference, without what is missing the copy", () => {
  fc.assert(
    fc.property(text, text, fc.boolean(), (reference, other, isMixed) => {
      const lines = isMixed
        ? linesOf(other).flatMap((each, at) => [each, linesOf(reference)[at] ?? ""])
        : linesOf(other);
      const copy = lines.filter((each) => each !== "").join("\n\n");
      const { passages } = compare(reference, copy);
      const said = (gone: string) =>
        passages.map(({ runs }) => runs.flatMap(({ kind, text: words }) => (kind === gone ? [] : [words])).join(""));
      const blocks = [reference.title, ...reference.blocks.map(({ inlines }) => inlines)].map(plainText);
      const rows = said("added").filter((_, at) => passages[at]?.block !== undefined);
      const inOrder = passages.flatMap(({ block: number }) => (number === undefined ? [] : [number]));
      assert.deepEqual(
        [...inOrder].sort((a, b) => a - b),
        blocks.map((_, at) => at),
      );
      for (const [at, number] of inOrder.entries()) assert.equal(rows[at], blocks[number]);
      // A dash before an item is its marker.
      const bare = (words: string) => fold(words).replaceAll(/[\s•-]/g, "");
      assert.equal(bare(said("removed").join("")), bare(copy));
    }),
    { numRuns: 600 },
  );
});
