import { sql } from "kysely";
import { openAsking } from "../packages/server/src/depositary/asking-content.ts";
import { openMail } from "../packages/server/src/depositary/create-outbox.ts";
import { openAnswer, openSaid } from "../packages/server/src/depositary/disputed-words.ts";
import { openList } from "../packages/server/src/depositary/invitation-lists.ts";
import { openInvited } from "../packages/server/src/depositary/invited.ts";
import { openImportChoices, openImportSource } from "../packages/server/src/depositary/kept-imports.ts";
import { openObserved } from "../packages/server/src/depositary/observing.ts";
import { openFlow } from "../packages/server/src/depositary/openid-flows.ts";
import { openPrivateHalf } from "../packages/server/src/depositary/openings.ts";
import { openSubmission } from "../packages/server/src/depositary/submission.ts";
import type { Secrets } from "../packages/server/src/secrets.ts";
import type { Store } from "../packages/store/src/store.ts";

/** Where something was found: a table, a column of it, and the row. */
export type Found = {
  readonly table: string;
  readonly column: string;
  readonly row: Readonly<Record<string, unknown>>;
};

/**
 * Every cell of every table that holds one of the needles, seals opened: texts whatever their case, bytes as they are, in
 * hexadecimal or in base64.
 */
export async function searchEverywhere(
  { store, secrets }: { readonly store: Store; readonly secrets: Secrets },
  needles: readonly (string | Uint8Array)[],
): Promise<Found[]> {
  const found: Found[] = [];
  for (const table of await tablesOf(store)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(store.db);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        const opened = column.endsWith("_sealed") && value !== null ? open(secrets, table, row) : null;
        if ([value, opened].some((held) => holds(held, needles))) found.push({ table, column, row });
      }
    }
  }
  return found;
}

/** What a row seals, as text. */
function open(secrets: Secrets, table: string, row: Readonly<Record<string, unknown>>): string | null {
  const [statementId, id] = [String(row.statement_id), String(row.id)];
  if (table === "outbox") return JSON.stringify(openMail(secrets, statementId, id, row.mail_sealed as Uint8Array));
  if (table === "signature")
    return JSON.stringify(openPrivateHalf(secrets, row as Parameters<typeof openPrivateHalf>[1]));
  if (table === "observation") return JSON.stringify(openObserved(secrets, row as Parameters<typeof openObserved>[1]));
  if (table === "invitation") return JSON.stringify(openInvited(secrets, row as Parameters<typeof openInvited>[1]));
  if (table === "invitation_upload") return JSON.stringify(openList(secrets, row as Parameters<typeof openList>[1]));
  if (table === "text_import") {
    const kept = row as Parameters<typeof openImportSource>[1] & Parameters<typeof openImportChoices>[1];
    return JSON.stringify([openImportSource(secrets, kept), openImportChoices(secrets, kept)]);
  }
  if (table === "asking") return JSON.stringify(openAsking(secrets, row as Parameters<typeof openAsking>[1]));
  if (table === "openid_flow") return JSON.stringify(openFlow(secrets, row as Parameters<typeof openFlow>[1]));
  if (table === "dispute") {
    const dispute = row as Parameters<typeof openSaid>[1] & Parameters<typeof openAnswer>[1];
    return JSON.stringify([openSaid(secrets, dispute), openAnswer(secrets, dispute)]);
  }
  if (table !== "pending") throw new Error(`nothing is known to be sealed in ${table}`);
  const sealed = row.input_sealed as Uint8Array;
  // Empty where only a mail was asked for.
  return sealed.length === 0 ? null : JSON.stringify(openSubmission(secrets, statementId, id, sealed));
}

/** Every table of the database. */
export async function tablesOf(store: Store): Promise<string[]> {
  const query =
    store.engine === "sqlite"
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  return (await query.execute(store.db)).rows.map(({ name }) => name);
}

function holds(held: unknown, needles: readonly (string | Uint8Array)[]): boolean {
  if (held instanceof Uint8Array) {
    const bytes = Buffer.from(held);
    return needles.some((needle) => bytes.includes(Buffer.from(needle)));
  }
  if (typeof held !== "string") return false;
  const text = held.toLowerCase();
  return needles.some((needle) =>
    typeof needle === "string"
      ? text.includes(needle.toLowerCase())
      : text.includes(Buffer.from(needle).toString("hex")) || held.includes(Buffer.from(needle).toString("base64")),
  );
}
