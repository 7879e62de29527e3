import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { openStore } from "../packages/store/src/store.ts";

/** Mean lengths of the product's values, as measured in the same run. */
export type RowSizes = {
  input: number;
  confirmMail: number;
  entry: number;
  publicPart: number;
  private: number;
  signedMail: number;
};

export type FloorStore = {
  submit(ids: readonly string[]): Promise<void>;
  confirm(ids: readonly string[]): Promise<void>;
};

type Row = readonly (string | number | Uint8Array | null)[];

/**
 * The same rows as the product commits, in the same tables with the same indexes, of the same lengths, with the same
 * durability, in bare SQL; only made of random bytes. What the floor leaves out is everything that gives them a meaning.
 */
export async function openFloorStore(options: {
  file: string | null;
  url: string | null;
  sizes: RowSizes;
}): Promise<FloorStore> {
  // The product's own migrations make the tables, and nothing else of it is used.
  await (await openStore({ url: options.url, file: options.file ?? "" })).close();
  const write = options.url ? openOnPostgres(options.url) : openOnSqlite(options.file ?? "");
  let index = 0;
  return {
    submit: (ids) =>
      write({
        pending: ids.map((id) => pendingRow(id, options.sizes)),
        outbox: ids.map((id) => mailRow(id, "confirm", options.sizes.confirmMail)),
      }),
    async confirm(ids) {
      const first = index;
      index += ids.length;
      await write({
        entry: ids.map((_, i) => [STATEMENT, first + i, randomBytes(options.sizes.entry)]),
        signature: ids.map((id, i) => signatureRow(id, first + i, options.sizes)),
        outbox: ids.map((_, i) => mailRow(`${STATEMENT}.${first + i}`, "signed", options.sizes.signedMail)),
        wiped: ids.map((id, i) => [first + i, STATEMENT, id]),
      });
    },
  };
}

const STATEMENT = "floorfloorfloorf";

function pendingRow(id: string, { input }: RowSizes): Row {
  return [STATEMENT, id, randomBytes(input), 0, randomBytes(32), randomBytes(32), Date.now(), Date.now() + 1e9, null];
}

function mailRow(id: string, template: string, size: number): Row {
  const now = Date.now();
  return [STATEMENT, id, template, randomBytes(size), "waiting", 0, now, 0, null, now, null];
}

function signatureRow(id: string, idx: number, sizes: RowSizes): Row {
  const version = "0".repeat(64);
  const part = "p".repeat(sizes.publicPart);
  const head = [STATEMENT, idx, "person", "personal", idx % 2, 1, version, "standing", null, randomBytes(32), id, null];
  return [...head, randomBytes(32), part, randomBytes(32), randomBytes(32), randomBytes(sizes.private), Date.now()];
}

const COLUMNS = {
  pending:
    "statement_id text, id text, input_sealed bytea, attempts int, identity_mac bytea, mailbox_mac bytea, created_at bigint, expires_at bigint, confirmed_index bigint",
  outbox:
    "statement_id text, id text, template text, mail_sealed bytea, state text, attempts int, next_at bigint, lease_until bigint, error text, created_at bigint, sent_at bigint",
  entry: "log_id text, idx bigint, bytes bytea",
  signature:
    "statement_id text, idx bigint, kind text, capacity text, named int, level int, version text, status text, reason text, identity_mac bytea, pending_id text, ended_index bigint, public_digest bytea, public_part text, public_salt bytea, private_digest bytea, private_sealed bytea, signed_at bigint",
} as const;

type Table = keyof typeof COLUMNS;
/** Rows to insert by table, and `wiped`: index, statement and id of pending rows to mark as confirmed. */
type Batch = { readonly [table in Table | "wiped"]?: readonly Row[] };

function namesOf(table: Table): string[] {
  return COLUMNS[table].split(", ").map((column) => column.split(" ")[0] ?? "");
}

function openOnSqlite(file: string): (batch: Batch) => Promise<void> {
  const db = new DatabaseSync(file);
  db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = on;");
  const insert = (table: Table) => {
    const names = namesOf(table);
    return db.prepare(`insert into ${table} (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`);
  };
  const statements = {
    pending: insert("pending"),
    outbox: insert("outbox"),
    entry: insert("entry"),
    signature: insert("signature"),
    wiped: db.prepare("update pending set confirmed_index = ?, input_sealed = null where statement_id = ? and id = ?"),
  };
  return async (batch) => {
    db.exec("begin immediate");
    for (const table of Object.keys(batch) as (Table | "wiped")[]) {
      for (const row of batch[table] ?? []) statements[table].run(...row);
    }
    db.exec("commit");
  };
}

function openOnPostgres(url: string): (batch: Batch) => Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const columnsOf = (rows: readonly Row[]) => (rows[0] ?? []).map((_, i) => rows.map((row) => row[i]));
  const texts = Object.fromEntries(
    (Object.keys(COLUMNS) as Table[]).map((table) => {
      const arrays = COLUMNS[table].split(", ").map((column, i) => `$${i + 1}::${column.split(" ")[1]}[]`);
      return [table, `insert into ${table} (${namesOf(table).join(", ")}) select * from unnest(${arrays.join(", ")})`];
    }),
  );
  texts.wiped =
    "update pending set confirmed_index = v.i, input_sealed = null from unnest($1::bigint[], $2::text[], $3::text[]) as v(i, s, id) where pending.statement_id = v.s and pending.id = v.id";
  return async (batch) => {
    const client = await pool.connect();
    try {
      await client.query("begin");
      for (const [table, rows] of Object.entries(batch)) {
        await client.query({ name: table, text: texts[table] ?? "", values: columnsOf(rows) });
      }
      await client.query("commit");
    } finally {
      client.release();
    }
  };
}
