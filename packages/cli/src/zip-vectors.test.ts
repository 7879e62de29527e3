import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { readVectors } from "../../../tests/vectors.ts";
import { openArchive } from "./open-archive.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-zips-"));
after(() => rmSync(folder, { recursive: true }));

const LIMIT = 1_000_000;

for (const { name, vector } of readVectors<{ about: string; error: string | null; zip: string }>("zip")) {
  test(`zip ${name}: ${vector.about}`, async () => {
    const path = join(folder, `${name}.zip`);
    writeFileSync(path, Buffer.from(vector.zip, "base64"));
    if (vector.error === null) {
      const names = await readAll(path);
      assert.deepEqual(names.sort(), ["README.txt", "log/checkpoint", "log/empty"]);
      return;
    }
    await assert.rejects(readAll(path), (error) => {
      assert.ok(error instanceof MalformedError);
      assert.equal(error.code, vector.error);
      return true;
    });
  });
}

async function readAll(path: string): Promise<string[]> {
  const archive = await openArchive(path);
  try {
    for (const name of archive.names()) await archive.read(name, LIMIT);
    return [...archive.names()];
  } finally {
    await archive.close();
  }
}
