import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { fingerprintCopy, fingerprintText } from "../packages/core/src/compare/fingerprints.ts";
import { parseText } from "../packages/core/src/statement/text.ts";
import { findByFingerprints, insertFingerprints } from "../packages/store/src/fingerprints.ts";
import { insertDraft } from "../packages/store/src/statements.ts";
import type { Store } from "../packages/store/src/store.ts";
import { openStore } from "../packages/store/src/store.ts";
import { createTestDatabase } from "../tests/postgres-server.ts";
import { percentile } from "./load.ts";
import type { Engine } from "./signing.ts";
import { makeCopy, makeParagraphs } from "./texts.ts";

/** Versions with words, among which copies are looked for; the others have fingerprints as words would give them. */
const WRITTEN = 2_000;
const COPIES = 2_000;

export type Finding = {
  /** Milliseconds, from the copy's words to the statements that share some. */
  readonly p50: number;
  readonly p99: number;
  /** Copies that led to another statement than their own, or to none. */
  readonly wrong: number;
  readonly fingerprints: number;
  /** Bytes: what finding added to the process, and what the database has on disk. */
  readonly memory: number;
  readonly disk: number;
};

/** Looks for altered copies of some versions among `versions` of them. */
export async function measureFinding(engine: Engine, versions: number): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-bench-"));
  const database = engine === "postgres" ? await createTestDatabase() : null;
  const place = { url: database?.url ?? null, file: join(folder, "undersigned.db") };
  try {
    const store = await openStore(place);
    const written = await write(store);
    await store.close();
    const each = Math.round(written.fingerprints / WRITTEN);
    const others = { versions: versions - WRITTEN, each };
    if (database) await fillPostgres(database.url, others);
    else fillSqlite(place.file, others);
    const again = await openStore(place);
    try {
      const measured = await look(again, written.texts);
      const disk = database ? await sizeOnPostgres(database.url) : statSync(place.file).size;
      return { ...measured, fingerprints: written.fingerprints + others.versions * each, disk };
    } finally {
      await again.close();
    }
  } finally {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Written = { readonly id: string; readonly paragraphs: readonly string[] };

async function write(store: Store): Promise<{ texts: Written[]; fingerprints: number }> {
  const texts: Written[] = [];
  let fingerprints = 0;
  for (let i = 0; i < WRITTEN; i++) {
    const id = `written${i}`;
    const paragraphs = makeParagraphs(i);
    const fields = {
      slug: id,
      draft: "{}",
      title: id,
      visibility: "public" as const,
      publishes_at: null,
      closes_at: null,
    };
    await insertDraft(store, { ...fields, id, link_key: id, created_at: i });
    const pieces = fingerprintText(parseText(`# Statement ${i}\n\n${paragraphs.join("\n\n")}\n`));
    const text = { statementId: id, version: 1, lang: "en" };
    await store.transaction((tx) => insertFingerprints(tx, text, pieces));
    fingerprints += pieces.reduce((sum, { hashes }) => sum + hashes.length, 0);
    texts.push({ id, paragraphs });
  }
  return { texts, fingerprints };
}

/** Versions without words: fingerprints are spread evenly over all numbers below 2^53, so these are as any. */
type Others = { readonly versions: number; readonly each: number };

const ids = (versions: number) => `${WRITTEN} + 1 + i % ${versions}`;

function fillSqlite(file: string, { versions, each }: Others): void {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000; pragma threads = 2");
  const numbers = (count: number) =>
    `with recursive numbers (i) as (select 0 union all select i + 1 from numbers where i < ${count - 1})`;
  database.exec(`${numbers(versions)} insert into searched_text (id, statement_id, version, lang)
    select ${ids(versions)}, 'other' || i, 1, 'en' from numbers`);
  database.exec(`${numbers(versions * each)} insert into fingerprint (hash, place)
    select random() & 9007199254740991, (${ids(versions)}) * 16384 + i / ${versions} from numbers order by 1`);
  database.exec("pragma journal_mode = wal");
  database.close();
}

async function fillPostgres(url: string, { versions, each }: Others): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set maintenance_work_mem = '1GB'; alter table fingerprint set unlogged");
    await client.query("alter table fingerprint drop constraint fingerprint_key");
    await client.query(`insert into searched_text (id, statement_id, version, lang) overriding system value
      select ${ids(versions)}, 'other' || i, 1, 'en' from generate_series(0, ${versions - 1}) as i`);
    await client.query(`insert into fingerprint (hash, place)
      select floor(random() * 9007199254740991)::bigint, (${ids(versions)}) * 16384 + i / ${versions}
      from generate_series(0::bigint, ${versions * each - 1}) as i`);
    await client.query("alter table fingerprint add constraint fingerprint_key primary key (hash, place)");
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

async function sizeOnPostgres(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("select pg_database_size(current_database()) as size");
    return Number(rows[0].size);
  } finally {
    await client.end();
  }
}

async function look(
  store: Store,
  texts: readonly Written[],
): Promise<Pick<Finding, "p50" | "p99" | "wrong" | "memory">> {
  const before = process.memoryUsage().rss;
  const times: number[] = [];
  let wrong = 0;
  for (let i = 0; i < COPIES; i++) {
    const { id, paragraphs } = texts[(i * 7919) % texts.length] ?? { id: "", paragraphs: [] };
    const copy = makeCopy(paragraphs, i);
    const start = performance.now();
    const [found] = await findByFingerprints(store, fingerprintCopy(copy), { publicAt: Date.now() }, 3);
    times.push(performance.now() - start);
    if (found?.statementId !== id) wrong++;
  }
  const sorted = Float64Array.from(times);
  return {
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    wrong,
    memory: Math.max(0, process.memoryUsage().rss - before),
  };
}
