import { VerificationError } from "../errors.ts";
import { TILE_WIDTH } from "../log/tile.ts";
import type { CompactReplay } from "../signature/compact-replay.ts";
import type { Hex } from "../signature/entry.ts";
import { openingsFile } from "./bundle.ts";
import type { EntryTile } from "./entries.ts";
import { makeError } from "./failure.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings } from "./report.ts";
import type { ReadOpening, ReadTile } from "./tile-report.ts";
import type { ReadVersion } from "./versions.ts";

/** Takes the openings of a bundle beside its entries, and checks once all are replayed that what they open stands. */
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

  /** Takes the openings that belong to a file of entries, if it has any, as they were read. */
  next({ others, openings }: ReadTile, tile: EntryTile): void {
    for (const read of others) {
      const index = tile.start + read.at;
      if ("entry" in read && read.entry.act === "resign" && index < tile.end) this.#latest.set(read.entry.of, index);
    }
    if (openings === null) return;
    const name = openingsFile(tile.start / TILE_WIDTH, this.#size);
    this.#inventory.take(name);
    if ("unread" in openings) {
      this.#findings.fail("files", name, makeError(openings.unread));
      this.#findings.leave("openings", `${name} could not be read.`);
    } else if ("broken" in openings) {
      this.#findings.fail("openings", name, makeError(openings.broken));
    } else {
      this.#takeLines(openings.lines, name, tile);
    }
  }

  #takeLines(lines: readonly ReadOpening[], name: string, tile: EntryTile): void {
    if (lines.length === 0) {
      const error = new VerificationError("extra_file", "this file is empty, and does not belong in the bundle");
      this.#findings.fail("openings", name, error);
    }
    let before = tile.start - 1;
    for (const [at, line] of lines.entries()) {
      const where = `${name}, line ${at + 1}`;
      before = this.#findings.attempt("openings", where, () => this.#takeLine(line, before, tile)) ?? before;
    }
  }

  /** @returns the index of the entry that the line opens */
  #takeLine(line: ReadOpening, before: number, tile: EntryTile): number {
    if (line.index === null) throw makeError(line.failure);
    const { index, failure, of, reserves } = line;
    if (index <= before || index >= tile.start + tile.width) {
      throw new VerificationError(
        "commitment_mismatch",
        `it opens entry ${index}, which is out of order or belongs in another file`,
      );
    }
    // Where replay has stopped nobody can say what this entry means.
    if (index >= tile.end) return index;
    if (failure !== null) throw makeError(failure);
    if (reserves !== null) this.#checkReservation(reserves);
    this.#opened.push(index);
    if (of !== null) this.#signatureOf.set(index, of);
    return index;
  }

  #checkReservation(version: Hex): void {
    if (this.#versions.get(version)?.manifest?.terms.reservations ?? true) return;
    throw new VerificationError("illegal_entry", "it declares a reservation, which the terms do not allow");
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
    const of = replay.count({ kind: "organisation", named: true, status: "standing" });
    return { shown: this.#opened.length, of };
  }
}
