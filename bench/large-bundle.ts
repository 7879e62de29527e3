import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { encodeHex } from "../packages/core/src/bytes.ts";
import type { Edge } from "../packages/core/src/log/append.ts";
import { append, emptyEdge, rootOfEdge } from "../packages/core/src/log/append.ts";
import { formatCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { formatEntryBundle } from "../packages/core/src/log/entry-bundle.ts";
import { formatHead } from "../packages/core/src/log/head.ts";
import { hashLeaf, hashLeaves } from "../packages/core/src/log/merkle.ts";
import { formatVerifierKey, signNote } from "../packages/core/src/log/note.ts";
import { formatLogProof } from "../packages/core/src/log/proof.ts";
import { TILE_WIDTH } from "../packages/core/src/log/tile.ts";
import { combine, digestPart, openPublic } from "../packages/core/src/signature/commitment.ts";
import type { Consent, Entry } from "../packages/core/src/signature/entry.ts";
import { formatEntry } from "../packages/core/src/signature/entry.ts";
import {
  BUNDLE_FORMAT,
  CHECKPOINT_FILE,
  consentNoticeFile,
  DESCRIPTION_FILE,
  entriesFile,
  formatDescription,
  HEAD_FILE,
  HEAD_PROOF_FILE,
  manifestFile,
  openingsFile,
  README_FILE,
  textFile,
} from "../packages/core/src/verify/bundle.ts";
import { formatOpeningLine } from "../packages/core/src/verify/openings.ts";
import { formatReadme } from "../packages/core/src/verify/readme.ts";
import { zipStream } from "../packages/server/src/depositary/zip-stream.ts";
import type { StoryVersion } from "../tests/bundle-story.ts";
import { makeVersion, STATEMENT } from "../tests/bundle-story.ts";
import { makeTestSigner } from "../tests/test-signer.ts";

const HOST = "letters.example";
const ORIGIN = `${HOST}/s/${STATEMENT}`;
const SEED = 7;
/** 2026-11-20T12:00:00Z */
const TIME = 1_795_176_000;

type File = { readonly name: string; readonly bytes: Uint8Array };

/**
 * Writes the bundle of a statement of `size` entries as the depositary would: three versions; of a thousand entries about
 * 985 are signatures of people, one in three of them named, five of organisations, which are opened, and ten are
 * withdrawals, signatures of a new version, disputes and what follows from them.
 * @returns the verifier key that it is to be checked with
 */
export async function writeLargeBundle(path: string, size: number): Promise<string> {
  await pipeline(Readable.fromWeb(zipStream(listFiles(size))), createWriteStream(path));
  return formatVerifierKey(makeTestSigner(HOST, SEED).key);
}

async function* listFiles(size: number): AsyncGenerator<File> {
  const versions = makeVersions();
  const listed = versions.map(({ digest }, at) => ({ number: at + 1, digest }));
  const vkey = formatVerifierKey(makeTestSigner(HOST, SEED).key);
  yield { name: README_FILE, bytes: formatReadme(ORIGIN) };
  const told = { format: BUNDLE_FORMAT, origin: ORIGIN, size, verifier: null, versions: listed, vkey } as const;
  yield { name: DESCRIPTION_FILE, bytes: formatDescription(told) };
  for (const [at, { manifest, notice, texts }] of versions.entries()) {
    yield { name: manifestFile(at + 1), bytes: manifest };
    yield { name: consentNoticeFile(at + 1), bytes: notice };
    for (const [lang, bytes] of texts) yield { name: textFile(at + 1, lang), bytes };
  }
  let edge = emptyEdge();
  const maker = new EntryMaker(size, versions);
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const { entries, lines } = maker.makeTile(Math.min(TILE_WIDTH, size - index * TILE_WIDTH));
    edge = append(edge, hashLeaves(entries)).edge;
    yield { name: entriesFile(index, size), bytes: formatEntryBundle(entries) };
    if (lines.length > 0) yield { name: openingsFile(index, size), bytes: Buffer.concat(lines) };
  }
  yield* publish(edge);
}

