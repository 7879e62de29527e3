import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { MalformedError } from "@undersigned/core/errors.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { signNote } from "@undersigned/core/log/note.ts";
import { assertStrict } from "../../../../tests/mangle.ts";
import { formatAnchor, openAnchorFolder, parseAnchor } from "./anchor-file.ts";
import { makeSigningKey } from "./keys.ts";

const key = makeSigningKey({ signingSeed: sha256(encodeUtf8("a key for tests")) });

function checkpointOf(size: number): Uint8Array {
  const text = formatCheckpoint({ origin: "letters.example", size, root: sha256(Uint8Array.of(size)), extensions: [] });
  return signNote(text, [key.signer("letters.example")]);
}

test("an anchor is read as it was written, from either database", () => {
  for (const database of [null, { system: "7301234567890123456", timeline: 12 }]) {
    const anchor = { database, checkpoint: checkpointOf(7) };
    assert.deepEqual(parseAnchor(formatAnchor(anchor)), anchor);
  }
});

test("an anchor that says anything else, or the same in another way, is refused", () => {
  const checkpoint = Buffer.from(checkpointOf(7)).toString();
  for (const head of [
    "undersigned/anchor@v2\ndatabase sqlite\n\n",
    "undersigned/anchor@v1\ndatabase sqlite\n",
    "undersigned/anchor@v1\ndatabase sqlite 1 1\n\n",
    "undersigned/anchor@v1\ndatabase postgres 01 1\n\n",
    "undersigned/anchor@v1\ndatabase postgres 1 0\n\n",
    "undersigned/anchor@v1\r\ndatabase sqlite\r\n\r\n",
    "",
  ]) {
    assert.throws(() => parseAnchor(encodeUtf8(head + checkpoint)), MalformedError, JSON.stringify(head));
  }
  assert.throws(() => parseAnchor(new Uint8Array(1_100_000)), { code: "too_large" });
});

test("no mangled anchor is read and written as something else", () => {
  const whole = formatAnchor({ database: { system: "73", timeline: 1 }, checkpoint: checkpointOf(7) });
  const { refused } = assertStrict(whole, parseAnchor, formatAnchor);
  assert.ok(refused > 100);
});

test("of several processes that share a data folder none puts another's anchor back", async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), "anchor-"));
  t.after(() => rmSync(dataDir, { recursive: true }));
  const folders = [openAnchorFolder(dataDir), openAnchorFolder(dataDir)];
  assert.equal(await folders[0]?.read(), null);
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => {
      const size = ((i * 7) % 40) + 1;
      return folders[i % 2]?.write(size, { database: null, checkpoint: checkpointOf(size) });
    }),
  );
  assert.deepEqual((await folders[1]?.read())?.checkpoint, checkpointOf(40));
  await folders[0]?.write(3, { database: null, checkpoint: checkpointOf(3) });
  assert.deepEqual(readdirSync(join(dataDir, "anchor")), ["40"]);
});

test("what a crash left half written is not an anchor, and a damaged one is not passed over", async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), "anchor-"));
  t.after(() => rmSync(dataDir, { recursive: true }));
  const folder = openAnchorFolder(dataDir);
  await folder.write(8, { database: null, checkpoint: checkpointOf(8) });
  writeFileSync(join(dataDir, "anchor", ".9.0a0b0c0d0e0f"), "undersigned/an");
  assert.deepEqual((await folder.read())?.checkpoint, checkpointOf(8));
  writeFileSync(join(dataDir, "anchor", "9"), "undersigned/an");
  await assert.rejects(folder.read(), { code: "malformed" });
});
