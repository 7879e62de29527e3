import { VerificationError } from "../errors.ts";
import { TILE_WIDTH } from "../log/tile.ts";
import type { CompactReplay } from "../signature/compact-replay.ts";
import type { Entry, Hex, Level } from "../signature/entry.ts";
import type { Observation } from "../signature/observation.ts";
import { OBSERVATIONS, observationsFile, SIGNATURES } from "./bundle.ts";
import type { EntryTile } from "./entries.ts";
import type { Inventory } from "./inventory.ts";
import type { ObservationLine } from "./observation-lines.ts";
import { checkObservationLine, OBSERVATION_LINE_LIMIT, parseObservationLine } from "./observation-lines.ts";
import { splitOpeningLines } from "./openings.ts";
import type { BundleFindings, ReportedEvidence } from "./report.ts";
import { SignatureNotes } from "./signature-notes.ts";
import { isSignedByNamedKey, supportedLevel, withoutGone } from "./supported-level.ts";
import type { ReadTile } from "./tile-report.ts";
import type { ReadVersion } from "./versions.ts";

/** An observation of the bundle, and what its `attest` says. */
type Found = { readonly index: number; readonly of: number; readonly level: Level; readonly observation: Observation };

type Place = { readonly origin: string; readonly size: number; readonly versions: readonly ReadVersion[] };

/** Kinds that tell of a person; and what was found gone of them. */
const OF_PEOPLE: ReadonlySet<string> = new Set(["openid", "named"]);

/**
 * Takes the observations of a bundle beside its entries, and checks once all are replayed that they are of organisations that are
 * named and stand, and bear out the levels that were recorded. What is remembered grows with the observations that there are.
 */
export class ObservationReading {
  readonly #inventory: Inventory;
  readonly #findings: BundleFindings;
  readonly #place: Place;
  readonly #notes: SignatureNotes;
  /** Origins that the log has had: observations made before a move bear an earlier one. */
  readonly #origins: Set<string>;
  readonly #isAsked: boolean;
  /** Of each signature that the bundle opens, the domain that it shows. */
  readonly #domains = new Map<number, string | null>();
  readonly #found: Found[] = [];
  #standing: ReadonlyMap<number, readonly Found[]> = new Map();

  constructor(inventory: Inventory, findings: BundleFindings, place: Place) {
    this.#inventory = inventory;
    this.#findings = findings;
    this.#place = place;
    this.#origins = new Set([place.origin]);
    this.#notes = new SignatureNotes(inventory, findings, place.versions);
    this.#isAsked = inventory.list(OBSERVATIONS).length + inventory.list(SIGNATURES).length > 0;
    if (!this.#isAsked) findings.omit("observations");
  }

  /** Takes the observations to which entries of this file commit, if there are any. */
  async next({ others, openings }: ReadTile, tile: EntryTile): Promise<void> {
    if (!this.#isAsked) return;
    for (const line of openings !== null && "lines" in openings ? openings.lines : []) {
      if (line.index !== null && line.failure === null) this.#domains.set(line.of ?? line.index, line.domain);
    }
    const entries = new Map<number, Entry>();
    for (const read of others) {
      if (!("entry" in read) || tile.start + read.at >= tile.end) continue;
      if (read.entry.act === "succeed") this.#origins.add(read.entry.origin);
      entries.set(tile.start + read.at, read.entry);
    }
    const name = observationsFile(tile.start / TILE_WIDTH, this.#place.size);
    if (!this.#inventory.has(name)) return;
    const bytes = await this.#inventory.read(name, tile.width * OBSERVATION_LINE_LIMIT);
    if (bytes === null) {
      this.#findings.leave("observations", `${name} could not be read.`);
      return;
    }
    const lines = this.#findings.attempt("observations", name, () => splitOpeningLines(bytes, tile.width)) ?? [];
    if (bytes.length === 0) {
      const error = new VerificationError("extra_file", "this file is empty, and does not belong in the bundle");
      this.#findings.fail("observations", name, error);
    }
    let before = tile.start - 1;
    for (const [at, line] of lines.entries()) {
      before = this.#takeLine(`${name}, line ${at + 1}`, line, { before, tile, entries });
    }
  }

  /** @returns the index of the entry that commits to it, or `before` where that cannot be told */
  #takeLine(
    where: string,
    bytes: Uint8Array,
    { before, tile, entries }: { before: number; tile: EntryTile; entries: ReadonlyMap<number, Entry> },
  ): number {
    try {
      const line = parseObservationLine(bytes);
      checkOrder(line, before, tile);
      // Where replay has stopped nobody can say what this entry means.
      if (line.index < tile.end) {
        const { of, level } = checkObservationLine(line, entries.get(line.index));
        this.#found.push({ index: line.index, of, level, observation: line.observation });
      }
      return line.index;
    } catch (error) {
      if (isTooNew(error)) this.#findings.leave("observations", `${where}: ${error.message}.`);
      else this.#findings.fail("observations", where, error);
      return before;
    }
  }

  /** After the last entry. @param replay null where not all entries could be replayed */
  async close(replay: CompactReplay | null): Promise<void> {
    if (!this.#isAsked) return;
    if (replay === null) {
      this.#inventory.excuse(SIGNATURES);
      this.#findings.leave(
        "observations",
        "What stands is not known, since the entries could not be replayed to their end.",
      );
      return;
    }
    const standing = new Map<number, Found[]>();
    for (const found of this.#found) {
      const held = this.#findings.attempt("observations", this.#where(found), () => this.#checkStands(found, replay));
      if (held === null) continue;
      const group = standing.get(found.of);
      if (group === undefined) standing.set(found.of, [found]);
      else group.push(found);
    }
    for (const group of standing.values()) this.#checkLevel(group);
    this.#standing = standing;
    await this.#notes.read(
      this.#origins,
      [...standing.values()].flat().map(({ observation }) => observation),
    );
    this.#findings.done("observations");
  }

  #where({ index }: Found): string {
    return `${observationsFile(Math.floor(index / TILE_WIDTH), this.#place.size)}, entry ${index}`;
  }

  #checkStands({ of, observation }: Found, replay: CompactReplay): true {
    const signature = replay.signature(of);
    if (signature?.status !== "standing" || signature.kind !== "organisation" || !signature.named) {
      throw new VerificationError(
        "commitment_mismatch",
        "it is not of a named organisation whose signature stands, and only of those may a bundle tell",
      );
    }
    const { kind, statement, version } = observation;
    if (OF_PEOPLE.has(kind) || (kind === "gone" && OF_PEOPLE.has(observation.of))) {
      throw new VerificationError(
        "commitment_mismatch",
        `an observation of kind ${kind} is of a person, and this is an organisation`,
      );
    }
    this.#checkDomain(of, observation);
    if (!this.#origins.has(statement)) {
      throw new VerificationError("wrong_origin", `it is of the statement ${statement}`);
    }
    if (this.#numberOf(version) > this.#numberOf(signature.version)) {
      throw new VerificationError(
        "commitment_mismatch",
        `it is of the version ${version}, which was not signed by then`,
      );
    }
    return true;
  }

