import assert from "node:assert/strict";
import { test } from "node:test";
import { readVectors } from "../../../../tests/vectors.ts";
import { UndersignedError, VerificationError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { formatCanonicalJson } from "../json.ts";
import { CompactReplay } from "./compact-replay.ts";
import type { Entry } from "./entry.ts";
import { parseEntry } from "./entry.ts";
import type { Summary } from "./replay.ts";
import { replay, step, summarise } from "./replay.ts";
import { IllegalEntryError } from "./rules.ts";
import type { SignatureState } from "./signature-state.ts";
import type { StatementState } from "./statement-state.ts";
import { emptyStatement } from "./statement-state.ts";
import { touchedIndex, VERSION_LIMIT } from "./transition.ts";

type ReplayVector = {
  entries: JsonValue[];
  error?: { index: number; code: string; rule?: string };
  statement?: StatementState;
  signatures?: SignatureState[];
  summary?: Summary;
};

const version = (number: number) => number.toString(16).padStart(64, "0");
const sign = {
  act: "sign",
  version: version(1),
  kind: "person",
  capacity: "personal",
  level: 1,
  named: false,
  commitment: version(0xc),
} as const;

/** Replays one way until an entry is refused; returns what was reached, and the index and error of the refusal. */
function runTo(entries: readonly JsonValue[], apply: (entry: Entry, index: number) => void): [number, unknown] | null {
  for (const [index, entry] of entries.entries()) {
    try {
      apply(parseEntry(formatCanonicalJson(entry)), index);
    } catch (error) {
      return [index, error];
    }
  }
  return null;
}

function checkRefusal(name: string, refusal: [number, unknown] | null, expected: ReplayVector["error"]): void {
  if (expected === undefined) {
    assert.equal(refusal, null, name);
    return;
  }
  assert.ok(refusal !== null, `${name}: nothing was refused`);
  const [index, error] = refusal;
  assert.equal(index, expected.index, name);
  assert.ok(error instanceof UndersignedError, `${name}: ${error}`);
  assert.equal(error.code, expected.code, name);
  if (expected.rule !== undefined) {
    assert.ok(error instanceof IllegalEntryError && error instanceof VerificationError, name);
    assert.deepEqual([error.rule, error.index], [expected.rule, index], name);
    assert.match(error.message, new RegExp(`^entry ${index} \\(.*\\) breaks the rule ${expected.rule}: `), name);
  }
}

test("vectors/replay: step arrives at each vector's state, or refuses its entry by its rule", (t) => {
  const vectors = readVectors<ReplayVector>("replay");
  for (const { name, vector } of vectors) {
    let statement = emptyStatement();
    const signatures = new Map<number, SignatureState>();
    const refusal = runTo(vector.entries, (entry, index) => {
      const next = step(statement, signatures.get(touchedIndex(entry) ?? -1) ?? null, entry, index);
      statement = next.statement;
      if (next.signature !== null) signatures.set(next.signature.index, next.signature);
    });
    checkRefusal(name, refusal, vector.error);
    if (vector.error !== undefined) continue;
    assert.deepEqual(statement, vector.statement, name);
    assert.deepEqual([...signatures.values()], vector.signatures, name);
    assert.deepEqual(summarise(statement), vector.summary, name);
    assert.deepEqual(JSON.parse(JSON.stringify(statement)), statement, name);
  }
  t.diagnostic(`vectors/replay: ${vectors.length} run`);
});

test("vectors/replay: the compact replay and the function say the same", () => {
  for (const { name, vector } of readVectors<ReplayVector>("replay")) {
    const compact = new CompactReplay();
    checkRefusal(
      name,
      runTo(vector.entries, (entry) => compact.apply(entry)),
      vector.error,
    );
    const legal = vector.entries.slice(0, vector.error?.index).map((entry) => parseEntry(formatCanonicalJson(entry)));
    const { statement, signatures } = replay(legal);
    assert.equal(compact.size, legal.length, name);
    assert.deepEqual(compact.statement(), statement, name);
    assert.deepEqual([...compact.signatures()], [...signatures.values()], name);
  }
});

test("a statement opens at most 1,000 versions", () => {
  const opens = Array.from({ length: VERSION_LIMIT }, (_, i) => ({
    act: "open" as const,
    version: version(i + 1),
    closes: null,
  }));
  const one = { ...sign, version: version(VERSION_LIMIT) };
  const compact = new CompactReplay();
  for (const entry of [...opens, one]) compact.apply(entry);
  assert.equal(compact.signature(VERSION_LIMIT)?.version, version(VERSION_LIMIT));
  const { statement } = replay([...opens, one]);
  assert.deepEqual(compact.statement(), statement);
  const more = { act: "open", version: version(5_000), closes: null } as const;
  assert.throws(() => step(statement, null, more, statement.size), { rule: "version_limit" });
  assert.throws(() => compact.apply(more), { rule: "version_limit" });
});

test("sizes beyond 32 bits are kept whole", () => {
  const opened = replay([{ act: "open", version: version(1), closes: null }]).statement;
  for (const size of [2 ** 31, 2 ** 32, 2 ** 32 + 7, 2 ** 53 - 3]) {
    const signed = step({ ...opened, size }, null, sign, size);
    assert.equal(signed.signature?.index, size);
    assert.equal(signed.statement.size, size + 1);
    const gone = step(signed.statement, signed.signature, { act: "withdraw", of: size }, size + 1);
    assert.equal(gone.signature?.status, "withdrawn");
    assert.equal(gone.statement.size, size + 2);
    const later = { act: "withdraw", of: size + 2 } as const;
    assert.throws(() => step(gone.statement, null, later, size + 2), /of_not_earlier|one after another/);
  }
  const full = { ...opened, size: 2 ** 53 - 1 };
  assert.throws(() => step(full, null, sign, 2 ** 53 - 1), /one after another/, "a log ends at 2^53-1 entries");
});

test("a caller who mixes up entries or signatures is told", () => {
  const { statement, signatures } = replay([{ act: "open", version: version(1), closes: null }, sign, sign]);
  const first = signatures.get(1) ?? null;
  assert.throws(() => step(statement, null, sign, 2), /one after another/);
  assert.throws(() => step(statement, first, { act: "withdraw", of: 2 }, 3), /the one acted on/);
  assert.throws(() => step(statement, first, sign, 3), /the one acted on/);
});

test("the compact replay keeps signatures across its blocks", () => {
  const compact = new CompactReplay();
  compact.apply({ act: "open", version: version(1), closes: null });
  const count = 140_000;
  for (let i = 1; i <= count; i++) compact.apply({ ...sign, named: i % 2 === 0 });
  for (const index of [1, 65_535, 65_536, 65_537, 131_071, 131_072, count]) {
    assert.equal(compact.signature(index)?.named, index % 2 === 0);
    compact.apply({ act: "withdraw", of: index });
    assert.equal(compact.signature(index)?.status, "withdrawn");
    assert.throws(() => compact.apply({ act: "withdraw", of: index }), { rule: "signature_ended" });
  }
  assert.equal(summarise(compact.statement()).total, count - 7);
  assert.equal(compact.signature(0), null);
  assert.equal(compact.signature(count + 1), null);
  assert.equal(compact.signature(2 ** 40), null);
});

test("a level outside its range is refused, even when nothing was parsed", () => {
  const { statement, signatures } = replay([{ act: "open", version: version(1), closes: null }, sign]);
  for (const level of [0, -1, 4, 5, 1e9]) {
    const signed: Entry = JSON.parse(JSON.stringify({ ...sign, level }));
    assert.throws(() => step(statement, null, signed, 2), { rule: "level_of_kind" });
    const attested: Entry = JSON.parse(JSON.stringify({ act: "attest", of: 1, level, observation: version(0) }));
    assert.throws(() => step(statement, signatures.get(1) ?? null, attested, 2), { rule: "level_of_kind" });
  }
});

test("a snapshot of the compact replay does not change with it", () => {
  const compact = new CompactReplay();
  compact.apply({ act: "open", version: version(1), closes: null });
  const before = compact.statement();
  const written = JSON.stringify(before);
  compact.apply(sign);
  compact.apply({ act: "open", version: version(2), closes: null });
  assert.equal(JSON.stringify(before), written);
});
