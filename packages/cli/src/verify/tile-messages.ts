import type { TileJob, TileReport } from "@undersigned/core/verify/tile-report.ts";
import type { PlacedEntry } from "@undersigned/core/zip/unpack.ts";

/** What a thread says once it can work. */
export const READY = "ready";

/** Tiles to read, each with where its files lie in the archive. */
export type TileRequest = {
  readonly id: number;
  readonly tiles: readonly { readonly job: TileJob; readonly files: readonly PlacedEntry[] }[];
};

export type TileReply =
  | { readonly id: number; readonly reports: readonly TileReport[] }
  | { readonly id: number; readonly error: unknown };
