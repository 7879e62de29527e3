import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { decodeUtf8, encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { EMPTY_ROOT } from "@undersigned/core/log/merkle.ts";
import { formatVerifierKey, signNote } from "@undersigned/core/log/note.ts";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { makeFinding } from "./finding.ts";
import type { Memory } from "./memory.ts";
import { emptyMemory, emptyStatementMemory } from "./memory.ts";
import { formatMemory, parseMemory, readMemory, writeMemory } from "./memory-file.ts";

const { key, signer } = makeTestSigner("letters.example", 7);
const text = formatCheckpoint({ origin: "letters.example", size: 0, root: EMPTY_ROOT, extensions: [] });
const checkpoint = decodeUtf8(signNote(text, [signer]));
const head = { index: 4, size: 7, root: "ab".repeat(32), time: 1_800_000_000 };

function makeMemory(): Memory {
  const vkey = formatVerifierKey(key);
  const memory = emptyMemory({ host: "letters.example", vkey, trusted: "first-visit", since: 1_700_000_000 });
  memory.checkpoint = checkpoint;
  memory.older = 1_800_000_001;
  memory.watching = ["reading.example"];
  memory.unlogged.set("lost", 1_800_000_002);
  memory.statements.set("new", emptyStatementMemory(head));
  memory.statements.set("rooms", {
    ...emptyStatementMemory(head),
    reached: head,
    shown: "public",
    behind: 1_800_000_003,
    unheaded: { checkpoint, since: 1_800_000_004 },
    broken: "entry 5: it may not be there",
    missing: [{ number: 2, digest: "cd".repeat(32), previous: "ef".repeat(32) }],
    counts: "[1]",
    claim: { counts: "[2]", since: 1_800_000_005 },
    lookedTo: 7,
    watched: [{ index: 3, name: "Friends of Reading Rooms", domain: "reading.example" }],
    unproved: [5],
  });
  const { id, code, message } = makeFinding("fork", "letters.example", "Two histories.", 1_800_000_006);
  memory.standing = [{ id, code, statement: null, message, since: 1_800_000_006, evidence: "_evidence/a.json" }];
  memory.untold = [
    makeFinding("watched_signed", "letters.example", "It signed.", 1_800_000_007, { statement: "a/s/b" }),
  ];
  return memory;
}

test("what is remembered is read as it was written", () => {
  const memory = makeMemory();
  assert.deepEqual(parseMemory(formatMemory(memory)), memory);
});

test("a memory with any byte changed, left out, doubled or cut off is refused in words, and never half believed", () => {
  const bytes = formatMemory(makeMemory());
  for (const { what, bytes: changed } of mangle(bytes)) {
    assert.throws(() => parseMemory(changed), { name: "MalformedError" }, what);
  }
});

test("a memory whose digest was mended to fit is still read strictly", () => {
  const body = decodeUtf8(formatMemory(makeMemory())).slice(65);
  const withBody = (changed: string) => encodeUtf8(`${encodeHex(sha256(encodeUtf8(changed)))}\n${changed}`);
  assert.ok(parseMemory(withBody(body)));
  for (const [from, to] of [
    ['"size":7', '"size":-7'],
    ['"size":7', '"size":"7"'],
    ['"shown":"public"', '"shown":"secret"'],
    ['"time":0', '"time":0,"trust":1'],
    ['"root":"ab', '"root":"AB'],
    ['"code":"watched_signed"', '"code":"all_is_well"'],
    ['"severity":"note"', '"severity":"alarm"'],
    ["undersigned/monitor@v1", "undersigned/monitor@v2"],
    ['"vkey":"letters.example', '"vkey":"letters.elsewhere'],
    ['"checkpoint":"letters', '"checkpoint":"\\n'],
    ['"lookedTo":7,', ""],
    ['"since":1700000000', '"since":1700000000.5'],
    ['"watching":["reading.example"]', '"watching":"reading.example"'],
    ['"format"', ' "format"'],
  ] as const) {
    assert.ok(body.includes(from), from);
    assert.throws(() => parseMemory(withBody(body.replace(from, to))), { name: "MalformedError" }, to);
  }
});

test("a memory that cannot be trusted says what to do; none is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-memory-"));
  const path = join(folder, "deep", "letters.example.json");
  assert.equal(await readMemory(path), null);
  await writeMemory(path, makeMemory());
  assert.deepEqual(await readMemory(path), makeMemory());
  writeFileSync(path, "");
  await assert.rejects(readMemory(path), {
    code: "configuration",
    message: /Put it back from a backup\. Or delete it/,
  });
  rmSync(folder, { recursive: true });
});
