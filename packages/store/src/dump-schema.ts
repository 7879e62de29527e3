import { sql } from "kysely";
import type { Store } from "./engine.ts";

/**
 * The schema of a database as text, the same for the same migrations wherever it is made: tables in order of name, each
 * with its columns in order and its indexes. It is for reading and for seeing what a migration changed.
 */
export function dumpSchema(store: Store): Promise<string> {
  return store.engine === "sqlite" ? dumpSqlite(store) : dumpPostgres(store);
}

/** SQLite keeps the statements that made the schema. */
async function dumpSqlite({ db }: Store): Promise<string> {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_schema where sql is not null order by tbl_name, type desc, name`.execute(db);
  return rows.map((row) => `${spread(row.sql)};\n`).join("\n");
}

/** One line for each item between the outermost parentheses of a `create table`; another statement stays as it is. */
function spread(statement: string): string {
  if (!/^create table/i.test(statement)) return statement;
  const open = statement.indexOf("(");
  const close = statement.lastIndexOf(")");
  const items: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let i = open + 1; i <= close; i += 1) {
    const char = statement[i];
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if (i === close || (char === "," && depth === 0)) {
      items.push(statement.slice(start, i).trim().replace(/\s+/g, " "));
      start = i + 1;
    }
  }
  return table(statement.slice(0, open).trim(), items, statement.slice(close + 1).trim());
}

function table(head: string, items: readonly string[], tail: string): string {
  return `${head} (\n${items.map((item) => `  ${item}`).join(",\n")}\n)${tail === "" ? "" : ` ${tail}`}`;
}

type Line = { name: string; definition: string };

/** PostgreSQL keeps catalogues: https://www.postgresql.org/docs/current/catalogs.html */
async function dumpPostgres(store: Store): Promise<string> {
  const [columns, constraints, indexes] = [
    await readColumns(store),
    await readConstraints(store),
    await readIndexes(store),
  ];
  const of = (lines: readonly Line[], name: string) => lines.filter((line) => line.name === name);
  const names = [...new Set(columns.map((column) => column.name))].sort();
  return names
    .map((name) => {
      const items = [...of(columns, name), ...of(constraints, name)].map((line) => line.definition);
      const statements = [
        table(`create table ${name}`, items, ""),
        ...of(indexes, name).map((line) => line.definition),
      ];
      return statements.map((statement) => `${statement};\n`).join("");
    })
    .join("\n");
}

async function readColumns({ db }: Store): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select class.relname as name, concat_ws(' ', attname, format_type(atttypid, atttypmod),
      case when attcollation <> 0 and attcollation <> typcollation then 'collate ' || quote_ident(collname) end,
      case when attidentity = 'a' then 'generated always as identity' end,
      case when attnotnull then 'not null' end) as definition
    from pg_attribute
      join pg_class as class on class.oid = attrelid
      join pg_type on pg_type.oid = atttypid
      left join pg_collation on pg_collation.oid = attcollation
    where class.relkind = 'r' and class.relnamespace = current_schema()::regnamespace and attnum > 0 and not attisdropped
    order by class.relname collate "C", attnum`.execute(db);
  return rows;
}

/** Those named `n`, one for each column that is not null, only newer servers list. */
async function readConstraints({ db }: Store): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select class.relname as name, 'constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid) as definition
    from pg_constraint join pg_class as class on class.oid = conrelid
    where connamespace = current_schema()::regnamespace and contype <> 'n'
    order by class.relname collate "C", conname collate "C"`.execute(db);
  return rows;
}

/** Without the indexes that a constraint already implies. */
async function readIndexes({ db }: Store): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select tablename as name, replace(indexdef, ' ON ' || schemaname || '.', ' ON ') as definition
    from pg_indexes
    where schemaname = current_schema()
      and not exists (select 1 from pg_constraint where conname = indexname and connamespace = current_schema()::regnamespace)
    order by tablename collate "C", indexname collate "C"`.execute(db);
  return rows;
}
