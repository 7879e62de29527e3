import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertStrict } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { decodeUtf8, encodeBase64, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { EMPTY_ROOT, hashLeaf } from "./merkle.ts";
import { signNote } from "./note.ts";

const ORIGIN = "example.org/s/abc";
const { signer, key } = makeTestSigner(ORIGIN, 1);
const root = hashLeaf(Uint8Array.of(1));
const checkpoint: Checkpoint = { origin: ORIGIN, size: 1, root, extensions: [] };

test("the example of the specification is read and written again", () => {
  const text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const read = parseCheckpoint(text);
  assert.equal(read.origin, "example.com/behind-the-sofa");
  assert.equal(read.size, 20_852_163);
  assert.equal(formatCheckpoint(read), text);
});

test("what is no checkpoint is refused", () => {
  const hash = encodeBase64(root);
  for (const text of [
    "",
    "\n",
    "\n\n\n",
    `o\n1\n`,
    `o\n1\n${hash}`,
    `\n1\n${hash}\n`,
    `o\n\n${hash}\n`,
    `o\n1\n\n`,
    `o\n01\n${hash}\n`,
    `o\n+1\n${hash}\n`,
    `o\n-1\n${hash}\n`,
    `o\n1.0\n${hash}\n`,
    `o\n1e3\n${hash}\n`,
    `o\n 1\n${hash}\n`,
    `o\n9007199254740992\n${hash}\n`,
    `o\n18446744073709551616\n${hash}\n`,
    `o\n1\n${hash.slice(0, -1)}\n`,
    `o\n1\n${hash}=\n`,
    `o\n1\n${encodeBase64(new Uint8Array(31))}\n`,
    `o\n1\n${encodeBase64(new Uint8Array(33))}\n`,
    `o\n1\n${hash}\n\n`,
    `o\n1\n${hash}\n\nextension\n`,
    `o\n1\n${hash}\nextension`,
  ]) {
    assert.throws(() => parseCheckpoint(text), MalformedError, JSON.stringify(text));
  }
});

test("a mangled checkpoint is refused, or read for exactly what it says", () => {
  const text = formatCheckpoint({ ...checkpoint, size: 70_000, extensions: ["one", "two"] });
  const { refused, taken } = assertStrict(
    encodeUtf8(text),
    (bytes) => parseCheckpoint(decodeUtf8(bytes)),
    (read) => encodeUtf8(formatCheckpoint(read)),
  );
  assert.ok(refused > 0 && taken > 0);
});

test("what formatCheckpoint writes, parseCheckpoint reads", () => {
  const line = fc.string({ minLength: 1 }).filter((given) => !given.includes("\n"));
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(line, fc.maxSafeNat(), hash, fc.array(line), (origin, size, root, extensions) => {
      const given = { origin, size, root, extensions };
      assert.deepEqual(parseCheckpoint(formatCheckpoint(given)), given);
    }),
  );
});

test("what would not be read is not written", () => {
  for (const bad of [
    { size: 2 ** 53 },
    { size: -1 },
    { root: new Uint8Array(31) },
    { origin: "" },
    { origin: "a\nb" },
  ]) {
    assert.throws(() => formatCheckpoint({ ...checkpoint, ...bad }), /invariant/);
  }
  assert.throws(() => formatCheckpoint({ ...checkpoint, extensions: [""] }), /invariant/);
});

test("a checkpoint opens under its own origin and key alone", () => {
  const note = signNote(formatCheckpoint(checkpoint), [signer]);
  assert.deepEqual(openCheckpoint(note, key, ORIGIN), { ...checkpoint, key, unverified: [] });
  assert.throws(() => openCheckpoint(note, key, "example.org"), { code: "wrong_origin" });
  const other = makeTestSigner("example.org", 1);
  assert.throws(() => openCheckpoint(note, other.key, "example.org"), { code: "signature_missing" });
  const stranger = makeTestSigner(ORIGIN, 2);
  assert.throws(() => openCheckpoint(note, stranger.key, ORIGIN), { code: "signature_missing" });
});

test("a checkpoint of another log, signed under this log's key name, does not open", () => {
  const note = signNote(formatCheckpoint({ ...checkpoint, origin: "example.org/s/other" }), [signer]);
  assert.throws(() => openCheckpoint(note, key, ORIGIN), { code: "wrong_origin" });
});

test("an empty log has one root", () => {
  const empty = { ...checkpoint, size: 0, root: EMPTY_ROOT };
  assert.equal(openCheckpoint(signNote(formatCheckpoint(empty), [signer]), key, ORIGIN).size, 0);
  const lying = signNote(formatCheckpoint({ ...empty, root }), [signer]);
  assert.throws(() => openCheckpoint(lying, key, ORIGIN), { code: "root_mismatch" });
});

test("cosignatures by others are handed on unverified", () => {
  const witness = makeTestSigner("witness.example", 3);
  const note = signNote(formatCheckpoint(checkpoint), [signer, witness.signer]);
  assert.deepEqual(
    openCheckpoint(note, key, ORIGIN).unverified.map(({ name }) => name),
    ["witness.example"],
  );
});

test("a signed note that is no checkpoint does not open", () => {
  assert.throws(() => openCheckpoint(signNote("hello\n", [signer]), key, ORIGIN), MalformedError);
});
