import type { RecordedActTable } from "@undersigned/store/schema.ts";
import type { AccountActName } from "./account-acts.ts";
import type { Doer } from "./doer.ts";

/** What the trail can be narrowed to, each with its acts; "statements" are those on statements and signatures. */
export const TRAIL_KINDS = {
  "sign-in": ["set-up", "signed-in", "sign-in-failed", "session-revoked"],
  accounts: ["account-invited", "invitation-revoked", "account-accepted", "role-changed", "account-removed"],
  assignments: ["assigned", "unassigned"],
  "ways-in": ["passkey-added", "passkey-removed", "passkey-refused", "openid-bound", "openid-unbound"],
  keys: ["token-created", "token-revoked"],
  representatives: ["representative-revoked", "representative-restored"],
  invitations: ["organisations-invited", "organisations-reminded", "invitation-withdrawn"],
  reviews: ["name-admitted", "name-refused"],
  statements: [],
} as const satisfies Record<string, readonly AccountActName[]>;

export type TrailKind = keyof typeof TRAIL_KINDS;

export const TRAIL_KIND_NAMES = Object.keys(TRAIL_KINDS) as readonly TrailKind[];

export type TrailItem = {
  readonly act: AccountActName | RecordedActTable["act"];
  /** Null of what nobody who is known did: at the server's command line, or an attempt that failed. */
  readonly by: Doer | null;
  /** Whom or what it was done to, in words. */
  readonly subject: string | null;
  readonly detail: string | null;
  /** How often, where it is only counted. */
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of an act on a statement: where it stands. */
  readonly statement: { readonly id: string; readonly title: string; readonly index: number } | null;
};

/** Everything that accounts and programs did here, newest first. No mailbox and no network address is in it. */
export type Trail = {
  list(query: {
    kind?: TrailKind | undefined;
    cursor?: string | undefined;
    /** 1 to 200, 50 unless told. */
    limit?: number | undefined;
  }): Promise<{ readonly items: readonly TrailItem[]; readonly next: string | null }>;
};
