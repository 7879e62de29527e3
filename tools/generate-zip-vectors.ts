import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ZIP_DEFECTS } from "./vectors/zip-defects.ts";

/** Writes vectors/zip: zips that a reader of bundles takes, and zips that it must refuse before it looks at any file. */
const FOLDER = fileURLToPath(new URL("../vectors/zip/", import.meta.url));

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
for (const [name, { about, code, zip }] of Object.entries(ZIP_DEFECTS)) {
  const vector = { about, error: code, zip: Buffer.from(zip).toString("base64") };
  writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify(vector, null, 2)}\n`);
}
console.log(`vectors/zip: ${Object.keys(ZIP_DEFECTS).length} files`);
