import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MalformedError, UndersignedError } from "@undersigned/core/errors.ts";
import { runCosignatureVector, runPolicyVector, runWitnessRequestVector } from "../tests/witness-vectors.ts";
import { COSIGNATURE_CASES } from "./vectors/cosignature-cases.ts";
import { POLICY_CASES } from "./vectors/policy-cases.ts";
import { WITNESS_REQUEST_CASES } from "./vectors/witness-request-cases.ts";

/**
 * Writes vectors/cosignature, vectors/witness-request and vectors/policy. What each must lead to stands beside it; one on
 * which the parsers here find anything else stops the run. With --check nothing is written, and the run fails when a file
 * is not what it would write.
 */

const FOLDER = fileURLToPath(new URL("../vectors/", import.meta.url));

type Told = { readonly about: string; readonly error: string | null; readonly line?: number | null };

function checkCases<V extends Told>(
  folder: string,
  cases: Readonly<Record<string, V>>,
  run: (vector: V) => void,
): void {
  for (const [name, vector] of Object.entries(cases)) {
    let found: unknown = null;
    try {
      run(vector);
    } catch (error) {
      found = error;
    }
    if (vector.error === null && found !== null) throw found;
    if (vector.error === null) continue;
    assert.ok(found instanceof UndersignedError, `${folder}/${name}: ${found}`);
    assert.equal(found.code, vector.error, `${folder}/${name}: ${found.message}`);
    if ("line" in vector) {
      assert.ok(found instanceof MalformedError);
      assert.equal(found.line ?? null, vector.line, `${folder}/${name}: ${found.message}`);
    }
  }
}

function write(folder: string, cases: Readonly<Record<string, object>>, check: boolean): void {
  mkdirSync(FOLDER + folder, { recursive: true });
  const files = new Map(Object.entries(cases).map(([name, vector]) => [`${name}.json`, format(vector)]));
  for (const file of new Set([...readdirSync(FOLDER + folder), ...files.keys()])) {
    const [path, text] = [`${FOLDER}${folder}/${file}`, files.get(file)];
    if (check && text !== read(path)) {
      console.error(`vectors/${folder}/${file} is not what this program writes`);
      process.exitCode = 1;
    } else if (!check && text === undefined) rmSync(path);
    else if (!check && text !== undefined) writeFileSync(path, text);
  }
  console.log(`vectors/${folder}: ${files.size}`);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function format(vector: object): string {
  return `${JSON.stringify(vector, null, 2)}\n`;
}

const check = process.argv.includes("--check");
checkCases("cosignature", COSIGNATURE_CASES, runCosignatureVector);
checkCases("witness-request", WITNESS_REQUEST_CASES, runWitnessRequestVector);
checkCases("policy", POLICY_CASES, runPolicyVector);
write("cosignature", COSIGNATURE_CASES, check);
write("witness-request", WITNESS_REQUEST_CASES, check);
write("policy", POLICY_CASES, check);
