import type { Finding } from "./finding.ts";
import type { SignatoryName } from "./watched.ts";

/** The `format` member of every memory of this edition. */
export const MEMORY_FORMAT = "undersigned/monitor@v1";

/** A head that was read and verified. */
export type SeenHead = {
  /** Where it stands in the log of heads. */
  readonly index: number;
  readonly size: number;
  /** Lower-case hex. */
  readonly root: string;
  /** Seconds since 1970. */
  readonly time: number;
};

/** A version that a statement's log opened. */
export type OpenedVersion = {
  readonly number: number;
  readonly digest: string;
  /** Digest of the version before it. */
  readonly previous: string | null;
};

/** What the site said of its count, until the log bears it out or does not. */
export type CountClaim = { readonly counts: string; readonly since: number };

/** What is remembered of one statement. */
export type StatementMemory = {
  /** Its latest head. */
  head: SeenHead;
  /** The head up to which its own entries were verified; null before any were. */
  reached: SeenHead | null;
  /** Whether its log could be read the last time: those shown only by link cannot. */
  shown: "public" | "link";
  /** Since when its log lags behind its heads; null when it does not. Seconds. */
  behind: number | null;
  /** A signed checkpoint of it that no head stands behind yet, and since when. */
  unheaded: { readonly checkpoint: string; readonly since: number } | null;
  /** Why its entries are no longer replayed, in words; null while they are. */
  broken: string | null;
  /** Versions that were opened and could not be read, or were others: to be asked for again. */
  missing: readonly OpenedVersion[];
  /** The counts that replay leads to at `reached` (`formatCounts`); null when nothing could be replayed. */
  counts: string | null;
  claim: CountClaim | null;
  /** Entries up to here were looked through for organisations that are watched. */
  lookedTo: number;
  /** Signatures of organisations that are watched. */
  watched: readonly SignatoryName[];
  /** Indices of signatures that are listed with such a domain, and could not be proved: to be asked again. */
  unproved: readonly number[];
};

/** Something that is wrong and was told of. */
export type Standing = {
  /** The same for the same thing at every visit. */
  readonly id: string;
  readonly code: string;
  /** Origin of the statement's log, when it is about one. */
  readonly statement: string | null;
  readonly message: string;
  /** Seconds. */
  readonly since: number;
  /** File that shows it, below the monitor's folder. */
  readonly evidence: string | null;
};

/** All that is remembered of one depositary, beside the mirror of its logs. */
export type Memory = {
  readonly host: string;
  /** C2SP verifier key of its log of heads, and how it was come by. */
  vkey: string;
  /** The keys that held before, and handed over in the log, oldest first. */
  former: readonly string[];
  readonly trusted: "given" | "first-visit";
  /** Time of the first visit, seconds. */
  readonly since: number;
  /** The last signed checkpoint of the log of heads that was verified; null before there was any. */
  checkpoint: string | null;
  /** Time of the last head. Seconds. */
  time: number;
  /** Since when an older checkpoint is served than `checkpoint`; null when it is not. */
  older: number | null;
  readonly statements: Map<string, StatementMemory>;
  /** Statements that the site shows and no head stands behind, and since when. */
  readonly unlogged: Map<string, number>;
  /** The domains that were watched. */
  watching: readonly string[];
  standing: readonly Standing[];
  /** What was found and not told yet: whoever is killed in between tells it the next time. */
  untold: readonly Finding[];
};

export function emptyMemory(about: Pick<Memory, "host" | "vkey" | "trusted" | "since">): Memory {
  return {
    ...about,
    former: [],
    checkpoint: null,
    time: 0,
    older: null,
    statements: new Map(),
    unlogged: new Map(),
    watching: [],
    standing: [],
    untold: [],
  };
}

export function emptyStatementMemory(head: SeenHead): StatementMemory {
  return {
    head,
    reached: null,
    shown: "link",
    behind: null,
    unheaded: null,
    broken: null,
    missing: [],
    counts: null,
    claim: null,
    lookedTo: 0,
    watched: [],
    unproved: [],
  };
}
