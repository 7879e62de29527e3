import { decodeHex, encodeHex, equalBytes } from "../bytes.ts";
import { UndersignedError, VerificationError } from "../errors.ts";
import type { Edge } from "../log/append.ts";
import { append, emptyEdge, rootOfEdge } from "../log/append.ts";
import { BUNDLED_ENTRY_LIMIT, parseEntryBundle } from "../log/entry-bundle.ts";
import { hashLeaf } from "../log/merkle.ts";
import { TILE_WIDTH, tileWidth } from "../log/tile.ts";
import { CompactReplay } from "../signature/compact-replay.ts";
import type { Entry, Hex } from "../signature/entry.ts";
import { parseEntry } from "../signature/entry.ts";
import { checkTerms } from "../signature/terms.ts";
import { entriesFile } from "./bundle.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings } from "./report.ts";
import type { ReadVersion } from "./versions.ts";

/** Entries as they were read from one file: those that are well formed, at their places, as far as replay went. */
export type EntryTile = { readonly start: number; readonly entries: readonly (Entry | null)[] };

/**
 * Reads the entries of a bundle file by file, and checks them one after the other: their form, that each follows from those
 * before it, and that it meets the terms of its version. Beside that it rebuilds the Merkle tree, from all entries, also
 * those after one that is wrong.
 */
export class EntryReading {
  readonly replay = new CompactReplay();
  readonly #inventory: Inventory;
  readonly #findings: BundleFindings;
  readonly #size: number;
  readonly #versions: ReadonlyMap<Hex, ReadVersion>;
  #edge: Edge = emptyEdge();
  #hashes: Uint8Array[] = [];
  /** Why replay went no further; null while it goes on. */
  #stopped: "illegal" | "unknown" | null = null;

  constructor(inventory: Inventory, findings: BundleFindings, size: number, versions: readonly ReadVersion[]) {
    this.#inventory = inventory;
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

  /** Reads the next file. Null when it cannot be read, and then nothing after it can be. */
  async next(index: number): Promise<EntryTile | null> {
    const name = entriesFile(index, this.#size);
    const width = tileWidth("entries", index, this.#size);
    const bytes = await this.#inventory.read(name, width * (BUNDLED_ENTRY_LIMIT + 2));
    if (bytes === null) {
      this.#findings.leave("entries", `${name} could not be read.`);
      return null;
    }
    const parts = this.#findings.attempt("entries", name, () => parseEntryBundle(bytes, width));
    if (parts === null) return null;
    const start = index * TILE_WIDTH;
    const entries = parts.map((part, at) => this.#add(part, start + at, name));
    this.#flush();
    return { start, entries };
  }

  #add(bytes: Uint8Array, index: number, name: string): Entry | null {
    const entry = this.#stopped === null ? this.#replay(bytes, index, name) : null;
    this.#hashes.push(hashLeaf(bytes));
    return entry;
  }

  #replay(bytes: Uint8Array, index: number, name: string): Entry | null {
    try {
      const entry = parseEntry(bytes);
      this.replay.apply(entry);
      this.#checkMeaning(entry, index);
      return entry;
    } catch (error) {
      this.#stop(error, index, name);
      return null;
    }
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
  #checkMeaning(entry: Entry, index: number): void {
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
      case "succeed":
        this.#flush();
        checkSucceeded(this.tree.root, entry);
        break;
    }
  }

  #flush(): void {
    if (this.#hashes.length > 0) this.#edge = append(this.#edge, this.#hashes).edge;
    this.#hashes = [];
  }
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
