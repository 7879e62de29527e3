import assert from "node:assert/strict";
import { test } from "node:test";
import { plainCopy } from "../../../../tests/plain-copy.ts";
import { parseText } from "../statement/text.ts";
import type { Candidate } from "./judge-copy.ts";
import { judgeCopy } from "./judge-copy.ts";

const FIRST = [
  "Open the reading rooms",
  "We ask the council to open the reading rooms of the town without delay.",
  "The rooms were closed in spring, and nobody was asked.",
  "Heat them in winter, and pay those who work in them.",
];
const SECOND = [
  FIRST[0],
  FIRST[1],
  "The rooms were closed in autumn, and only the mayor was asked.",
  FIRST[3],
] as string[];
const FRENCH = [
  "Ouvrez les salles de lecture",
  "Nous demandons au conseil d’ouvrir les salles de lecture sans délai.",
  "Les salles ont été fermées au printemps, et personne n’a été consulté.",
  "Chauffez-les en hiver, et payez ceux qui y travaillent.",
];

function candidate(lines: readonly string[], own: Partial<Candidate> = {}): Candidate {
  const text = parseText(`# ${lines[0]}\n\n${lines.slice(1).join("\n\n")}\n`);
  return { text, demands: [], names: null, version: 1, lang: "en", standing: "authentic", newest: true, ...own };
}

const older = candidate(FIRST, { newest: false });
const newer = candidate(SECOND, { version: 2 });
const french = candidate(FRENCH, { lang: "fr", version: 2, standing: "translation" });

function judge(candidates: readonly Candidate[], lines: readonly string[]) {
  const { candidate: found, report } = judgeCopy(candidates, plainCopy(lines.join("\n\n")), null);
  return [report.verdict, found?.version ?? null, found?.lang ?? null];
}

test("the version and language are found that the copy is of", () => {
  const all = [older, newer, french];
  assert.deepEqual(judge(all, SECOND), ["identical", 2, "en"]);
  assert.deepEqual(judge(all, FRENCH), ["identical", 2, "fr"]);
  assert.deepEqual(judge(all, ["Intro", ...SECOND, "Names"]), ["faithful", 2, "en"]);
  assert.deepEqual(judge(all, ["The weather was fine."]), ["unrelated", null, null]);
});

test("a copy of an earlier version is superseded, and of what both have in common it is not", () => {
  assert.deepEqual(judge([older, newer], FIRST), ["superseded", 1, "en"]);
  assert.deepEqual(judge([older, newer], ["They say:", FIRST[1] as string, "Yes."]), ["excerpt", 2, "en"]);
  assert.deepEqual(judge([older, newer], ["They say:", FIRST[2] as string, "Yes."]), ["superseded", 1, "en"]);
});

test("parts of two versions are mixed, and other words are altered", () => {
  const [a, b, c, d] = SECOND as [string, string, string, string];
  assert.deepEqual(judge([older, newer], [a, b, FIRST[2] as string, c, d]), ["mixed", 2, "en"]);
  const { report } = judgeCopy([older, newer], plainCopy([a, b, FIRST[2], c, d].join("\n\n")), null);
  assert.deepEqual(
    [report.versions, report.changes.map(({ kind, version, copy }) => [kind, version, copy])],
    [[1, 2], [["added", 1, FIRST[2]]]],
  );
  assert.deepEqual(judge([older, newer], [a, b, c.replace("only", "not even"), d]), ["altered", 2, "en"]);
});

test("each part of a mixed copy is told with the version whose words stand there", () => {
  const versions = [1, 2, 3].map((version) =>
    candidate(
      [
        ...FIRST.slice(0, 2),
        ...[1, 2, 3, 4, 5].map((at) => `Paragraph ${at} as edition ${version} has it, with no word more.`),
      ],
      {
        version,
        newest: version === 3,
      },
    ),
  );
  const of = (at: number, version: number) => `Paragraph ${at} as edition ${version} has it, with no word more.`;
  const lines = [...FIRST.slice(0, 2), of(1, 3), of(2, 1), of(3, 3), of(4, 2), of(5, 3)];
  const { candidate: found, report } = judgeCopy(versions, plainCopy(lines.join("\n\n")), null);
  assert.deepEqual([report.verdict, found?.version, report.versions], ["mixed", 3, [1, 2, 3]]);
  const told = [
    [3, 1],
    [5, 2],
  ];
  assert.deepEqual(
    report.changes.map(({ block, version }) => [block, version]),
    told,
  );
  assert.deepEqual(
    report.passages.filter(({ version }) => version !== undefined).map(({ block, version }) => [block, version]),
    told,
  );
  const altered = judgeCopy(versions, plainCopy(lines.join("\n\n").replace("no word", "a word")), null).report;
  assert.ok(altered.versions === undefined && altered.changes.every(({ version }) => version === undefined));
});

test("a translation that nobody signed is at best inconclusive", () => {
  const unsigned = { ...french, standing: "unsigned" as const };
  assert.deepEqual(judge([newer, unsigned], FRENCH), ["inconclusive", 2, "fr"]);
});

test("of many versions the nearest are compared", () => {
  const many = Array.from({ length: 60 }, (_, at) =>
    candidate([...FIRST, `Word${at} of edition ${at} and no other.`], { version: at + 1, newest: at === 59 }),
  );
  assert.deepEqual(judge(many, [...FIRST, "Word59 of edition 59 and no other."]), ["identical", 60, "en"]);
  assert.deepEqual(judge(many, [...FIRST, "Word17 of edition 17 and no other."]), ["superseded", 18, "en"]);
});
