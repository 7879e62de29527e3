import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import type { Contract } from "./context.ts";
import { NOW, someBytes } from "./context.ts";

export function bulkContract({ engine, store }: Contract): void {
  const longest = Number.MAX_SAFE_INTEGER;

  test(`${engine}: many rows go in and come back as they were: bytes, nulls, any script, numbers to 2^53 - 1`, async () => {
    const rows = [
      { statement_id: "bulk", id: "a", mail_sealed: someBytes(1, 5000), sent_at: longest, error: null },
      { statement_id: "bulk", id: "b", mail_sealed: null, sent_at: null, error: "Ελλάδα, {\"x\"}, \\x00, 'o' 😀" },
      { statement_id: "bulk", id: "c", mail_sealed: new Uint8Array(0), sent_at: 0, error: "" },
      { statement_id: "bulk", id: "d", mail_sealed: someBytes(2, 64).subarray(10, 20), sent_at: -longest, error: "\\" },
    ].map((row) => ({
      ...row,
      template: "t",
      state: "sent" as const,
      attempts: 2 ** 31 - 1,
      next_at: NOW,
      lease_until: 0,
      created_at: NOW,
    }));
    assert.equal(await store().transaction((tx) => tx.insertMany("outbox", rows)), 4);
    const read = await store()
      .db.selectFrom("outbox")
      .selectAll()
      .where("statement_id", "=", "bulk")
      .orderBy("id")
      .execute();
    assert.deepEqual(
      read,
      rows.map((row) => ({ ...row, mail_sealed: row.mail_sealed && new Uint8Array(row.mail_sealed) })),
    );
    await store().db.deleteFrom("outbox").where("statement_id", "=", "bulk").execute();
  });

  test(`${engine}: a column that a row lacks is null in it`, async () => {
    const job = { payload: "{}", run_at: longest, lease_until: 0, attempts: 0 };
    await store().transaction((tx) =>
      tx.insertMany("job", [
        { kind: "bulk", key: "1", ...job, again_at: null, error: "why" },
        { kind: "bulk", key: "2", ...job },
      ]),
    );
    const rows = await store()
      .db.selectFrom("job")
      .select(["key", "error", "again_at"])
      .where("kind", "=", "bulk")
      .orderBy("key")
      .execute();
    assert.deepEqual(rows, [
      { key: "1", error: "why", again_at: null },
      { key: "2", error: null, again_at: null },
    ]);
    await store().db.deleteFrom("job").where("kind", "=", "bulk").execute();
  });

  test(`${engine}: a conflict fails all rows, or with "ignore" leaves what is there and counts the others`, async () => {
    const row = (idx: number, seed: number) => ({ log_id: "bulk conflict", idx, bytes: someBytes(seed) });
    await store().transaction((tx) => tx.insertMany("entry", [row(1, 1)]));
    await assert.rejects(store().transaction((tx) => tx.insertMany("entry", [row(0, 2), row(1, 2)])));
    const inserted = await store().transaction((tx) =>
      tx.insertMany("entry", [row(1, 3), row(2, 3), row(3, 3)], { onConflict: "ignore" }),
    );
    assert.equal(inserted, 2);
    const rows = await store()
      .db.selectFrom("entry")
      .selectAll()
      .where("log_id", "=", "bulk conflict")
      .orderBy("idx")
      .execute();
    assert.deepEqual(rows, [row(1, 1), row(2, 3), row(3, 3)]);
  });

  test(`${engine}: many rows are updated by key, also to null, and those that are not there are not counted`, async () => {
    const row = (idx: number) => ({
      log_id: "bulk update",
      size: idx,
      root: someBytes(idx),
      checkpoint: someBytes(9),
      head_index: idx,
      published_at: NOW,
    });
    await store().transaction((tx) =>
      tx.insertMany(
        "publication",
        [0, 1, 2].map((i) => ({ ...row(i), log_id: `bulk update ${i}` })),
      ),
    );
    const updated = await store().transaction((tx) =>
      tx.updateMany(
        "publication",
        ["log_id", "size"],
        [
          { log_id: "bulk update 0", size: 0, head_index: null, root: someBytes(100) },
          { log_id: "bulk update 1", size: 1, head_index: longest, root: someBytes(101) },
          { log_id: "bulk update 2", size: 3, head_index: 7, root: someBytes(102) },
        ],
      ),
    );
    assert.equal(updated, 2);
    const rows = await store()
      .db.selectFrom("publication")
      .select(["log_id", "head_index", "root"])
      .where("log_id", "like", "bulk update%")
      .orderBy("log_id")
      .execute();
    assert.deepEqual(rows, [
      { log_id: "bulk update 0", head_index: null, root: someBytes(100) },
      { log_id: "bulk update 1", head_index: longest, root: someBytes(101) },
      { log_id: "bulk update 2", head_index: 2, root: someBytes(2) },
    ]);
  });

  test(`${engine}: no rows are no work; rows that disagree are refused`, async () => {
    await store().transaction(async (tx) => {
      assert.equal(await tx.insertMany("entry", []), 0);
      assert.equal(await tx.updateMany("entry", ["log_id", "idx"], []), 0);
      await assert.rejects(tx.updateMany("log", ["log_id"], [{ log_id: "a" }]), /nothing to set/);
      await assert.rejects(tx.updateMany("log", ["log_id"], [{ size: 1 }]), /lack the key/);
      await assert.rejects(
        tx.updateMany("log", ["log_id"], [{ log_id: "a", size: 1 }, { log_id: "b" }]),
        /lacks "size"/,
      );
    });
  });

  test(`${engine}: 5,000 rows at once`, async () => {
    const rows = Array.from({ length: 5_000 }, (_, idx) => ({
      log_id: "bulk many",
      idx,
      bytes: someBytes(idx % 256, idx % 300),
    }));
    assert.equal(await store().transaction((tx) => tx.insertMany("entry", rows)), 5_000);
    const read = await store()
      .db.selectFrom("entry")
      .selectAll()
      .where("log_id", "=", "bulk many")
      .orderBy("idx")
      .execute();
    assert.deepEqual(read, rows);
  });

  test(`${engine}: counts, sums and large integers are numbers, booleans 0 and 1, rows plain objects`, async () => {
    const row = await store()
      .db.selectFrom("entry")
      .select((of) => [of.fn.countAll().as("count"), of.fn.sum("idx").as("sum"), sql`9007199254740991`.as("large")])
      .where("log_id", "=", "bulk many")
      .executeTakeFirstOrThrow();
    assert.deepEqual({ ...row, large: Number(row.large) }, { count: 5_000, sum: 12_497_500, large: longest });
    assert.equal(Object.getPrototypeOf(row), Object.prototype);
    await store().transaction(async (tx) => {
      const inside = await tx.db
        .selectFrom("entry")
        .selectAll()
        .where("log_id", "=", "bulk many")
        .limit(1)
        .executeTakeFirstOrThrow();
      assert.equal(Object.getPrototypeOf(inside), Object.prototype);
      assert.equal(Object.getPrototypeOf(inside.bytes), Uint8Array.prototype);
    });
    await assert.rejects(sql`select cast(9007199254740993 as bigint) as too_large`.execute(store().db), RangeError);
  });
}
