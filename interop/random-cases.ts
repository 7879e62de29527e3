import fc from "fast-check";
import { encodeBase64, encodeHex, encodeUtf8 } from "../packages/core/src/bytes.ts";
import { append, emptyEdge, rootOfEdge } from "../packages/core/src/log/append.ts";
import { formatCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { hashLeaf } from "../packages/core/src/log/merkle.ts";
import type { Signer } from "../packages/core/src/log/note.ts";
import { formatVerifierKey, signNote } from "../packages/core/src/log/note.ts";
import { formatTilePath } from "../packages/core/src/log/tile.ts";
import { formatSignatureText } from "../packages/core/src/signature/signature-note.ts";
import { referenceTree } from "../tests/reference-tree.ts";
import type { Case, Kind } from "./case.ts";
import { makeSigner } from "./signer.ts";

/**
 * Random cases of one kind: half of them right, half with something changed, so that "refused" is compared as often as
 * "holds". The same seed gives the same cases.
 */
export function sampleCases(kind: Kind, count: number, seed: number): Case[] {
  return fc.sample(ARBITRARIES[kind], { numRuns: count, seed });
}

const name = fc.constantFrom("letters.example", "letters.example/s/rooms", "witness.partner.example", "müller.example");
const seedBytes = fc.integer({ min: 1, max: 40 }).map((byte) => new Uint8Array(32).fill(byte));
const line = fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replaceAll(/\p{Cc}/gu, "·"));
const noteText = fc.oneof(
  fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => `${lines.join("\n")}\n`),
  fc
    .record({ origin: name, size: fc.nat(), root: fc.uint8Array({ minLength: 32, maxLength: 32 }) })
    .map(({ origin, size, root }) => formatCheckpoint({ origin, size, root, extensions: [] })),
);

/** A change to bytes: none, one bit, a byte taken out, put in or doubled, the end cut off, two lines swapped or doubled. */
type Change = { readonly what: number; readonly at: number; readonly byte: number };
const change = fc.record({
  what: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.integer({ min: 1, max: 7 }) }),
  at: fc.nat(),
  byte: fc.integer({ min: 0, max: 255 }),
});

function mangle(bytes: Uint8Array, { what, at, byte }: Change): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (what) {
    case 1:
      return bytes.map((value, i) => (i === place ? value ^ (1 << (byte % 8)) : value));
    case 2:
      return Buffer.concat([before, after.subarray(1)]);
    case 3:
      return Buffer.concat([before, Uint8Array.of(byte), after]);
    case 4:
      return Buffer.concat([before, after.subarray(0, 1), after]);
    case 5:
      return before;
    case 6:
    case 7:
      return encodeUtf8(moveLine(Buffer.from(bytes).toString("utf8"), what === 6, at, byte));
    default:
      return bytes;
  }
}

function moveLine(text: string, swap: boolean, one: number, other: number): string {
  const lines = text.split("\n");
  const [a, b] = [one % lines.length, other % lines.length];
  if (!swap) lines.splice(b, 0, lines[a] as string);
  else [lines[a], lines[b]] = [lines[b] as string, lines[a] as string];
  return lines.join("\n");
}

const notes = fc
  .record({
    text: noteText,
    signers: fc.array(fc.record({ name, seed: seedBytes }), { minLength: 1, maxLength: 4 }),
    known: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
    stranger: fc.boolean(),
    change,
  })
  .map(({ text, signers, known, stranger, change: made }): Case => {
    const all = signers.map((signer) => makeSigner(signer.name, signer.seed));
    const bytes = mangle(
      signNote(
        text,
        all.map(({ signer }) => signer),
      ),
      made,
    );
    const keys = new Set(known.flatMap((i) => (all[i] === undefined ? [] : [formatVerifierKey(all[i].key)])));
    if (stranger || keys.size === 0)
      keys.add(formatVerifierKey(makeSigner("other.example", new Uint8Array(32).fill(77)).key));
    return { kind: "note", bytes: encodeBase64(bytes), keys: [...keys] };
  });

