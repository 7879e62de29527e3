import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { getSetting, setSetting } from "../settings.ts";
import { isUniqueViolation } from "../store-errors.ts";
import type { Contract } from "./context.ts";

export function transactionsContract({ engine, store, openAnother }: Contract): void {
  test(`${engine}: a transaction commits as a whole and its result comes back`, async () => {
    const result = await store().transaction(async (tx) => {
      await setSetting(tx, "commit/a", "1");
      await setSetting(tx, "commit/b", "2");
      return "done";
    });
    assert.equal(result, "done");
    assert.equal(await getSetting(store(), "commit/a"), "1");
    assert.equal(await getSetting(store(), "commit/b"), "2");
  });

  test(`${engine}: what throws rolls back everything, and the store goes on`, async () => {
    const failure = new Error("no");
    const attempt = store().transaction(async (tx) => {
      await setSetting(tx, "rollback", "1");
      throw failure;
    });
    await assert.rejects(attempt, failure);
    assert.equal(await getSetting(store(), "rollback"), null);
    await setSetting(store(), "rollback", "2");
    assert.equal(await getSetting(store(), "rollback"), "2");
  });

  test(`${engine}: a transaction sees its own writes, others do not until it commits`, async () => {
    const other = await openAnother();
    await store().transaction(async (tx) => {
      await setSetting(tx, "isolation", "1");
      assert.equal(await getSetting(tx, "isolation"), "1");
      assert.equal(await getSetting(other, "isolation"), null);
    });
    assert.equal(await getSetting(other, "isolation"), "1");
    assert.equal(await getSetting(store(), "isolation"), "1");
  });

  test(`${engine}: a statement that failed dooms its transaction, even when its error is swallowed`, async () => {
    await setSetting(store(), "taken", "1");
    const attempt = store().transaction(async (tx) => {
      await setSetting(tx, "doomed", "1");
      await tx.db
        .insertInto("setting")
        .values({ name: "taken", value: "2" })
        .execute()
        .then(
          () => assert.fail("a second row with the same key was accepted"),
          (error: unknown) => assert.equal(isUniqueViolation(error), true),
        );
    });
    await assert.rejects(attempt);
    assert.equal(await getSetting(store(), "doomed"), null);
    assert.equal(await getSetting(store(), "taken"), "1");
  });

  test(`${engine}: a taken key is told from other errors`, async () => {
    const failure: unknown = await sql`select * from no_such_table`.execute(store().db).then(
      () => null,
      (error: unknown) => error,
    );
    assert.ok(failure instanceof Error);
    assert.equal(isUniqueViolation(failure), false);
    assert.equal(isUniqueViolation(null), false);
  });

  test(`${engine}: the store itself is refused inside a transaction, and serves again after it`, async () => {
    await store().transaction(async () => {
      await assert.rejects(getSetting(store(), "a"), /inside a transaction/);
      await assert.rejects(
        store().transaction(async () => {}),
        /inside a transaction/,
      );
    });
    let afterwards: Promise<string | null> | undefined;
    await store().transaction(async () => {
      afterwards = new Promise((resolve) => setTimeout(resolve, 50)).then(() => getSetting(store(), "commit/a"));
    });
    assert.equal(await afterwards, "1");
  });

  test(`${engine}: a transaction that has ended serves no more`, async () => {
    const leaked = await store().transaction(async (tx) => tx);
    await assert.rejects(setSetting(leaked, "leaked", "1"), /has ended/);
    assert.equal(await getSetting(store(), "leaked"), null);
  });

  test(`${engine}: Kysely's own transactions are refused`, async () => {
    await assert.rejects(
      store()
        .db.transaction()
        .execute(async () => {}),
      /store's transaction/,
    );
  });

  test(`${engine}: of many that compare and swap at once, through two stores, none is lost`, async () => {
    const stores = [store(), await openAnother()];
    await setSetting(store(), "counter", "0");
    let refused = 0;
    async function increment(i: number): Promise<void> {
      for (;;) {
        const mine = stores[i % 2] ?? store();
        const swapped = await mine.transaction(async (tx) => {
          const before = await getSetting(tx, "counter");
          const { numUpdatedRows } = await tx.db
            .updateTable("setting")
            .set({ value: String(Number(before) + 1) })
            .where("name", "=", "counter")
            .where("value", "=", before ?? "")
            .executeTakeFirst();
          return numUpdatedRows > 0n;
        });
        if (swapped) return;
        refused += 1;
      }
    }
    await Promise.all(Array.from({ length: 40 }, (_, i) => increment(i)));
    assert.equal(await getSetting(store(), "counter"), "40", `after ${refused} refusals`);
  });

  test(`${engine}: with a lock nobody is refused`, async () => {
    const stores = [store(), await openAnother()];
    await setSetting(store(), "locked", "0");
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (stores[i % 2] ?? store()).transaction(async (tx) => {
          await tx.lock("locked");
          const before = await getSetting(tx, "locked");
          await setSetting(tx, "locked", String(Number(before) + 1));
        }),
      ),
    );
    assert.equal(await getSetting(store(), "locked"), "20");
  });
}
