import assert from "node:assert/strict";
import { test } from "node:test";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestCosigner, makeTestSigner } from "../../../../tests/test-signer.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import type { PolicyVector } from "../../../../tests/witness-vectors.ts";
import { runPolicyVector } from "../../../../tests/witness-vectors.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { formatCosignerKey } from "./cosignature.ts";
import { formatVerifierKey } from "./note.ts";
import type { Policy } from "./policy.ts";
import { describeQuorum, formatPolicy, meetsQuorum, parsePolicy } from "./policy.ts";

const log = makeTestSigner("letters.example", 1).key;
const a = makeTestCosigner("witness.partner.example", 21).key;
const b = makeTestCosigner("reading.example", 22).key;
const c = makeTestCosigner("third.example", 23).key;
const policy: Policy = {
  logs: [{ key: log, url: "https://letters.example/log" }],
  witnesses: [
    { name: "partner", key: a, url: "https://witness.partner.example" },
    { name: "reading", key: b, url: null },
    { name: "third", key: c, url: null },
  ],
  groups: [{ name: "signatories", threshold: 2, members: ["partner", "reading", "third"] }],
  quorum: "signatories",
};

for (const { name, vector } of readVectors<PolicyVector>("policy")) {
  test(`policy ${name}: ${vector.about}`, () => {
    if (vector.error === null) return runPolicyVector(vector);
    assert.throws(
      () => runPolicyVector(vector),
      (error) => {
        assert.ok(error instanceof MalformedError);
        assert.deepEqual([error.code, error.line ?? null], [vector.error, vector.line]);
        return true;
      },
    );
  });
}

test("a policy that is written is read again as it was", () => {
  assert.deepEqual(parsePolicy(formatPolicy(policy)), policy);
  assert.equal(describeQuorum(policy), "2 of 3 witnesses: partner, reading, third");
});

test("a policy that would not be read is not written", () => {
  const [first] = policy.witnesses;
  assert.ok(first !== undefined);
  for (const wrong of [
    { ...policy, quorum: "nobody" },
    { ...policy, witnesses: [...policy.witnesses, first] },
    { ...policy, groups: [{ name: "g", threshold: 4, members: ["partner"] }], quorum: "g" },
    { ...policy, groups: [{ name: "g", threshold: 0, members: [] }], quorum: "g" },
  ]) {
    assert.throws(() => formatPolicy(wrong), MalformedError);
  }
  // A space in a name would make a line that says something else.
  const smuggled = { ...first, name: `x ${formatCosignerKey(a)}` };
  assert.throws(() => formatPolicy({ ...policy, witnesses: [smuggled], groups: [], quorum: "none" }), /invariant/);
  assert.throws(() => formatPolicy({ ...policy, logs: [{ key: log, url: "" }] }), /invariant/);
});

test("mixed up keys are told apart in words", () => {
  const [logKey, witnessKey] = [formatVerifierKey(log), formatCosignerKey(a)];
  assert.throws(() => parsePolicy(encodeUtf8(`quorum none\nlog ${witnessKey}\n`)), {
    line: 2,
    message: /^line 2 of the policy: .*key of a witness \(type 4\), and the key of a log is needed/,
  });
  assert.throws(() => parsePolicy(encodeUtf8(`witness x ${logKey}\nquorum x\n`)), {
    line: 1,
    message: /key of a log \(type 1\), and the key of a witness is needed/,
  });
});

test("names are shown without characters that a terminal would obey, and cut", () => {
  const name = `\u009b31m\u202e${"x".repeat(200)}`;
  const text = `witness ${name} ${formatCosignerKey(a)}\nquorum ${name}\n`;
  const read = parsePolicy(encodeUtf8(text));
  assert.equal(read.quorum, name, "it is compared as it is written");
  assert.equal(describeQuorum(read), `the witness \ufffd31m\ufffd${"x".repeat(75)}\u2026`);
  assert.throws(() => parsePolicy(encodeUtf8(`${text}group g all ${name}y\n`)), /"\ufffd31m\ufffdx+\u2026"/);
});

test("a thousand groups, each in the next, are settled without recursion", () => {
  const groups = Array.from({ length: 1000 }, (_, i) => `group g${i} all ${i === 0 ? "w" : `g${i - 1}`}\n`);
  const read = parsePolicy(encodeUtf8(`witness w ${formatCosignerKey(a)}\n${groups.join("")}quorum g999\n`));
  assert.equal(meetsQuorum(read, [a]), true);
  assert.equal(meetsQuorum(read, [b]), false);
  assert.ok(describeQuorum(read).startsWith("1 of 1 group: g998 (1 of 1 group: g997"));
});

test("a mangled policy is refused with its line, or read for a policy that is written and read alike", () => {
  const bytes = formatPolicy({ ...policy, logs: [] });
  let refused = 0;
  let taken = 0;
  for (const { what, bytes: damaged } of mangle(bytes)) {
    try {
      const read = parsePolicy(damaged);
      taken += 1;
      assert.deepEqual(parsePolicy(formatPolicy(read)), read, what);
    } catch (error) {
      assert.ok(error instanceof MalformedError, `${what}: ${error}`);
      refused += 1;
      if (error.line === undefined) assert.match(error.message, /no quorum line/, what);
    }
  }
  assert.ok(refused > 0 && taken > 0);
});

test("with a byte of its keys changed, a policy is not read", () => {
  const text = decodeUtf8(formatPolicy(policy));
  const key = formatCosignerKey(a);
  const start = text.indexOf(key);
  for (let at = start; at < start + key.length; at++) {
    const bytes = encodeUtf8(text);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    assert.throws(() => parsePolicy(bytes), MalformedError, `byte ${at}`);
  }
});