const verifierKeys = fc.record({ name, seed: seedBytes, change }).map(({ name: called, seed, change: made }): Case => {
  const text = formatVerifierKey(makeSigner(called, seed).key);
  return { kind: "verifier key", text: Buffer.from(mangle(encodeUtf8(text), made)).toString("utf8") };
});

const domain = fc.constantFrom("reading.example", "neighbours.example", "xn--bcher-kva.example");

/** Notes by which organisations sign a version, of one line, a few, or as many as a note may have. */
const signatureNotes = fc
  .record({
    statement: fc.constantFrom("letters.example/s/rooms", "localhost:8080/s/a"),
    version: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(encodeHex),
    signers: fc.uniqueArray(fc.record({ name: domain, seed: seedBytes }), {
      minLength: 1,
      maxLength: 4,
      selector: ({ name: called, seed }) => `${called} ${seed[0]}`,
    }),
    more: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 96, 97),
    known: fc.nat({ max: 3 }),
    change,
  })
  .map(({ statement, version, signers, more, known, change: made }): Case => {
    const all = signers.map(({ name: called, seed }) => makeSigner(called, seed));
    const members = Array.from({ length: more }, (_, i) => memberOf(i));
    const signed = { statement, version };
    const lines = [...members.map(({ signer }) => signer), ...all.map(({ signer }) => signer)];
    const text = formatSignatureText(signed);
    const bytes = mangle(signUnbounded(text, lines), made);
    const keys = new Set([0, known].flatMap((i) => (all[i] === undefined ? [] : [formatVerifierKey(all[i].key)])));
    return { kind: "signature note", bytes: encodeBase64(bytes), keys: [...keys] };
  });

/** As signNote does, also beyond the lines that a note may have. */
function signUnbounded(text: string, signers: readonly Signer[]): Uint8Array {
  const lines = signers.map((signer) => Buffer.from(signNote(text, [signer])).subarray(encodeUtf8(text).length + 1));
  return Buffer.concat([encodeUtf8(`${text}\n`), ...lines]);
}

const memberOf = (i: number) => makeSigner(`member${i}.example`, new Uint8Array(32).fill(100 + i));

const signingKeys = fc
  .record({ name: fc.oneof({ weight: 5, arbitrary: domain }, name), seed: seedBytes, change })
  .map(({ name: called, seed, change: made }): Case => {
    const { key } = makeSigner(called, seed);
    const text = `PRIVATE+KEY+${called}+${encodeHex(key.keyId)}+${encodeBase64(Uint8Array.of(1, ...seed))}`;
    return { kind: "signing key", text: Buffer.from(mangle(encodeUtf8(text), made)).toString("utf8") };
  });

const signing = fc
  .record({ name, seed: seedBytes, text: noteText })
  .map(({ name: called, seed, text }): Case => ({ kind: "signing", keys: [called], seed: encodeBase64(seed), text }));

/** Leaves of trees that reach over one tile now and then. */
const leaves = fc
  .record({ count: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1_100 })), salt: fc.nat() })
  .map(({ count, salt }) => Array.from({ length: count }, (_, i) => encodeUtf8(`entry ${i} of ${salt}`)));

function encodeAll(list: readonly Uint8Array[]): string[] {
  return list.map(encodeBase64);
}

const roots = leaves.map((list): Case => ({ kind: "root", leaves: encodeAll(list) }));

const tiles = fc.record({ leaves, at: fc.nat(), width: fc.nat() }).map(({ leaves: list, at, width }): Case => {
  const level = list.length >= 256 && at % 3 === 0 ? 1 : 0;
  const hashes = Math.floor(list.length / 256 ** level);
  const index = at % Math.ceil(hashes / 256);
  const widest = Math.min(256, hashes - index * 256);
  return { kind: "tile", leaves: encodeAll(list), level, index, width: 1 + (width % widest) };
});

const tilePaths = fc
  .record({
    level: fc.integer({ min: 0, max: 63 }),
    index: fc.oneof(fc.nat(2_000), fc.maxSafeNat()),
    width: fc.integer({ min: 1, max: 256 }),
    change,
  })
  .map(({ level, index, width, change: made }): Case => {
    const bytes = encodeUtf8(formatTilePath({ level, index, width }));
    return { kind: "tile path", text: Buffer.from(mangle(bytes, made)).toString("utf8") };
  });

