import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { decodeHex, encodeHex, encodeUtf8, sha256 } from "../bytes.ts";
import { append, emptyEdge } from "./append.ts";
import { openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { formatEntryBundle, parseEntryBundle } from "./entry-bundle.ts";
import { checkHead, checkHeadOrder, formatHead, parseHead } from "./head.ts";
import { formatIdentityAct, parseHeadsEntry } from "./identity-act.ts";
import { checkConsistency, checkInclusion, hashLeaf } from "./merkle.ts";
import { formatVerifierKey, openNote, parseVerifierKey } from "./note.ts";
import { checkLogProof, parseLogProof } from "./proof.ts";
import { formatTile, formatTilePath, parseTilePath, tileWidth } from "./tile.ts";

/** A vector: which check it is for, what its defect is, our code for that error or null, and members by check. */
type Vector = { check: string; about: string; error?: string | null } & Record<string, unknown>;

/** One function for each `check`: it throws when the vector is refused, and asserts what the vector says when it is not. */
const CHECKS: Record<string, (vector: never) => void> = {
  tree(vector: { roots: { size: number; root: string }[] }) {
    let edge = emptyEdge();
    for (const { size, root } of vector.roots) {
      const appended = append(edge, decimalLeaves(edge.size, size));
      edge = appended.edge;
      assert.equal(encodeHex(appended.root), root, `root at ${size}`);
    }
  },
  tiles(vector: { size: number; tiles: { path: string; sha256: string }[] }) {
    const { edge, tiles } = append(emptyEdge(), decimalLeaves(0, vector.size));
    for (const { path, sha256: digest } of vector.tiles) {
      const { level, index, width } = parseTilePath(path);
      assert.ok(level !== "entries");
      assert.equal(tileWidth(level, index, vector.size), width);
      const full = tiles.find((tile) => tile.level === level && tile.index === index);
      assert.equal(encodeHex(sha256(full?.hashes ?? formatTile(edge.levels[level] ?? []))), digest, path);
    }
  },
  inclusion(vector: { index: number; size: number; leafHash: string; proof: string[]; root: string }) {
    const { index, size } = vector;
    const [leafHash, root] = [decodeHex(vector.leafHash), decodeHex(vector.root)];
    checkInclusion({ index, size, leafHash, proof: vector.proof.map(decodeHex), root });
  },
  consistency(vector: { oldSize: number; newSize: number; oldRoot: string; newRoot: string; proof: string[] }) {
    const { oldSize, newSize } = vector;
    const [oldRoot, newRoot] = [decodeHex(vector.oldRoot), decodeHex(vector.newRoot)];
    checkConsistency({ oldSize, newSize, oldRoot, newRoot, proof: vector.proof.map(decodeHex) });
  },
  "tile-path"({
    path,
    level,
    index,
    width,
  }: {
    path: string;
    level: number | "entries";
    index: number;
    width: number;
  }) {
    const coordinate = parseTilePath(path);
    assert.deepEqual(coordinate, { level, index, width });
    assert.equal(formatTilePath(coordinate), path);
  },
  "entry-bundle"(vector: { bundle: string; width: number; entries: string[] }) {
    const entries = parseEntryBundle(decodeHex(vector.bundle), vector.width);
    assert.deepEqual(entries.map(encodeHex), vector.entries);
    assert.equal(encodeHex(formatEntryBundle(entries)), vector.bundle);
  },
  "verifier-key"(vector: { verifierKey: string; keyName: string; publicKey: string }) {
    const key = parseVerifierKey(vector.verifierKey);
    assert.deepEqual([key.name, encodeHex(key.publicKey)], [vector.keyName, vector.publicKey]);
  },
  note(vector: { note: string; keys: string[]; text: string; verified: string[]; unverified: number }) {
    const { text, verified, unverified } = openNote(vector.note, vector.keys.map(parseVerifierKey));
    assert.equal(text, vector.text);
    assert.deepEqual(
      verified.map(({ key }) => key.name),
      vector.verified,
    );
    assert.equal(unverified.length, vector.unverified);
  },
  checkpoint(vector: {
    checkpoint: string;
    verifierKey: string;
    origin: string;
    size: number;
    root: string;
    extensions: string[];
  }) {
    const { checkpoint, verifierKey, origin } = vector;
    const { size, root, extensions } = openCheckpoint(checkpoint, parseVerifierKey(verifierKey), origin);
    assert.deepEqual([size, encodeHex(root), extensions], [vector.size, vector.root, vector.extensions]);
  },
  "log-proof"(vector: {
    proof: string;
    entry: string;
    verifierKey: string;
    index: number;
    size: number;
    extra?: string;
  }) {
    const proof = parseLogProof(encodeUtf8(vector.proof));
    const { size } = checkLogProof(proof, encodeUtf8(vector.entry), parseVerifierKey(vector.verifierKey));
    assert.deepEqual([proof.index, size], [vector.index, vector.size]);
    assert.equal(proof.extra && encodeHex(proof.extra), vector.extra);
  },
  head(vector: { head: string; fields: unknown }) {
    const head = parseHead(encodeUtf8(vector.head));
    assert.deepEqual(head, vector.fields);
    assert.deepEqual(formatHead(head), encodeUtf8(vector.head));
  },
  "heads-entry"(vector: { entry: string; fields: unknown }) {
    const bytes = encodeUtf8(vector.entry);
    const entry = parseHeadsEntry(bytes);
    if (!("act" in entry)) {
      assert.deepEqual(entry, vector.fields);
      assert.deepEqual(formatHead(entry), bytes);
      return;
    }
    const keys =
      entry.act === "succeed" ? {} : { from: formatVerifierKey(entry.from), key: formatVerifierKey(entry.key) };
    assert.deepEqual({ ...entry, ...keys }, vector.fields);
    assert.deepEqual(formatIdentityAct(entry), bytes);
  },
  "head-checkpoint"({ head, checkpoint }: { head: string; checkpoint: string }) {
    checkHead(parseHead(encodeUtf8(head)), parseCheckpoint(checkpoint));
  },
  "head-order"({ earlier, later }: Record<"earlier" | "later", { index: number; head: string }>) {
    const [first, second] = [earlier, later].map(({ index, head }) => ({ index, head: parseHead(encodeUtf8(head)) }));
    assert.ok(first !== undefined && second !== undefined);
    checkHeadOrder(first, second);
  },
};

/** Hashes of the leaves [start, end) of the vectors' tree: leaf i is the decimal of i. */
function decimalLeaves(start: number, end: number): Uint8Array[] {
  return Array.from({ length: end - start }, (_, i) => hashLeaf(encodeUtf8(String(start + i))));
}

const FOLDER = new URL("../../../../vectors/log/", import.meta.url);

test("vectors/log: each file is refused for its own defect, or holds", (t) => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  const seen = new Set<string>();
  for (const name of names) {
    const vector = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Vector;
    const check = CHECKS[vector.check];
    assert.ok(check !== undefined && name.startsWith(`${vector.check}-`), name);
    seen.add(vector.check);
    if (typeof vector.error === "string") {
      assert.throws(() => check(vector as never), { code: vector.error }, `${name}: ${vector.about}`);
    } else {
      assert.doesNotThrow(() => check(vector as never), `${name}: ${vector.about}`);
    }
  }
  assert.deepEqual([...seen].sort(), Object.keys(CHECKS).sort(), "every check has vectors");
  t.diagnostic(`vectors/log: ${names.length} run`);
});

test("spec/log.md: its examples are those of the vectors", () => {
  const page = readFileSync(new URL("../../../../spec/log.md", import.meta.url), "utf8");
  for (const [name, member] of [
    ["checkpoint-valid", "checkpoint"],
    ["checkpoint-valid", "verifierKey"],
    ["checkpoint-valid-log-of-heads", "verifierKey"],
    ["head-valid", "head"],
    ["heads-entry-valid-rotate", "entry"],
    ["heads-entry-valid-succeed", "entry"],
  ] as const) {
    const vector = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")) as Vector;
    assert.ok(
      page.includes(`\`\`\`\n${vector[member]}`) || page.includes(`\n${vector[member]}\n\`\`\``),
      `${name}: ${member}`,
    );
  }
});
