import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import pg from "pg";
import type { TestDatabase } from "../../../../tests/postgres-server.ts";
import { createTestDatabase } from "../../../../tests/postgres-server.ts";
import type { ColumnType } from "./array.ts";
import { formatArray } from "./array.ts";
import { parseTypes } from "./parse-types.ts";

let database: TestDatabase;
let client: pg.Client;
before(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url, types: parseTypes });
  await client.connect();
});
after(async () => {
  await client.end();
  await database.drop();
});

async function roundTrip(type: ColumnType, values: readonly unknown[]): Promise<unknown[]> {
  const { rows } = await client.query<{ value: unknown }>(
    `select value from unnest($1::${type}[]) with ordinality as t (value, n) order by n`,
    [formatArray(type, values)],
  );
  return rows.map((row) => row.value);
}

const cells = {
  // PostgreSQL's text holds every code point but zero.
  text: fc.string({ unit: "binary" }).map((text) => text.toWellFormed().replaceAll("\0", "")),
  bytea: fc.uint8Array({ maxLength: 100 }),
  int8: fc.maxSafeInteger(),
  int4: fc.integer(),
};

for (const type of ["text", "bytea", "int8", "int4"] as const) {
  test(`a column of ${type} reaches a real server as it was, nulls too`, async () => {
    const column = fc.array(fc.option<unknown>(cells[type]), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(column, async (values) => {
        assert.deepEqual(await roundTrip(type, values), values);
      }),
      { numRuns: 50 },
    );
  });
}

test("a value of another type is refused before it is sent", () => {
  assert.throws(() => formatArray("text", [1]));
  assert.throws(() => formatArray("int8", ["1"]));
  assert.throws(() => formatArray("int8", [0.5]));
  assert.throws(() => formatArray("int8", [2 ** 53]));
  assert.throws(() => formatArray("int4", [2 ** 31]));
  assert.throws(() => formatArray("bytea", ["a"]));
});
