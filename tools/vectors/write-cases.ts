import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MalformedError, UndersignedError } from "@undersigned/core/errors.ts";

const FOLDER = fileURLToPath(new URL("../../vectors/", import.meta.url));

/** What every vector of these folders says: null or the code of its refusal, and the line where it tells one. */
type Told = { readonly about: string; readonly error: string | null; readonly line?: number | null };

/** Runs each case, and ends with an error where the parsers here find anything else than stands beside it. */
export function checkCases<V extends Told>(
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

/** Makes a folder of vectors hold these cases and no others; or with `check` says where it does not, and fails the process. */
export function writeCases(folder: string, cases: Readonly<Record<string, object>>, check: boolean): void {
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
