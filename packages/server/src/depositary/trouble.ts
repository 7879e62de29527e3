import { RefusedError } from "@undersigned/core/errors.ts";
import type { DatabaseIdentity } from "@undersigned/store/database-identity.ts";

/** A state of the log of heads that was published, by whom it is remembered. */
export type Witnessed = { readonly by: string; readonly size: number };

/** Why nothing may be published. */
export type Trouble =
  /** The database lacks what was published. */
  | { readonly kind: "behind"; readonly size: number; readonly anchors: readonly Witnessed[] }
  /** The database's log of heads does not begin with the one that was published. */
  | { readonly kind: "forked"; readonly size: number; readonly anchor: Witnessed }
  /** The database, or the anchor, cannot be read as what it should be. */
  | { readonly kind: "damaged"; readonly what: string }
  /** Another server, or another timeline of it, answers: what it holds is being compared. */
  | { readonly kind: "moved"; readonly before: DatabaseIdentity; readonly after: DatabaseIdentity }
  /** Another key, or another host, has taken over since this process started. */
  | { readonly kind: "replaced"; readonly what: "key" | "host" }
  /** The anchor, or the journal of erasures, cannot be written. */
  | { readonly kind: "unwritable"; readonly why: string };

const STOPPED = "Publishing is stopped, and no signature is taken; pages stay readable.";

/** What is wrong, which anchor and which sizes, and what to do: for whoever runs this depositary. */
export function describeTrouble(trouble: Trouble): string {
  switch (trouble.kind) {
    case "behind":
      return (
        `THE DATABASE IS BEHIND WHAT WAS PUBLISHED: its log of heads has ${entries(trouble.size)}, but ` +
        `${trouble.anchors.map(({ by, size }) => `${by} knows ${size}`).join(", ")}. ${STOPPED} An older copy of the ` +
        "database was restored, or its last commits were lost. Start the newest copy of the database that there is; or stop " +
        "this server and run: undersigned restore --from MIRROR. A witness that is mistaken can be taken out of WITNESS_POLICY."
      );
    case "forked":
      return (
        `THE DATABASE HOLDS ANOTHER HISTORY: its log of heads, with ${entries(trouble.size)}, does not begin with the ` +
        `${entries(trouble.anchor.size)} that ${trouble.anchor.by} knows. ${STOPPED} Use the database and the data folder ` +
        "that belong together; or stop this server and run: undersigned restore --from MIRROR."
      );
    case "damaged":
      return `THE RECORDS CANNOT BE COMPARED WITH WHAT WAS PUBLISHED: ${trouble.what}. ${STOPPED} Restore the file or the database from a copy, or stop this server and run: undersigned restore --from MIRROR.`;
    case "moved":
      return `THE DATABASE SERVER CHANGED (${describeDatabase(trouble.before)} before, ${describeDatabase(trouble.after)} now). ${STOPPED} It goes on by itself once everything that was published is found there.`;
    case "replaced":
      return trouble.what === "key"
        ? `THE KEY WAS REPLACED WHILE THIS SERVER WAS RUNNING (undersigned rotate). ${STOPPED} Restart it; on another machine put the new secrets.json into its data folder first.`
        : `THE HOST NAME UNDER WHICH THIS DEPOSITARY SIGNS WAS SETTLED, OR CHANGED, WHILE THIS SERVER WAS RUNNING (undersigned move, or another server with another BASE_URL). ${STOPPED} Restart it with the right BASE_URL.`;
    case "unwritable":
      return `THE DATA FOLDER CANNOT BE WRITTEN (${trouble.why}). ${STOPPED} Make room on its disk and give it to the user that runs this; it goes on by itself.`;
  }
}

function entries(size: number): string {
  return `${size} ${size === 1 ? "entry" : "entries"}`;
}

export function describeDatabase({ system, timeline }: DatabaseIdentity): string {
  return `system ${system}, timeline ${timeline}`;
}

/** Nothing may be appended or published now: what is promised could turn out not to hold. */
export class HaltedError extends RefusedError {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(
      "unavailable",
      "This site takes no signatures at this moment: those who keep it are checking its records. Nothing was changed or lost, and your link stays good. Please try again later.",
    );
    this.trouble = trouble;
  }
}

/** One statement lacks entries that were published: `undersigned restore` could not find them. */
export class StatementHaltedError extends RefusedError {
  constructor() {
    super(
      "unavailable",
      "This statement takes no signatures: a part of its records was lost, and those who keep this site are looking for it. Nothing was changed. Please try again later.",
    );
  }
}

/** For what can do without: `promise.catch(nothingWhileHalted)`. */
export function nothingWhileHalted(error: unknown): null {
  if (error instanceof HaltedError) return null;
  throw error;
}
