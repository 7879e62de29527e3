import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { emptyVersionCount } from "./counts.ts";
import type { Entry, Hex } from "./entry.ts";
import { step } from "./replay.ts";
import { IllegalEntryError, RULES } from "./rules.ts";
import type { SignatureState, SignatureStatus } from "./signature-state.ts";
import type { StatementState, StatementStatus } from "./statement-state.ts";
import { emptyStatement } from "./statement-state.ts";

// The tables of spec/entry.md are read and every cell is tried, so that page and code cannot part.

const PAGE = readFileSync(new URL("../../../../spec/entry.md", import.meta.url), "utf8");
const V1: Hex = "1".repeat(64);
const V2: Hex = "2".repeat(64);
const SIZE = 10;
const consent = {
  version: V1,
  kind: "person",
  capacity: "institutional",
  level: 1,
  named: true,
  commitment: "c".repeat(64),
} as const;

/** For each row of the page, an entry that every other rule allows. */
const ROWS: Readonly<Record<string, Entry>> = {
  open: { act: "open", version: V2, closes: null },
  extend: { act: "extend", closes: null },
  close: { act: "close" },
  sign: { act: "sign", ...consent },
  resign: { act: "resign", of: 3, ...consent },
  attest: { act: "attest", of: 3, level: 2, observation: "0".repeat(64) },
  withdraw: { act: "withdraw", of: 3 },
  dispute: { act: "dispute", of: 3 },
  uphold: { act: "uphold", of: 3 },
  remove: { act: "remove", of: 3, reason: "forged" },
  "remove, reason disputed": { act: "remove", of: 3, reason: "disputed" },
  "remove, another reason": { act: "remove", of: 3, reason: "legal" },
  erase: { act: "erase", of: 3 },
  anonymise: { act: "anonymise", of: 3 },
  "anonymise, a person": { act: "anonymise", of: 3 },
  "anonymise, an organisation": { act: "anonymise", of: 3 },
  correction: { act: "correction", version: V1, lang: "en", block: 1, note: "a" },
  translation: { act: "translation", version: V1, lang: "en", sha256: "0".repeat(64) },
  response: { act: "response", addressee: "a", sha256: "0".repeat(64) },
  succeed: { act: "succeed", origin: "a", size: SIZE, root: "0".repeat(64) },
};

function tableAfter(heading: string): string[][] {
  const lines = PAGE.slice(PAGE.indexOf(heading)).split("\n");
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(0, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

function statementIn(status: StatementStatus): StatementState {
  const size = SIZE;
  if (status === "empty") return { ...emptyStatement(), size };
  const counts = { ...emptyStatement().counts, versions: { [V1]: emptyVersionCount() } };
  return { status, size, version: V1, versions: [V1], closes: "2026-12-31T23:59:59Z", counts };
}

function signatureIn(status: SignatureStatus, kind: SignatureState["kind"]): SignatureState {
  const state = { index: 3, kind, capacity: "institutional", named: true, level: 1, version: V1, status } as const;
  return status === "removed" ? { ...state, reason: "forged" } : state;
}

/** What becomes of it, or the rule that forbids it between asterisks: a cell of the page. */
function tryCell(
  row: string,
  statement: StatementState,
  touched: SignatureState | null,
  of: "statement" | "signature",
) {
  const entry = ROWS[row];
  assert.ok(entry !== undefined, `no entry for the row "${row}"`);
  try {
    const next = step(statement, touched, entry, SIZE);
    return of === "statement" ? next.statement.status : next.signature?.status;
  } catch (error) {
    assert.ok(error instanceof IllegalEntryError);
    return `*${error.rule}*`;
  }
}

test("spec/entry.md: every act in every status of the statement", () => {
  const [[, ...statuses] = [], , ...rows] = tableAfter("| act | `empty`");
  assert.deepEqual(statuses, ["empty", "open", "closed"]);
  assert.equal(rows.length, 16);
  for (const [row = "", ...cells] of rows) {
    const touched = signatureIn(row === "uphold" ? "disputed" : "standing", "person");
    const found = (["empty", "open", "closed"] as const).map((status) =>
      tryCell(row, statementIn(status), "of" in (ROWS[row] ?? {}) ? touched : null, "statement"),
    );
    assert.deepEqual(found, cells, row);
  }
});

test("spec/entry.md: every act in every status of the signature", () => {
  const [[, ...statuses] = [], , ...rows] = tableAfter("| act | `standing`");
  const all = ["standing", "disputed", "withdrawn", "removed", "erased", "anonymised"] as const;
  assert.deepEqual(statuses, all);
  assert.equal(rows.length, 10);
  for (const [row = "", ...cells] of rows) {
    const kind = row.endsWith("organisation") ? "organisation" : "person";
    const statement = statementIn(row.startsWith("anonymise") ? "closed" : "open");
    const found = all.map((status) => tryCell(row, statement, signatureIn(status, kind), "signature"));
    assert.deepEqual(found, cells, row);
  }
});

test("spec/entry.md: the rules, in their order", () => {
  const [, , ...rows] = tableAfter("| rule | what it demands |");
  assert.deepEqual(
    rows.map(([name]) => name),
    Object.keys(RULES).map((name) => `*${name}*`),
  );
});