  /** What is seen at another domain than the one that an organisation shows is not about it. */
  #checkDomain(of: number, observation: Observation): void {
    const shown = this.#domains.get(of);
    if (shown === undefined || !("domain" in observation)) return;
    // There it is the domain of whoever had vouched.
    if (observation.kind === "gone" && observation.of === "vouch") return;
    if (observation.domain === shown) return;
    throw new VerificationError(
      "commitment_mismatch",
      `it was seen at ${observation.domain}, and the organisation shows ${shown === null ? "no domain" : `the domain ${shown}`}`,
    );
  }

  /** Infinity of a version that was never opened. */
  #numberOf(version: Hex): number {
    return this.#place.versions.find(({ digest }) => digest === version)?.number ?? Number.POSITIVE_INFINITY;
  }

  /** The levels that were recorded with what was seen of one organisation. */
  #checkLevel(group: readonly Found[]): void {
    const supported = supportedLevel(group.map(({ observation }) => observation));
    const above = group.find(({ level }) => level > supported);
    if (above === undefined) return;
    const error = new VerificationError(
      "illegal_entry",
      `level ${above.level} was recorded, and what the bundle tells of this organisation bears out level ${supported} at most`,
    );
    this.#findings.fail("observations", this.#where(above), error);
  }

  /** What was seen of how many organisations; null where the bundle tells nothing of it. */
  report(): ReportedEvidence | null {
    if (!this.#isAsked) return null;
    const seen = { dns: 0, "well-known": 0, "web-page": 0, approval: 0, vouch: 0, key: 0 };
    for (const group of this.#standing.values()) {
      const holding = withoutGone(group.map(({ observation }) => observation));
      const kinds = new Set(holding.map(({ kind }) => kind));
      if (kinds.has("key") && !isSignedByNamedKey(holding)) kinds.delete("key");
      for (const kind of Object.keys(seen) as (keyof typeof seen)[]) if (kinds.has(kind)) seen[kind] += 1;
    }
    return { organisations: this.#standing.size, seen, signatures: this.#notes.verified };
  }
}

function checkOrder({ index }: ObservationLine, before: number, { start, width }: EntryTile): void {
  if (index > before && index < start + width) return;
  throw new VerificationError(
    "commitment_mismatch",
    `it is that of entry ${index}, which is out of order or belongs in another file`,
  );
}

/** A kind, or an edition of the format, that this program is too old to know. */
function isTooNew(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "unsupported";
}
