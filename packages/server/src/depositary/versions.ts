import type { TextView, VersionView } from "./statements.ts";
import type { VersionChanges } from "./version-changes.ts";

/** A version among those of its statement. */
export type VersionBrief = {
  number: number;
  digest: string;
  /** Milliseconds since the epoch. */
  openedAt: number;
  /** Signatures that count for it: those that stand, and name it last. */
  signed: number;
};

export type OldVersion = VersionView & {
  initiators: { name: string; domain?: string }[];
  demands: { block: number; addressees: string[] }[];
};

export type Versions = {
  /** Every version that was opened, oldest first. */
  list(id: string): Promise<VersionBrief[]>;
  get(id: string, number: number): Promise<OldVersion | null>;
  text(id: string, number: number, lang: string): Promise<TextView | null>;
  /**
   * From one version to a later one; null when one of them is not there.
   * @param lang language to compare in, where both have it
   */
  changes(id: string, before: number, after: number, lang?: string): Promise<VersionChanges | null>;
};
