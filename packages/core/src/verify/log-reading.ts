import { VerificationError } from "../errors.ts";
import { TILE_WIDTH } from "../log/tile.ts";
import { AdditionReading } from "./additions.ts";
import { entriesFile, OBSERVATIONS } from "./bundle.ts";
import { EntryReading } from "./entries.ts";
import { makeError } from "./failure.ts";
import type { Inventory } from "./inventory.ts";
import { ObservationReading } from "./observations.ts";
import { NameReading } from "./public-names.ts";
import type { BundleFindings } from "./report.ts";
import type { MissingTile, TileReading } from "./tile-queue.ts";
import { queueTiles } from "./tile-queue.ts";
import type { ReadTile, TileReport } from "./tile-report.ts";
import type { ReadVersion } from "./versions.ts";

export type ReadLog = {
  readonly entries: EntryReading;
  readonly names: NameReading;
  readonly additions: AdditionReading;
  readonly observations: ObservationReading;
};

type Source = {
  readonly inventory: Inventory;
  readonly findings: BundleFindings;
  /** Origin of the statement's log, as the bundle says. */
  readonly origin: string;
  /** Entries that the bundle says it has. */
  readonly size: number;
  readonly versions: readonly ReadVersion[];
  readonly reading: TileReading;
};

/** Reads all entries and openings of a bundle, in order. @throws what `reading` throws */
export async function readLog(
  { inventory, findings, origin, size, versions, reading }: Source,
  onProgress?: (read: number, size: number) => void,
): Promise<ReadLog> {
  const additions = new AdditionReading(findings, versions);
  await additions.read(inventory);
  const entries = new EntryReading(findings, size, { versions, additions });
  const names = new NameReading(inventory, findings, size, versions);
  const observations = new ObservationReading(inventory, findings, { origin, size, versions });
  let index = 0;
  for await (const report of queueTiles(reading, inventory, size)) {
    const tile = takeTile(report, { inventory, findings, size });
    if (tile === null) break;
    const taken = entries.next(tile);
    names.next(tile, taken);
    await observations.next(tile, taken);
    index += 1;
    onProgress?.(Math.min(size, index * TILE_WIDTH), size);
  }
  if (index * TILE_WIDTH < size) {
    // What cannot be read hides what comes after it.
    inventory.excuse("log/tile/");
    inventory.excuse("openings/");
    inventory.excuse(OBSERVATIONS);
  }
  if (entries.complete) {
    checkAllOpened(findings, entries, versions);
    findings.done("entries");
    names.checkStanding(entries.replay);
  } else {
    findings.leave("openings", "What stands is not known, since the entries could not be replayed to their end.");
  }
  await observations.close(entries.complete ? entries.replay : null);
  additions.close(entries.complete);
  return { entries, names, additions, observations };
}

type Place = Pick<Source, "inventory" | "findings" | "size">;

/** The next tile; null, with a problem on record, when it cannot be read. */
function takeTile(report: TileReport | MissingTile, { inventory, findings, size }: Place): ReadTile | null {
  const name = entriesFile(report.index, size);
  inventory.take(name);
  if ("broken" in report) {
    findings.fail("entries", name, makeError(report.broken));
    return null;
  }
  if ("likes" in report) return report;
  if ("unread" in report) findings.fail("files", name, makeError(report.unread));
  findings.leave("entries", `${name} could not be read.`);
  return null;
}

function checkAllOpened(findings: BundleFindings, entries: EntryReading, versions: readonly ReadVersion[]): void {
  const opened = entries.replay.statement().versions.length;
  for (const { number } of versions.slice(opened)) {
    const error = new VerificationError("extra_file", "this version was never opened for signature");
    findings.fail("versions", `versions/${number}`, error);
  }
}
