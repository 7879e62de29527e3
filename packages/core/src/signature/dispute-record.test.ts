import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { DisputeVector } from "../../../../tests/evidence-vectors.ts";
import { runDisputeVector } from "../../../../tests/evidence-vectors.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { digestDisputed, formatDisputeRecord, isDisputeRecord } from "./dispute-record.ts";

const ORIGIN = "letters.example/s/abcdefghijklmnop";

test("a record of a dispute names one signature of one statement, as the specification shows it", () => {
  const digest = digestDisputed({ statement: ORIGIN, index: 17 });
  const again = createHash("sha256").update(`undersigned/dispute@v1\n${ORIGIN}\n17\n`).digest("hex");
  assert.equal(digest, again);
  assert.notEqual(digestDisputed({ statement: ORIGIN, index: 1 }), digest);
  assert.notEqual(digestDisputed({ statement: `${ORIGIN}\n1`, index: 7 }), digest);
  const page = readFileSync(new URL("../../../../spec/dispute.md", import.meta.url), "utf8");
  assert.ok(page.includes(formatDisputeRecord(digest)), formatDisputeRecord(digest));
});

test("vectors/dispute: each record and note is what it says, or is refused for its own defect", (t) => {
  const vectors = readVectors<DisputeVector>("dispute");
  for (const { name, vector } of vectors) {
    if (vector.error === null) runDisputeVector(vector);
    else assert.throws(() => runDisputeVector(vector), { code: vector.error }, name);
  }
  assert.ok(vectors.length >= 24);
  t.diagnostic(`vectors/dispute: ${vectors.length} run`);
});

test("nothing but the one spelling is a record of a dispute", () => {
  const record = formatDisputeRecord(digestDisputed({ statement: ORIGIN, index: 17 }));
  assert.ok(isDisputeRecord(record));
  for (const other of [
    record.toUpperCase(),
    `${record} `,
    ` ${record}`,
    record.slice(0, -1),
    record.replace(" ", "  "),
  ]) {
    assert.ok(!isDisputeRecord(other), other);
  }
});
