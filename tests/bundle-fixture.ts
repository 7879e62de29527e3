import { encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { formatHead } from "@undersigned/core/log/head.ts";
import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import { encodeIdentityLinks } from "@undersigned/core/log/identity-chain.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatVerifierKey, signNote } from "@undersigned/core/log/note.ts";
import { formatLogProof } from "@undersigned/core/log/proof.ts";
import { makeTileNodes, proveInclusion } from "@undersigned/core/log/prove.ts";
import { formatTile, TILE_WIDTH } from "@undersigned/core/log/tile.ts";
import {
  BUNDLE_FORMAT,
  CHECKPOINT_FILE,
  consentNoticeFile,
  DESCRIPTION_FILE,
  entriesFile,
  formatDescription,
  HEAD_FILE,
  HEAD_PROOF_FILE,
  identityFile,
  identityProofFile,
  manifestFile,
  observationsFile,
  openingsFile,
  README_FILE,
  textFile,
  VERIFIER_FILE,
} from "@undersigned/core/verify/bundle.ts";
import { formatOpeningLine } from "@undersigned/core/verify/openings.ts";
import { formatReadme } from "@undersigned/core/verify/readme.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import type { Story } from "./bundle-story.ts";
import { STATEMENT } from "./bundle-story.ts";
import { makeTestSigner } from "./test-signer.ts";
import type { Cosigning } from "./witness-fixture.ts";
import { cosign } from "./witness-fixture.ts";

export const HOST = "letters.example";
/** 2026-11-20T12:00:00Z */
export const HEAD_TIME = 1_795_176_000;
/** Seed of the depositary's key, and of one that is not its. */
export const SEED = 7;
export const OTHER_SEED = 8;

type Depositary = {
  readonly host: string;
  readonly statement: string;
  readonly seed: number;
  /** Who has cosigned the log of heads. */
  readonly witnesses?: readonly Cosigning[];
  /** How the key, or the host, came to be these. */
  readonly identity?: readonly IdentityLink[];
  /** How many heads of other statements stand in the log of heads before this one's: two by default. */
  readonly headsBefore?: number;
};

type BundleMaker = Depositary & {
  /** The bytes of verify.html. */
  readonly verifier: Uint8Array | null;
};

/** The files of a bundle that this depositary makes of a story. */
export async function buildBundle(
  story: Story,
  { verifier = null, ...by }: Partial<BundleMaker> = {},
): Promise<Map<string, Uint8Array>> {
  const { host = HOST, statement = STATEMENT, seed = SEED, identity = [] } = by;
  const files = new Map<string, Uint8Array>();
  const origin = `${host}/s/${statement}`;
  const size = story.entries.length;
  files.set(README_FILE, formatReadme(origin));
  const description = formatDescription({
    format: BUNDLE_FORMAT,
    origin,
    size,
    verifier: verifier === null ? null : encodeHex(sha256(verifier)),
    versions: story.versions.map(({ digest }, at) => ({ number: at + 1, digest })),
    vkey: formatVerifierKey(makeTestSigner(host, seed).key),
  });
  files.set(DESCRIPTION_FILE, description);
  if (verifier !== null) files.set(VERIFIER_FILE, verifier);
  for (const [at, { manifest, notice, texts }] of story.versions.entries()) {
    files.set(manifestFile(at + 1), manifest);
    files.set(consentNoticeFile(at + 1), notice);
    for (const [lang, bytes] of texts) files.set(textFile(at + 1, lang), bytes);
  }
  for (const [at, { entry, proof }] of identity.entries()) {
    files.set(identityFile(at + 1), entry);
    files.set(identityProofFile(at + 1), proof);
  }
  const published = await publish(story, by);
  files.set(CHECKPOINT_FILE, published.checkpoint);
  files.set(HEAD_FILE, published.head);
  files.set(HEAD_PROOF_FILE, published.headProof);
  for (let start = 0; start < size; start += TILE_WIDTH) {
    const index = start / TILE_WIDTH;
    files.set(entriesFile(index, size), formatEntryBundle(story.entries.slice(start, start + TILE_WIDTH)));
    const lines = story.openings.filter((line) => line.index >= start && line.index < start + TILE_WIDTH);
    const text = Buffer.concat(lines.sort((a, b) => a.index - b.index).map(formatOpeningLine));
    if (lines.length > 0) files.set(openingsFile(index, size), new Uint8Array(text));
    const seen = story.observations.filter((line) => line.index >= start && line.index < start + TILE_WIDTH);
    const told = new Uint8Array(Buffer.concat(seen.map(({ line }) => line)));
    if (seen.length > 0) files.set(observationsFile(index, size), told);
  }
  for (const [name, bytes] of story.files) files.set(name, bytes);
  return files;
}

type Publication = { readonly checkpoint: Uint8Array; readonly head: Uint8Array; readonly headProof: Uint8Array };

/** Signs a story's log, and puts its head into a log of heads among those of others. */
async function publish(
  story: Story,
  { host = HOST, statement = STATEMENT, seed = SEED, witnesses = [], headsBefore = 2 }: Partial<Depositary>,
): Promise<Publication> {
  const origin = `${host}/s/${statement}`;
  const size = story.entries.length;
  const { root } = append(emptyEdge(), story.entries.map(hashLeaf));
  const checkpoint = signNote(formatCheckpoint({ origin, size, root, extensions: [] }), [
    makeTestSigner(origin, seed).signer,
  ]);
  const head = formatHead({ statement: origin, size, root: encodeHex(root), time: HEAD_TIME, previous: 1 });
  const others = Array.from({ length: headsBefore + 2 }, (_, at) => encodeUtf8(`head of ${"abcdefghijklmnop"[at]}`));
  const heads = others.toSpliced(headsBefore, 0, head);
  const text = formatCheckpoint({
    origin: host,
    size: heads.length,
    root: append(emptyEdge(), heads.map(hashLeaf)).root,
    extensions: [],
  });
  const note = cosign(signNote(text, [makeTestSigner(host, seed).signer]), witnesses);
  return { checkpoint, head, headProof: await prove(heads, headsBefore, note) };
}

/** A log proof of one entry of a log of at most 255. */
export async function prove(
  entries: readonly Uint8Array[],
  index: number,
  checkpoint: Uint8Array,
): Promise<Uint8Array> {
  const { edge } = append(emptyEdge(), entries.map(hashLeaf));
  const hashes = await proveInclusion(index, entries.length, (level, tile, width) => {
    if (tile !== 0) throw new Error("a log of one tile");
    return makeTileNodes(formatTile((edge.levels[level] ?? []).slice(0, width)), width);
  });
  return formatLogProof({ index, hashes, checkpoint });
}

/** The receipt of entry `index`, of a story of at most 255 entries. */
export async function buildReceipt(story: Story, index: number, by: Partial<Depositary> = {}): Promise<Receipt> {
  const { checkpoint, head, headProof } = await publish(story, by);
  return {
    format: "undersigned/receipt@v1",
    entry: Buffer.from(story.entries[index] ?? []).toString("base64"),
    opening: story.receiptOpenings.get(index) ?? null,
    head: Buffer.from(head).toString("base64"),
    proofs: {
      statement: Buffer.from(await prove(story.entries, index, checkpoint)).toString("utf8"),
      heads: Buffer.from(headProof).toString("utf8"),
    },
    ...(by.identity === undefined ? {} : { identity: encodeIdentityLinks(by.identity) }),
  };
}

/** A bundle's files for `verifyBundle`. */
export function readerOf(files: ReadonlyMap<string, Uint8Array>) {
  return {
    names: () => [...files.keys()],
    async read(name: string): Promise<Uint8Array> {
      const bytes = files.get(name);
      if (bytes === undefined) throw new Error(`there is no ${name}`);
      return bytes;
    },
  };
}
