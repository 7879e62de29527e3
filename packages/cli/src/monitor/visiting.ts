import { join } from "node:path";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import type { EvidenceFolder } from "./evidence.ts";
import type { FindingCode, FindingDetails } from "./finding.ts";
import type { Memory } from "./memory.ts";
import type { MirrorFolder, ReadFile } from "./mirror.ts";
import { hostFolder, openMirror } from "./mirror.ts";
import type { Replays } from "./replays.ts";
import type { Site } from "./site.ts";

/** What the steps of one visit share. */
export type Visiting = {
  readonly site: Site;
  readonly host: string;
  /** Of the log of heads. */
  readonly key: VerifierKey;
  /** Hosts at which the depositary was before, by what it shows of how it moved (spec/identity.md). */
  readonly left: readonly string[];
  readonly memory: Memory;
  /** The monitor's folder. */
  readonly folder: string;
  readonly policy: Policy | null;
  /** Domains, sorted. */
  readonly watching: readonly string[];
  readonly replays: Replays;
  readonly evidence: EvidenceFolder;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Milliseconds. */
  readonly sleep: (time: number) => Promise<void>;
  /** Tells what was found; the same thing found again is told once. */
  found(code: FindingCode, message: string, details?: FindingDetails): void;
  /** This statement was looked at: what was wrong with it, and is not found again, is so no longer. */
  lookedAt(statement: string): void;
  /** Writes the memory to disk. */
  save(): Promise<void>;
};

/** Longest file of hashes or entries: 256 entries of 65,535 bytes, each behind its length. */
const TILE_LIMIT = 256 * 65_537;

/** How long, in seconds, what is served may lag behind: caches and restarts take time. */
export const GRACE = 600;

export function headsMirror({ folder, host }: Pick<Visiting, "folder" | "host">): MirrorFolder {
  return openMirror(join(folder, hostFolder(host), "log"));
}

export function statementMirror({ folder, host }: Pick<Visiting, "folder" | "host">, id: string): MirrorFolder {
  return openMirror(join(folder, hostFolder(host), "s", id, "log"));
}

/** The files of a statement's versions, as a depositary serves them. */
export function versionsMirror({ folder, host }: Pick<Visiting, "folder" | "host">, id: string): MirrorFolder {
  return openMirror(join(folder, hostFolder(host), "s", id, "versions"));
}

/** Reads the tiles of a log at the site; `prefix` is `/log` or `/s/ID/log`. */
export function remote({ site }: Pick<Visiting, "site">, prefix: string): ReadFile {
  return (path) => site.read(`${prefix}/${path}`, TILE_LIMIT);
}

export function originOf({ host }: Pick<Visiting, "host">, id: string): string {
  return `${host}/s/${id}`;
}
