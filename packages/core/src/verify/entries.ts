import { decodeHex, encodeHex, equalBytes } from "../bytes.ts";
import { invariant, UndersignedError, VerificationError } from "../errors.ts";
import type { Edge } from "../log/append.ts";
import { append, appendTiles, emptyEdge, rootOfEdge } from "../log/append.ts";
import { HASH_LENGTH } from "../log/merkle.ts";
import { parseTile, TILE_WIDTH } from "../log/tile.ts";
import { CompactReplay } from "../signature/compact-replay.ts";
import type { Entry, Hex, SignEntry } from "../signature/entry.ts";
import { checkTerms } from "../signature/terms.ts";
import type { AdditionReading } from "./additions.ts";
import { entriesFile } from "./bundle.ts";
import { makeError } from "./failure.ts";
import type { BundleFindings } from "./report.ts";
import type { ReadEntry, ReadTile } from "./tile-report.ts";
import { OTHER } from "./tile-report.ts";
import type { ReadVersion } from "./versions.ts";

/** Entries of one file, as far as they mean something. */
export type EntryTile = {
  readonly start: number;
  readonly width: number;
  /** Where the entries end that were replayed: at the end of the file, or before. */
  readonly end: number;
};

/**
 * Takes the entries of a bundle file by file, as they were read, and checks them one after the other: that each follows from
 * those before it, and that it meets the terms of its version. Beside that it rebuilds the Merkle tree, from all entries,
 * also those after one that is wrong.
 */
export class EntryReading {
  readonly replay = new CompactReplay();
  readonly #findings: BundleFindings;
  readonly #size: number;
  readonly #versions: ReadonlyMap<Hex, ReadVersion>;
  readonly #additions: AdditionReading;
  /** For each kind of `sign` that was allowed since the last entry that is none: the index of one. */
  readonly #allowed = new Map<string, number>();
  #edge: Edge = emptyEdge();
  /** Entries that are allowed and not yet applied: the index of one that each is like. */
  #repeats: number[] = [];
  /** Why replay went no further; null while it goes on. */
  #stopped: "illegal" | "unknown" | null = null;

  constructor(
    findings: BundleFindings,
    size: number,
    { versions, additions }: { versions: readonly ReadVersion[]; additions: AdditionReading },
  ) {
    this.#additions = additions;
    this.#findings = findings;
    this.#size = size;
    this.#versions = new Map(versions.map((version) => [version.digest, version]));
  }

  /** Whether every entry was replayed. */
  get complete(): boolean {
    return this.#stopped === null && this.replay.size === this.#size;
  }

