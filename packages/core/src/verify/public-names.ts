import { VerificationError } from "../errors.ts";
import { TILE_WIDTH, tileWidth } from "../log/tile.ts";
import type { CompactReplay } from "../signature/compact-replay.ts";
import { openingsFile } from "./bundle.ts";
import type { EntryTile } from "./entries.ts";
import type { Inventory } from "./inventory.ts";
import type { OpenedEntry, OpeningLine } from "./openings.ts";
import { checkOpeningLine, OPENING_LINE_LIMIT, parseOpeningLine, splitOpeningLines } from "./openings.ts";
import type { BundleFindings } from "./report.ts";
import type { ReadVersion } from "./versions.ts";

/** Reads the openings of a bundle beside its entries, and checks once all are replayed that what they open stands. */
export class NameReading {
  readonly #inventory: Inventory;
  readonly #findings: BundleFindings;
  readonly #size: number;
  readonly #versions: ReadonlyMap<string, ReadVersion>;
  /** Index of each entry that was opened. */
  readonly #opened: number[] = [];
  /** For those of them that are `resign`: the index of the signature. */
  readonly #signatureOf = new Map<number, number>();
  /** For each signature that was given again: the index of its last `resign`. */
  readonly #latest = new Map<number, number>();

  constructor(inventory: Inventory, findings: BundleFindings, size: number, versions: readonly ReadVersion[]) {
    this.#inventory = inventory;
    this.#findings = findings;
    this.#size = size;
    this.#versions = new Map(versions.map((version) => [version.digest, version]));
  }

  /** Reads the openings that belong to a file of entries, if it has any. */
  async next(tile: EntryTile): Promise<void> {
    for (const [at, entry] of tile.entries.entries()) {
      if (entry?.act === "resign") this.#latest.set(entry.of, tile.start + at);
    }
    const name = openingsFile(tile.start / TILE_WIDTH, this.#size);
    if (!this.#inventory.has(name)) return;
    const width = tileWidth("entries", tile.start / TILE_WIDTH, this.#size);
    const bytes = await this.#inventory.read(name, width * OPENING_LINE_LIMIT);
    if (bytes === null) {
      this.#findings.leave("openings", `${name} could not be read.`);
      return;
    }
    const lines = this.#findings.attempt("openings", name, () => splitOpeningLines(bytes));
    if (lines?.length === 0) {
      const error = new VerificationError("extra_file", "this file is empty, and does not belong in the bundle");
      this.#findings.fail("openings", name, error);
    }
    let before = tile.start - 1;
    for (const [at, line] of (lines ?? []).entries()) {
      const where = `${name}, line ${at + 1}`;
      before = this.#findings.attempt("openings", where, () => this.#readLine(line, before, tile)) ?? before;
    }
  }

  /** @returns the index of the entry that the line opens */
  #readLine(bytes: Uint8Array, before: number, tile: EntryTile): number {
    const line = parseOpeningLine(bytes);
    const { index } = line;
    if (index <= before || index >= tile.start + tile.entries.length) {
      throw new VerificationError(
        "commitment_mismatch",
        `it opens entry ${index}, which is out of order or belongs in another file`,
      );
    }
    const entry = tile.entries[index - tile.start];
    // Where replay has stopped nobody can say what this entry means.
    if (entry === null) return index;
    const opened = checkOpeningLine(line, entry);
    this.#checkReservation(line, opened);
    this.#opened.push(index);
    if (opened.act === "resign") this.#signatureOf.set(index, opened.of);
    return index;
  }

  #checkReservation({ opening }: OpeningLine, { version }: OpenedEntry): void {
    const allowed = this.#versions.get(version)?.manifest?.terms.reservations ?? true;
    if (!allowed && "part" in opening.public && opening.public.part.reservation !== undefined) {
      throw new VerificationError("illegal_entry", "it declares a reservation, which the terms do not allow");
    }
  }

  /** After the last entry: only what stands may be opened, and only its latest consent. */
  checkStanding(replay: CompactReplay): void {
    for (const index of this.#opened) {
      const signature = this.#signatureOf.get(index) ?? index;
      const where = `${openingsFile(Math.floor(index / TILE_WIDTH), this.#size)}, entry ${index}`;
      const state = replay.signature(signature);
      if (state?.status !== "standing") {
        const error = new VerificationError(
          "commitment_mismatch",
          `its signature is ${state?.status ?? "not there"}, and only what stands may be opened in a bundle`,
        );
        this.#findings.fail("openings", where, error);
      } else if ((this.#latest.get(signature) ?? signature) !== index) {
        const error = new VerificationError(
          "commitment_mismatch",
          "its signatory has signed again since, and this is the earlier consent",
        );
        this.#findings.fail("openings", where, error);
      }
    }
    this.#findings.done("openings");
  }

  /** How many organisations are named in the bundle, and of how many that stand and are named. */
  count(replay: CompactReplay): { shown: number; of: number } {
    let of = 0;
    for (const { kind, named, status } of replay.signatures()) {
      if (kind === "organisation" && named && status === "standing") of += 1;
    }
    return { shown: this.#opened.length, of };
  }
}
