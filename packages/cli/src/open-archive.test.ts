import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { Zip, ZipDeflate, zipSync } from "fflate";
import { openArchive } from "./open-archive.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-zip-"));
after(() => rmSync(folder, { recursive: true }));

const LIMIT = 100_000;
const WORDS = new TextEncoder().encode("Open the reading rooms. ".repeat(40));
const CONTENT = { "README.txt": WORDS, "log/checkpoint": Uint8Array.of(1, 2, 3), "log/empty": new Uint8Array() };
const TIME = { mtime: new Date(1980, 0, 1) };

let written = 0;
function write(bytes: Uint8Array): string {
  const path = join(folder, `${written++}.zip`);
  writeFileSync(path, bytes);
  return path;
}

/** Every file of an archive; throws as openArchive and read do. */
async function readAll(bytes: Uint8Array, limit = LIMIT): Promise<Record<string, Uint8Array>> {
  const archive = await openArchive(write(bytes));
  try {
    const files: Record<string, Uint8Array> = {};
    for (const name of archive.names()) files[name] = await archive.read(name, limit);
    return files;
  } finally {
    await archive.close();
  }
}

/** As the depositary writes bundles: headers before sizes are known, descriptors after. */
function streamed(content: Record<string, Uint8Array>): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((_, chunk) => chunks.push(chunk));
  for (const [name, bytes] of Object.entries(content)) {
    const file = new ZipDeflate(name, { level: 3 });
    file.mtime = TIME.mtime;
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

/** Where the `nth` record with this signature begins. */
function find(bytes: Uint8Array, signature: number, nth = 0): number {
  const mark = Buffer.from([0x50, 0x4b, signature % 256, Math.floor(signature / 256)]);
  let at = -1;
  for (let i = 0; i <= nth; i++) at = Buffer.from(bytes).indexOf(mark, at + 1);
  assert.ok(at >= 0);
  return at;
}
const LOCAL = 0x0403;
const CENTRAL = 0x0201;
const END = 0x0605;

function set(bytes: Uint8Array, changes: Record<number, number>): Uint8Array {
  const copy = bytes.slice();
  for (const [at, value] of Object.entries(changes)) copy[Number(at)] = value;
  return copy;
}

const plain = zipSync(CONTENT, TIME);

test("stored, deflated and streamed files, folders, foreign extra fields", async () => {
  assert.deepEqual(await readAll(plain), CONTENT);
  assert.deepEqual(await readAll(zipSync(CONTENT, { ...TIME, level: 0 })), CONTENT);
  assert.deepEqual(await readAll(streamed(CONTENT)), CONTENT);
  const withFolder = { "log/": new Uint8Array(), ...CONTENT };
  assert.deepEqual(await readAll(zipSync(withFolder, TIME)), CONTENT);
  const extra = { 21589: Uint8Array.of(1, 2, 3, 4, 5) };
  assert.deepEqual(await readAll(zipSync({ "a.txt": [WORDS, { extra }] }, TIME)), { "a.txt": WORDS });
});

test("a file beyond its limit is not unpacked", async () => {
  await assert.rejects(readAll(plain, 100), { code: "too_large" });
});

test("a bomb is refused before anything is read", async () => {
  await assert.rejects(openArchive(write(zipSync({ bomb: new Uint8Array(3_000_000) }, TIME))), { code: "too_large" });
  // One that lies about its size is refused as soon as it unpacks to more.
  const lying = zipSync({ bomb: new Uint8Array(3_000_000) }, TIME);
  const [local, central] = [find(lying, LOCAL), find(lying, CENTRAL)];
  const small = { 0: 0x10, 1: 0x27, 2: 0, 3: 0 };
  const changes = Object.entries(small).flatMap(([at, value]) => [
    [local + 22 + Number(at), value],
    [central + 24 + Number(at), value],
  ]);
  await assert.rejects(readAll(set(lying, Object.fromEntries(changes))), /cannot be unpacked/);
});

test("what could be read in two ways is refused", async () => {
  const central = find(plain, CENTRAL);
  const end = find(plain, END);
  const twice = Buffer.from(zipSync({ "a.txt": WORDS, "b.txt": WORDS }, TIME));
  const name = central + 46;
  const cases: Record<string, Uint8Array> = {
    "two files of one name": Buffer.from(twice.toString("latin1").replaceAll("b.txt", "a.txt"), "latin1"),
    "a comment at the end": Buffer.concat([set(plain, { [end + 20]: 1 }), Buffer.from("!")]),
    "bytes after the end": Buffer.concat([plain, Buffer.from("!")]),
    "bytes before the first file": Buffer.concat([Buffer.from("!"), plain]),
    encrypted: set(plain, { 6: 1, [central + 8]: 1 }),
    "another method": set(plain, { 8: 9, [central + 10]: 9 }),
    "a later version of zip": set(plain, { [central + 6]: 45 }),
    "zip64 in the directory": set(plain, { ...fill(central + 42, 4) }),
    "zip64 at the end": set(plain, { ...fill(end + 8, 4) }),
    "a zip64 field": zipSync({ "a.txt": [WORDS, { extra: { 1: new Uint8Array(8) } }] }, TIME),
    "a field that renames": zipSync({ "a.txt": [WORDS, { extra: { 28789: new Uint8Array(8) } }] }, TIME),
    "names that differ": set(plain, { [name]: 0x72 }),
    "times that differ": set(plain, { 10: 1 }),
    climbing: zipSync({ "../a.txt": WORDS }, TIME),
    "climbing within": zipSync({ "log/../../a.txt": WORDS }, TIME),
    "from the root": zipSync({ "/a.txt": WORDS }, TIME),
    "from a drive": zipSync({ "c:a.txt": WORDS }, TIME),
    backslashes: zipSync({ "log\\a.txt": WORDS }, TIME),
    "a name in another script": zipSync({ "письмо.txt": WORDS }, TIME),
    "a folder with bytes": zipSync({ "log/": WORDS }, TIME),
    nothing: new Uint8Array(),
    "no zip": WORDS,
    "cut off": plain.slice(0, -5),
  };
  for (const [what, bytes] of Object.entries(cases)) {
    await assert.rejects(readAll(bytes), MalformedError, what);
  }
});

function fill(at: number, length: number): Record<number, number> {
  return Object.fromEntries(Array.from({ length }, (_, i) => [at + i, 0xff]));
}

test("a file that overlaps another is refused", async () => {
  const two = zipSync({ "a.txt": Uint8Array.of(1), "b.txt": Uint8Array.of(1) }, { ...TIME, level: 0 });
  // The second record of the directory points at the first file.
  const second = find(two, CENTRAL, 1);
  await assert.rejects(readAll(set(two, { [second + 42]: 0 })), MalformedError);
});

test("any changed byte is refused, or changes no file", async () => {
  for (const zip of [plain, streamed(CONTENT)]) {
    let refused = 0;
    for (let at = 0; at < zip.length; at++) {
      try {
        assert.deepEqual(await readAll(set(zip, { [at]: (zip[at] ?? 0) ^ (1 << (at % 8)) })), CONTENT, `byte ${at}`);
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
        refused += 1;
      }
    }
    // What is left are bytes that say nothing of the files, such as the system that the zip was made on.
    assert.ok(refused > 0.8 * zip.length, `${refused} of ${zip.length}`);
  }
});
