import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { makeTestCosigner, makeTestSigner } from "../../../tests/test-signer.ts";
import { readConfig } from "./config.ts";
import { checkOwnLog, readWitnessPolicy } from "./witness-policy.ts";

const folder = mkdtempSync(join(tmpdir(), "policy-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "policy");
const vkey = formatCosignerKey(makeTestCosigner("reading.example/w", 20).key);
const own = makeTestSigner("letters.example", 7).key;
const GOOD = `# who watches us\nwitness reading ${vkey} https://witness.reading.example\nquorum reading\n`;

function write(text: string): string {
  writeFileSync(file, text);
  return file;
}

test("the setting names a file, with the witnesses and where they are asked", () => {
  const policy = readConfig({ WITNESS_POLICY: write(GOOD) }).witnessPolicy;
  assert.deepEqual(
    policy?.witnesses.map(({ name, url }) => [name, url]),
    [["reading", "https://witness.reading.example"]],
  );
  assert.equal(policy?.quorum, "reading");
  assert.equal(readConfig({ WITNESS_POLICY: " " }).witnessPolicy, null);
});

test("the setting is a file's name already, so _FILE is refused", () => {
  assert.throws(() => readConfig({ WITNESS_POLICY_FILE: write(GOOD) }), configuration(/WITNESS_POLICY itself names/));
});

const refused: [name: string, text: string | null, message: RegExp][] = [
  ["that is not there", null, /cannot be read \(ENOENT\)/],
  ["with a line of another kind", `witnesses reading ${vkey}\n`, /line 1 of the policy: it begins with "witnesses"/],
  ["whose witness has no address", `witness reading ${vkey}\nquorum reading\n`, /no address for the witness reading/],
  [
    "with an address of another kind",
    GOOD.replace("https://", "ftp://"),
    /ftp:.* as the address of the witness reading/,
  ],
  ["with a password in an address", GOOD.replace("https://", "https://me:you@"), /without user name/],
  ["with a question in an address", GOOD.replace("reading.example\n", "reading.example?x\n"), /without user name/],
  ["without witnesses", "quorum none\n", /names no witness/],
  ["that is empty", "", /no quorum line/],
  ["with Windows line ends", GOOD.replaceAll("\n", "\r\n"), /Unix line ends/],
];
for (const [name, text, message] of refused) {
  test(`a policy ${name} ends the start with what to do`, () => {
    const path = text === null ? join(folder, "absent") : write(text);
    assert.throws(() => readWitnessPolicy(path), configuration(message));
  });
}

test("a line for a log must be ours: name and key", () => {
  const withLog = (key: string) => readWitnessPolicy(write(`log ${key}\n${GOOD}`));
  checkOwnLog(withLog(formatVerifierKey(own)), own, []);
  checkOwnLog(readWitnessPolicy(write(GOOD)), own, []);
  for (const other of [makeTestSigner("letters.example", 8).key, makeTestSigner("other.example", 7).key]) {
    assert.throws(
      () => checkOwnLog(withLog(formatVerifierKey(other)), own, []),
      configuration(/not that of this depositary/),
    );
  }
});

function configuration(message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof RefusedError);
    assert.equal(error.code, "configuration");
    assert.match(error.message, message);
    return true;
  };
}
