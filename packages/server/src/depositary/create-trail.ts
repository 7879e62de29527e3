import type { AccountActRow, StatementActPosition, TrailPosition } from "@undersigned/store/account-acts.ts";
import { listAccountActs, listStatementActs } from "@undersigned/store/account-acts.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { z } from "zod";
import type { AccountActName } from "./account-acts.ts";
import { readDoer } from "./doer.ts";
import { refuseCursor } from "./signatories.ts";
import type { Trail, TrailItem, TrailKind } from "./trail.ts";
import { TRAIL_KINDS } from "./trail.ts";

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;

/** Two tables, each with where it goes on. */
type Position = { readonly accounts: TrailPosition | null; readonly statements: StatementActPosition | null };
type Placed = { readonly item: TrailItem } & (
  | { readonly from: "accounts"; readonly position: TrailPosition }
  | { readonly from: "statements"; readonly position: StatementActPosition }
);

const cursorFields = z.strictObject({
  accounts: z.strictObject({ at: z.int(), id: z.string() }).nullable(),
  statements: z.strictObject({ at: z.int(), statement: z.string(), index: z.int() }).nullable(),
});

export function createTrail({ store }: { readonly store: Store }): Trail {
  return {
    async list({ kind, cursor, limit = DEFAULT_LIMIT }) {
      const asked = Math.min(Math.max(1, limit), GREATEST_LIMIT);
      const before = cursor === undefined ? { accounts: null, statements: null } : readCursor(cursor);
      const found = await readBoth(store, kind, before, asked + 1);
      const page = found.slice(0, asked);
      const next = found.length > asked ? formatCursor(after(before, page)) : null;
      return { items: page.map(({ item }) => item), next };
    },
  };
}

/** Both, in one order: newest first, and of one moment accounts first. */
async function readBoth(store: Store, kind: TrailKind | undefined, before: Position, limit: number): Promise<Placed[]> {
  const acts = kind === undefined ? null : TRAIL_KINDS[kind];
  const [accounts, statements] = await Promise.all([
    listAccountActs(store, { acts, before: before.accounts, limit }),
    kind === undefined || kind === "statements"
      ? listStatementActs(store, { before: before.statements, limit })
      : Promise.resolve([]),
  ]);
  const placed: Placed[] = [
    ...accounts.map(
      (row): Placed => ({
        item: viewAccountAct(row),
        from: "accounts",
        position: { at: row.done_at, id: row.id },
      }),
    ),
    ...statements.map((row): Placed => {
      const { statement_id: id, entry_index: index, title, done_at: at } = row;
      const item = { act: row.act, by: readDoer(row), subject: title, detail: row.reason, count: 1, at };
      return {
        item: { ...item, statement: { id, title, index } },
        from: "statements",
        position: { at, statement: id, index },
      };
    }),
  ];
  return placed.sort((a, b) => b.position.at - a.position.at);
}

function after(before: Position, page: readonly Placed[]): Position {
  const position = { ...before };
  for (const one of page) {
    if (one.from === "accounts") position.accounts = one.position;
    else position.statements = one.position;
  }
  return position;
}

function viewAccountAct(row: AccountActRow): TrailItem {
  const { doer_kind: kind, doer_id, doer_name, subject, detail, count, done_at: at } = row;
  const by = kind === "nobody" ? null : readDoer({ doer_kind: kind, doer_id, doer_name });
  return { act: row.act as AccountActName, by, subject, detail, count, at, statement: null };
}

function formatCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

function readCursor(cursor: string): Position {
  try {
    return cursorFields.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw refuseCursor();
  }
}
