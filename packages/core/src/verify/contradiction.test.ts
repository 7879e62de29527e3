import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { readVectors } from "../../../../tests/vectors.ts";
import { decodeUtf8, encodeHex, encodeUtf8 } from "../bytes.ts";
import { UndersignedError } from "../errors.ts";
import { append, computePartialTiles, emptyEdge } from "../log/append.ts";
import { formatCheckpoint } from "../log/checkpoint.ts";
import { formatHead } from "../log/head.ts";
import { hashLeaf } from "../log/merkle.ts";
import { parseVerifierKey, signNote } from "../log/note.ts";
import { makeTileNodes, proveConsistency, proveInclusion, readRoot } from "../log/prove.ts";
import type { Contradiction } from "./contradiction.ts";
import { checkContradiction, formatContradiction, parseContradiction } from "./contradiction.ts";

const HOST = "letters.example";
const { key } = makeTestSigner(HOST, 7);

function leaves(words: readonly string[]): Uint8Array[] {
  return words.map((word) => hashLeaf(encodeUtf8(word)));
}

function sign(origin: string, hashes: readonly Uint8Array[], seed = 7): string {
  const { root } = append(emptyEdge(), hashes);
  const text = formatCheckpoint({ origin, size: hashes.length, root, extensions: [] });
  return decodeUtf8(signNote(text, [makeTestSigner(origin, seed).signer]));
}

function reader(hashes: readonly Uint8Array[]) {
  const read = computePartialTiles(
    async (start, end) => hashes.slice(start, end),
    () => assert.fail("no full tile"),
  );
  return async (level: number, index: number, width: number) => makeTileNodes(await read(level, index, width), width);
}

async function twoHistories(first: readonly string[], second: readonly string[]): Promise<Contradiction> {
  const later = leaves(second);
  const root = await readRoot(first.length, reader(later));
  const proof = await proveConsistency(first.length, later.length, reader(later));
  return { kind: "two-histories", checkpoints: [sign(HOST, leaves(first)), sign(HOST, later)], root, proof };
}

test("two histories of one log are shown by two signed checkpoints, and a proof where one is longer", async () => {
  for (const second of [
    ["a", "x"],
    ["a", "x", "c"],
    ["x", "b", "c", "d", "e"],
    ["a", "x", ..."cdefghi"],
  ]) {
    const contradiction = await twoHistories(["a", "b"], second);
    const shown = checkContradiction(parseContradiction(formatContradiction(contradiction)), key);
    assert.deepEqual([shown.origin, shown.size], [HOST, 2]);
    assert.equal(new Set(shown.roots).size, 2);
  }
});

test("two keys of one depositary, one after the other, contradict each other; whoever knows only one cannot tell", async () => {
  const by = await twoHistories(["a", "b"], ["a", "x", "c"]);
  assert.ok(by.kind === "two-histories");
  const contradiction = { ...by, checkpoints: [by.checkpoints[0], sign(HOST, leaves(["a", "x", "c"]), 31)] } as const;
  const later = makeTestSigner(HOST, 31).key;
  assert.equal(checkContradiction(contradiction, key, later).size, 2);
  assert.equal(checkContradiction(contradiction, later, key).size, 2);
  assert.throws(() => checkContradiction(contradiction, key), { code: "signature_missing" });
  const elsewhere = makeTestSigner("other.example", 7).key;
  assert.throws(() => checkContradiction(contradiction, elsewhere), { code: "wrong_origin" });
});

test("a log that only grew contradicts nothing, whatever root is claimed for it", async () => {
  const honest = await twoHistories(["a", "b"], ["a", "b", "c"]);
  assert.throws(() => checkContradiction(honest, key), { code: "root_mismatch" });
  const claimed = { ...honest, root: new Uint8Array(32) } as Contradiction;
  assert.throws(() => checkContradiction(claimed, key), { code: "root_mismatch" });
  const swapped = { ...honest, checkpoints: [honest.checkpoints[1], honest.checkpoints[0]] } as Contradiction;
  assert.throws(() => checkContradiction(swapped, key), { code: "proof_invalid" });
});

test("what another key signed shows nothing about this depositary", async () => {
  const contradiction = await twoHistories(["a", "b"], ["a", "x"]);
  assert.throws(() => checkContradiction(contradiction, makeTestSigner(HOST, 8).key), { code: "signature_missing" });
  assert.throws(() => checkContradiction(contradiction, makeTestSigner("other.example", 7).key), {
    code: "wrong_origin",
  });
  checkContradiction(contradiction, makeTestSigner(`${HOST}/s/rooms`, 7).key);
});

async function headDiffers(root: string, size = 2): Promise<Contradiction> {
  const statement = `${HOST}/s/rooms`;
  const head = formatHead({ statement, size, root, time: 1_790_000_000, previous: null });
  const heads = [hashLeaf(head), ...leaves(["b", "c"])];
  return {
    kind: "head",
    checkpoints: [sign(statement, leaves(["a", "b"])), sign(HOST, heads)],
    head,
    index: 0,
    proof: await proveInclusion(0, heads.length, reader(heads)),
  };
}

test("a head that gives a statement another root than its own checkpoint is shown", async () => {
  const contradiction = await headDiffers("ab".repeat(32));
  const shown = checkContradiction(parseContradiction(formatContradiction(contradiction)), key);
  assert.deepEqual([shown.origin, shown.size, shown.roots[1]], [`${HOST}/s/rooms`, 2, "ab".repeat(32)]);
  const same = await headDiffers(encodeHex(append(emptyEdge(), leaves(["a", "b"])).root));
  assert.throws(() => checkContradiction(same, key), { code: "root_mismatch" });
  const otherSize = await headDiffers("ab".repeat(32), 3);
  assert.throws(() => checkContradiction(otherSize, key), { code: "proof_invalid" });
  const elsewhere = { ...contradiction, index: 1 } as Contradiction;
  assert.throws(() => checkContradiction(elsewhere, key), UndersignedError);
  const [statement, heads] = contradiction.checkpoints;
  const swapped: Contradiction = { ...contradiction, checkpoints: [heads, statement] };
  assert.throws(() => checkContradiction(swapped, key), { code: "wrong_origin" });
});

test("every byte of a contradiction is read strictly, and none can be changed to show something else", async () => {
  const bytes = formatContradiction(await twoHistories(["a", "b"], ["a", "x", "c"]));
  assertStrict(bytes, parseContradiction, formatContradiction);
  const { roots } = checkContradiction(parseContradiction(bytes), key);
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] = (changed[at] as number) ^ 1;
    try {
      // The name of a key that nobody knows may be changed: its line is ignored.
      assert.deepEqual(checkContradiction(parseContradiction(changed), key).roots, roots, `byte ${at}`);
    } catch (error) {
      assert.ok(error instanceof UndersignedError, `byte ${at}: ${error}`);
    }
  }
});

type ContradictionVector = { contradiction: string; key: string; error?: string; shown?: object };

test("vectors/contradiction: each shows two roots, or is refused for its own defect", () => {
  for (const { name, vector } of readVectors<ContradictionVector>("contradiction")) {
    const check = () =>
      checkContradiction(parseContradiction(encodeUtf8(vector.contradiction)), parseVerifierKey(vector.key));
    if (vector.error === undefined) assert.deepEqual(check(), vector.shown, name);
    else assert.throws(check, { code: vector.error }, name);
  }
});
