import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { parseText } from "@undersigned/core/statement/text.ts";
import { labelSource } from "../label.ts";
import type { Labelled } from "../labelled.ts";
import { claimsOf } from "./claims.ts";
import type { Letter } from "./corpus.ts";
import { compareRoles, readLetters } from "./corpus.ts";
import { RULES } from "./rules.ts";
import { statementOf } from "./statement.ts";

const FOLDER = path.join(import.meta.dirname, "../../fixtures/letters");

/** Of lines alike in one letter (its hundred names) so many count. */
const ALIKE = 5;

type Row = { right: number; all: number; given: number };

function measure(set: string) {
  const roles = new Map<string, Row>();
  const rules = new Map<string, Row>();
  const [lines, heads]: [Row, Row] = [
    { right: 0, all: 0, given: 0 },
    { right: 0, all: 0, given: 0 },
  ];
  const wrong: string[] = [];
  const row = (rows: Map<string, Row>, key: string) => {
    const found = rows.get(key) ?? { right: 0, all: 0, given: 0 };
    rows.set(key, found);
    return found;
  };
  for (const [name, letter] of readLetters(readFileSync(path.join(FOLDER, `${set}.txt`), "utf8"))) {
    const labelled = labelSource(letter.extracted, letter.article);
    const seen = new Map<string, number>();
    for (const line of compareRoles(letter, labelled)) {
      const key = `${line.expected} ${line.got}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      if ((seen.get(key) ?? 0) > ALIKE) continue;
      const right = line.expected === line.got ? 1 : 0;
      for (const each of [lines, row(roles, line.expected), row(rules, line.rule)]) {
        each.all++;
        each.right += right;
      }
      row(roles, line.got ?? "none").given++;
      if (right === 0)
        wrong.push(`${name}: ${line.expected} was ${line.got} by ${line.rule}: ${line.text.slice(0, 50)}`);
    }
    const missed = checkHead(letter, labelled);
    heads.all += [...letter.head.keys()].filter((key) => key in HEAD).length;
    heads.right -= missed.length;
    wrong.push(...missed.map((what) => `${name}: ${what}`));
  }
  heads.right += heads.all;
  return { roles, rules, lines, heads, wrong };
}

const HEAD: { readonly [key: string]: (labelled: Labelled) => unknown } = {
  lang: ({ lang }) => lang,
  title: ({ title }) => title,
  names: ({ signatories }) => signatories.length,
  demands: ({ demands }) => demands.length,
  complete: ({ signatoriesComplete }) => signatoriesComplete,
  claimed: (labelled) => claimsOf(labelled).claimed?.count,
};

function checkHead({ head }: Letter, labelled: Labelled): string[] {
  return [...head].flatMap(([key, value]) => {
    const got = HEAD[key]?.(labelled);
    return HEAD[key] === undefined || String(got) === value ? [] : [`${key} should be ${value} and is ${got}`];
  });
}

for (const [set, floors] of [
  ["tuned", { lines: 0.985, heads: 0.98 }],
  ["unseen", { lines: 0.95, heads: 0.9 }],
] as const) {
  test(`the accuracy of labels on the ${set} letters does not fall`, (t) => {
    const { roles, lines, heads, wrong } = measure(set);
    t.diagnostic(`${set}: ${lines.right} of ${lines.all} lines, ${heads.right} of ${heads.all} of what heads say`);
    for (const [role, { right, all, given }] of [...roles].sort()) {
      t.diagnostic(`${role.padEnd(18)} found ${right} of ${all}, right ${right} of ${given}`);
    }
    assert.ok(lines.right / lines.all >= floors.lines, `${lines.right} of ${lines.all} lines\n${wrong.join("\n")}`);
    assert.ok(heads.right / heads.all >= floors.heads, `${heads.right} of ${heads.all}\n${wrong.join("\n")}`);
  });
}

test("the statement of every letter of the corpus is a text, in its one canonical form", () => {
  for (const set of ["tuned", "unseen"]) {
    for (const [name, { extracted, article }] of readLetters(readFileSync(path.join(FOLDER, `${set}.txt`), "utf8"))) {
      const { markdown, demands } = statementOf(labelSource(extracted, article), extracted);
      const { blocks } = parseText(markdown);
      assert.ok(
        demands.every(({ block }) => block >= 1 && block <= blocks.length),
        name,
      );
    }
  }
});

test("spans of labels are in order, within the text, and hold their words", () => {
  for (const [name, { extracted, article }] of readLetters(readFileSync(path.join(FOLDER, "tuned.txt"), "utf8"))) {
    const labelled = labelSource(extracted, article);
    let last = 0;
    for (const { start, end, text, rule, confidence } of labelled.blocks) {
      assert.ok(start >= last && end > start && text === extracted.text.slice(start, end), `${name}: ${text}`);
      assert.ok(rule in RULES && confidence > 0 && confidence <= 1, rule);
      last = end;
    }
    for (const claim of claimsOf(labelled).signatories) {
      assert.equal(extracted.text.slice(claim.start, claim.end).replaceAll(/\s+/g, " "), claim.name, name);
    }
  }
});