  /** Root over all entries read so far, and how many they are. */
  get tree(): { size: number; root: Uint8Array } {
    return { size: this.#edge.size, root: rootOfEdge(this.#edge) };
  }

  /** Takes the next file, whose report tells that it could be read. */
  next(tile: ReadTile): EntryTile {
    const start = tile.index * TILE_WIDTH;
    const width = tile.likes.length;
    const name = entriesFile(tile.index, this.#size);
    const end = start + this.#replayTile(tile, start, name);
    const whole = tile.hashes.length === HASH_LENGTH && width === TILE_WIDTH;
    this.#edge = whole
      ? appendTiles(this.#edge, [tile.hashes]).edge
      : append(this.#edge, splitHashes(tile.hashes)).edge;
    return { start, width, end };
  }

  /** @returns how many entries mean something */
  #replayTile(tile: ReadTile, start: number, name: string): number {
    if (this.#stopped !== null) return 0;
    const kinds = tile.signs.map(nameKind);
    let other = 0;
    for (let at = 0; at < tile.likes.length; at++) {
      const like = tile.likes[at] as number;
      const allowed = like === OTHER ? undefined : this.#allowed.get(kinds[like] as string);
      if (allowed !== undefined) {
        this.#repeats.push(allowed);
        continue;
      }
      const read = like === OTHER ? tile.others[other++] : { at, entry: tile.signs[like] as SignEntry };
      invariant(read?.at === at, "what is no repeated sign is among the others");
      this.#repeatSigns();
      try {
        this.#replay(read, start + at, tile);
      } catch (error) {
        this.#stop(error, start + at, name);
        return at;
      }
    }
    this.#repeatSigns();
    return tile.likes.length;
  }

  #replay(read: ReadEntry, index: number, tile: ReadTile): void {
    if ("failure" in read) throw makeError(read.failure);
    const { entry } = read;
    this.replay.apply(entry);
    this.#checkMeaning(entry, index, tile);
    if (entry.act === "sign") this.#allowed.set(nameKind(entry), index);
    else this.#allowed.clear();
  }

  #repeatSigns(): void {
    if (this.#repeats.length > 0) this.replay.repeatSigns(this.#repeats);
    this.#repeats = [];
  }

  #stop(error: unknown, index: number, name: string): void {
    const where = `${name}, entry ${index}`;
    if (error instanceof UndersignedError && error.code === "unknown_entry") {
      this.#stopped = "unknown";
      const why = "a newer edition of this program may know it; from there on nobody can say what the log says";
      this.#findings.leave("entries", `${where}: ${error.message}; ${why}.`);
    } else {
      this.#stopped = "illegal";
      this.#findings.fail("entries", where, error);
    }
  }

  /** What replay cannot know: the terms behind a digest, the texts, the tree of an earlier log. */
  #checkMeaning(entry: Entry, index: number, { hashes }: ReadTile): void {
    switch (entry.act) {
      case "sign":
      case "resign": {
        const terms = this.#versions.get(entry.version)?.manifest?.terms;
        if (terms !== undefined) checkTerms(entry, terms, index);
        break;
      }
      case "open":
        checkOpened(this.replay, this.#versions.get(entry.version), entry.version);
        break;
      case "correction":
        checkCorrection(this.#versions.get(entry.version), entry);
        break;
      case "response":
      case "translation":
        this.#additions.name(entry);
        break;
      case "succeed":
        checkSucceeded(append(this.#edge, splitHashes(hashes).slice(0, index % TILE_WIDTH)).root, entry);
        break;
    }
  }
}

/** All that replay and terms look at in a `sign`. */
function nameKind({ version, kind, capacity, level, named }: SignEntry): string {
  return `${version} ${kind} ${capacity} ${level} ${named}`;
}

function splitHashes(hashes: Uint8Array): Uint8Array[] {
  return parseTile(hashes, hashes.length / HASH_LENGTH);
}

function checkOpened(replay: CompactReplay, version: ReadVersion | undefined, digest: Hex): void {
  const number = replay.statement().versions.length;
  if (version?.number === number) return;
  const message =
    version === undefined
      ? `it opens version ${digest}, which is not in the bundle`
      : `it opens version ${version.number} where version ${number} was to be opened`;
  throw new VerificationError("digest_mismatch", message);
}

function checkCorrection(version: ReadVersion | undefined, entry: Entry & { readonly act: "correction" }): void {
  if (!version?.manifest || version.texts.size < version.manifest.texts.length) return;
  const text = version.texts.get(entry.lang);
  if (text === undefined) {
    throw new VerificationError(
      "illegal_entry",
      `it corrects a text in ${entry.lang}, which its version does not have`,
    );
  }
  if (entry.block > text.blocks.length) {
    throw new VerificationError("illegal_entry", `it corrects ¶ ${entry.block}, which the text does not have`);
  }
}

function checkSucceeded(root: Uint8Array, entry: Entry & { readonly act: "succeed" }): void {
  if (equalBytes(root, decodeHex(entry.root))) return;
  throw new VerificationError(
    "root_mismatch",
    `the ${entry.size} entries before it have the root ${encodeHex(root)}, not ${entry.root} as it says`,
  );
}
