import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../vectors/", import.meta.url));

/**
 * All vectors of one folder of `vectors/`, by name without ending, in the order of their names. Their shape is what the
 * page in `spec/` says it is.
 */
export function readVectors<T>(folder: string): { readonly name: string; readonly vector: T }[] {
  const files = readdirSync(`${FOLDER}${folder}`).sort();
  assert.ok(files.length > 0, `vectors/${folder} holds vectors`);
  return files.map((file) => {
    const vector: T = JSON.parse(readFileSync(`${FOLDER}${folder}/${file}`, "utf8"));
    return { name: file.replace(/\.json$/, ""), vector };
  });
}