const inclusionProofs = fc
  .record({ leaves, at: fc.nat() })
  .map(({ leaves: list, at }): Case => ({ kind: "inclusion proof", leaves: encodeAll(list), index: at % list.length }));

const consistencyProofs = fc.record({ leaves, at: fc.nat() }).map(
  ({ leaves: list, at }): Case => ({
    kind: "consistency proof",
    leaves: encodeAll(list),
    old: 1 + (at % list.length),
  }),
);

/** What may be changed of a claim before it is checked: nothing, a number, a hash, the proof's length or order. */
const claimChange = fc.record({
  what: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 7, arbitrary: fc.integer({ min: 1, max: 7 }) }),
  at: fc.nat(),
  by: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.maxSafeNat()),
});

type Claim = { first: number; size: number; proof: Uint8Array[]; root: Uint8Array; hash: Uint8Array };

function changeClaim(claim: Claim, { what, at, by }: { what: number; at: number; by: number }): Claim {
  const proof = [...claim.proof];
  const flip = (hash: Uint8Array): Uint8Array => hash.map((byte, i) => (i === at % 32 ? byte ^ 1 : byte));
  const place = proof.length === 0 ? 0 : at % proof.length;
  switch (what) {
    case 1:
      return { ...claim, first: safe(claim.first + by) };
    case 2:
      return { ...claim, size: safe(claim.size + by) };
    case 3:
      return { ...claim, root: flip(claim.root) };
    case 4:
      return { ...claim, hash: flip(claim.hash) };
    case 5:
      if (proof[place] !== undefined) proof[place] = flip(proof[place]);
      return { ...claim, proof };
    case 6:
      proof.splice(place, 1);
      return { ...claim, proof };
    case 7:
      proof.splice(place, 0, proof[place] ?? claim.root);
      return { ...claim, proof };
    default:
      return claim;
  }
}

function safe(value: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, value));
}

const inclusions = fc
  .record({ leaves, at: fc.nat(), change: claimChange })
  .map(({ leaves: list, at, change: made }): Case => {
    const hashes = list.map(hashLeaf);
    const index = at % list.length;
    const proof = referenceTree(hashes).path(index, list.length);
    const right = { first: index, size: list.length, proof, root: rootOf(hashes), hash: hashes[index] as Uint8Array };
    const { first, size, ...claim } = changeClaim(right, made);
    return { kind: "inclusion", index: first, size, ...encodeClaim(claim) };
  });

const consistencies = fc
  .record({ leaves, at: fc.nat(), change: claimChange })
  .map(({ leaves: list, at, change: made }): Case => {
    const hashes = list.map(hashLeaf);
    const old = 1 + (at % list.length);
    const proof = referenceTree(hashes).proof(old, list.length);
    const right = { first: old, size: list.length, proof, root: rootOf(hashes), hash: rootOf(hashes.slice(0, old)) };
    const { first, size, ...claim } = changeClaim(right, made);
    return { kind: "consistency", old: first, size, ...encodeClaim(claim) };
  });

function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  return rootOfEdge(append(emptyEdge(), hashes).edge);
}

function encodeClaim({
  proof,
  root,
  hash,
}: Pick<Claim, "proof" | "root" | "hash">): Pick<Case, "proof" | "root" | "hash"> {
  return { proof: encodeAll(proof), root: encodeBase64(root), hash: encodeBase64(hash) };
}

const ARBITRARIES: Readonly<Record<Kind, fc.Arbitrary<Case>>> = {
  "verifier key": verifierKeys,
  note: notes,
  signing,
  "signing key": signingKeys,
  "signature note": signatureNotes,
  root: roots,
  tile: tiles,
  "tile path": tilePaths,
  "inclusion proof": inclusionProofs,
  "consistency proof": consistencyProofs,
  inclusion: inclusions,
  consistency: consistencies,
};