function makeVersions(): StoryVersion[] {
  const first = makeVersion(1, null);
  const second = makeVersion(2, first.digest);
  return [first, second, makeVersion(3, second.digest)];
}

function publish(edge: Edge): File[] {
  const root = rootOfEdge(edge);
  const { size } = edge;
  const checkpoint = signNote(formatCheckpoint({ origin: ORIGIN, size, root, extensions: [] }), [
    makeTestSigner(ORIGIN, SEED).signer,
  ]);
  const head = formatHead({ statement: ORIGIN, size, root: encodeHex(root), time: TIME, previous: null });
  const heads = formatCheckpoint({ origin: HOST, size: 1, root: hashLeaf(head), extensions: [] });
  const proof = { index: 0, hashes: [], checkpoint: signNote(heads, [makeTestSigner(HOST, SEED).signer]) };
  return [
    { name: CHECKPOINT_FILE, bytes: checkpoint },
    { name: HEAD_FILE, bytes: head },
    { name: HEAD_PROOF_FILE, bytes: formatLogProof(proof) },
  ];
}

/** Where the second and the third version are opened, as shares of all entries. */
const OPENED = [0, 0.4, 0.7];

class EntryMaker {
  readonly #size: number;
  readonly #versions: readonly StoryVersion[];
  /** People who signed and on whose signature nothing was done yet. */
  readonly #untouched: number[] = [];
  #version = -1;
  #index = 0;
  /** Acts that follow from the last. */
  #next: Entry[] = [];

  constructor(size: number, versions: readonly StoryVersion[]) {
    this.#size = size;
    this.#versions = versions;
  }

  makeTile(width: number): { entries: Uint8Array[]; lines: Uint8Array[] } {
    const entries: Uint8Array[] = [];
    const lines: Uint8Array[] = [];
    while (entries.length < width) entries.push(formatEntry(this.#make(lines)));
    return { entries, lines };
  }

  #make(lines: Uint8Array[]): Entry {
    const index = this.#index++;
    const next = this.#next.shift();
    if (next !== undefined) return next;
    if (index >= Math.floor((OPENED[this.#version + 1] ?? 1) * this.#size)) {
      this.#version += 1;
      return { act: "open", version: this.#digest, closes: null };
    }
    const chance = numberOf(index) % 1_000;
    if (chance < 5) return this.#signAsOrganisation(index, lines);
    const of = chance < 15 ? this.#untouched.shift() : undefined;
    if (of === undefined) {
      if (index % 50 === 0) this.#untouched.push(index);
      return { act: "sign", ...this.#consent("person", chance % 3 === 0) };
    }
    if (chance < 10) return { act: "resign", of, ...this.#consent("person", false) };
    if (chance < 14) return { act: "withdraw", of };
    this.#next = [{ act: "remove", of, reason: "disputed" }];
    return { act: "dispute", of };
  }

  get #digest(): string {
    return this.#versions[this.#version]?.digest ?? "";
  }

  #consent(kind: Consent["kind"], named: boolean): Consent {
    const capacity = kind === "person" ? "personal" : "institutional";
    const commitment = encodeHex(randomBytes(32));
    return { version: this.#digest, kind, capacity, level: kind === "person" ? 1 : 3, named, commitment };
  }

  #signAsOrganisation(index: number, lines: Uint8Array[]): Entry {
    const name = `Friends of Reading Room ${index}`;
    const salt = new Uint8Array(randomBytes(32));
    const part = { name, place: "Riverside", lang: "en", date: "2026-11-20" };
    const kept = new Uint8Array(randomBytes(32));
    const commitment = encodeHex(combine(digestPart(salt, part), kept));
    lines.push(formatOpeningLine({ index, opening: openPublic({ salt, part }, kept) }));
    return { act: "sign", ...this.#consent("organisation", true), commitment };
  }
}

/** A number that looks random and is the same in every run. */
function numberOf(index: number): number {
  return createHash("sha256").update(String(index)).digest().readUInt32BE(0);
}
