import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";

/** Mean bytes of one row of the product's tables, as measured in the same run. */
export type RowSizes = { pending: number; confirmMail: number; entry: number; signature: number; signedMail: number };

export type FloorStore = {
  submit(ids: readonly string[]): Promise<void>;
  confirm(ids: readonly string[]): Promise<void>;
};

export async function openFloorStore(options: {
  file: string | null;
  url: string | null;
  sizes: RowSizes;
}): Promise<FloorStore> {
  if (options.url) return await openOnPostgres(options.url, options.sizes);
  return openOnSqlite(options.file ?? "", options.sizes);
}

function openOnSqlite(file: string, sizes: RowSizes): FloorStore {
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;
    create table pending (id text primary key, body blob not null);
    create table outbox (id text primary key, body blob not null);
    create table entry (idx integer primary key, body blob not null);
    create table signature (idx integer primary key, body blob not null);`);
  const pending = db.prepare("insert into pending values (?, ?)");
  const outbox = db.prepare("insert into outbox values (?, ?)");
  const entry = db.prepare("insert into entry values (?, ?)");
  const signature = db.prepare("insert into signature values (?, ?)");
  const wipe = db.prepare("update pending set body = x'' where id = ?");
  let index = 0;
  function inTransaction(work: () => void): Promise<void> {
    db.exec("begin immediate");
    work();
    db.exec("commit");
    return Promise.resolve();
  }
  return {
    submit: (ids) =>
      inTransaction(() => {
        for (const id of ids) {
          pending.run(id, randomBytes(sizes.pending));
          outbox.run(id, randomBytes(sizes.confirmMail));
        }
      }),
    confirm: (ids) =>
      inTransaction(() => {
        for (const id of ids) {
          entry.run(index, randomBytes(sizes.entry));
          signature.run(index, randomBytes(sizes.signature));
          outbox.run(`s${index}`, randomBytes(sizes.signedMail));
          wipe.run(id);
          index += 1;
        }
      }),
  };
}

async function openOnPostgres(url: string, sizes: RowSizes): Promise<FloorStore> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  await pool.query(`create table pending (id text primary key, body bytea not null);
    create table outbox (id text primary key, body bytea not null);
    create table entry (idx bigint primary key, body bytea not null);
    create table signature (idx bigint primary key, body bytea not null);`);
  let index = 0;
  const bodies = (count: number, size: number) => Array.from({ length: count }, () => randomBytes(size));
  async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query("begin");
      await work(client);
      await client.query("commit");
    } finally {
      client.release();
    }
  }
  const insert = (client: pg.PoolClient, table: string, type: string, keys: readonly unknown[], size: number) =>
    client.query({
      name: `insert-${table}`,
      text: `insert into ${table} select * from unnest($1::${type}[], $2::bytea[])`,
      values: [keys, bodies(keys.length, size)],
    });
  return {
    submit: (ids) =>
      inTransaction(async (client) => {
        await insert(client, "pending", "text", ids, sizes.pending);
        await insert(client, "outbox", "text", ids, sizes.confirmMail);
      }),
    confirm: (ids) =>
      inTransaction(async (client) => {
        const indices = ids.map(() => index++);
        await insert(client, "entry", "bigint", indices, sizes.entry);
        await insert(client, "signature", "bigint", indices, sizes.signature);
        await insert(
          client,
          "outbox",
          "text",
          indices.map((i) => `s${i}`),
          sizes.signedMail,
        );
        await client.query({
          name: "wipe",
          text: "update pending set body = '' where id = any($1::text[])",
          values: [ids],
        });
      }),
  };
}
