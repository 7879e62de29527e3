import type { Role } from "@undersigned/store/account-tables.ts";

export type { Role } from "@undersigned/store/account-tables.ts";

/** Administrator: everything. The others: decision 018 says who each is for. */
export const ROLES = ["administrator", "initiator", "checker", "representative"] as const satisfies readonly Role[];

/** Those that somebody can be given. A representative is whoever reads a mailbox at the organisation's domain. */
export const GIVEN_ROLES = ["administrator", "initiator", "checker"] as const satisfies readonly Role[];

/** Where a role may act: everywhere, on the statements assigned to it alone, or on what is its own. */
export type Reach = "all" | "assigned" | "own";

/**
 * The one table of who may do what; pages and API say which act each of their routes is (route-acts.ts, beside them). What
 * is not in a row, that role may not.
 */
const TABLE = {
  /** One's own name, sessions, passkeys; signing out. */
  account: { administrator: "own", initiator: "own", checker: "own", representative: "own" },
  /** That statements are there, by title and state. */
  list: { administrator: "all", initiator: "assigned", checker: "all" },
  /** A new statement; it is assigned to whoever begins it. */
  begin: { administrator: "all", initiator: "all" },
  /** Draft, open, extend, close, new versions, what is added later; signatures as the list shows them, and their end. */
  run: { administrator: "all", initiator: "assigned" },
  /** Who is asked to sign. */
  invite: { administrator: "all", initiator: "assigned" },
  /** Names and signatures that wait to be looked at, with their evidence, before they are shown. */
  review: { administrator: "all", initiator: "assigned", checker: "all" },
  /** "We never signed this": not for whoever gathers the signatures. */
  dispute: { administrator: "all", checker: "all" },
  /** What one's organisation signed here. */
  represent: { administrator: "own", representative: "own" },
  /** Keys for programs, which may what their maker may. */
  tokens: { administrator: "all", initiator: "own" },
  /** Accounts, trail, outbox, witnesses, settings. */
  depositary: { administrator: "all" },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Act = keyof typeof TABLE;

export const ACTS = Object.keys(TABLE) as readonly Act[];

/** How far a role may do this; null where it may not. */
export function reachOf(role: Role, act: Act): Reach | null {
  const row: Partial<Record<Role, Reach>> = TABLE[act];
  return row[role] ?? null;
}
