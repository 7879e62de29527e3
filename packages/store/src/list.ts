import { encodeHex } from "@undersigned/core/bytes.ts";
import type { RawBuilder } from "kysely";
import { sql } from "kysely";
import type { Engine } from "./engine.ts";

/**
 * `column IN (…)` with one parameter however long the list is, so that the statement's text, and with it its prepared
 * plan, stays the same.
 */
export function inTexts(engine: Engine, column: string, values: readonly string[]): RawBuilder<boolean> {
  if (engine === "postgres") return sql`${sql.ref(column)} = any(${[...values]}::text[])`;
  return sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}

/** As `inTexts`, for whole numbers. */
export function inIntegers(engine: Engine, column: string, values: readonly number[]): RawBuilder<boolean> {
  if (engine === "postgres") return sql`${sql.ref(column)} = any(${[...values]}::bigint[])`;
  return sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}

/** As `inTexts`, for bytes. */
export function inBytes(engine: Engine, column: string, values: readonly Uint8Array[]): RawBuilder<boolean> {
  const hex = values.map(encodeHex);
  if (engine === "postgres") {
    return sql`${sql.ref(column)} = any(select decode(h, 'hex') from unnest(${hex}::text[]) as t(h))`;
  }
  return sql`${sql.ref(column)} in (select unhex(value) from json_each(${JSON.stringify(hex)}))`;
}
