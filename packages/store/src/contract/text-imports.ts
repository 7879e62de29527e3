import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteAccount, insertAccount } from "../accounts.ts";
import {
  deleteExpiredTextImports,
  deleteTextImport,
  findTextImport,
  insertTextImport,
  listTextImports,
  updateTextImport,
} from "../text-imports.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

/** Texts that are being brought in. */
export function textImportsContract({ engine, store }: Contract): void {
  async function addAccount(id: string): Promise<void> {
    const account = { id, name: id, mailbox: `${id}@imports.example`, password: null, created_at: NOW };
    await insertAccount(store(), { ...account, role: "initiator" });
  }

  function makeImport(account_id: string, id: string, created_at = NOW) {
    return {
      ...{ account_id, id, created_at, expires_at: NOW + HOUR },
      source_sealed: someBytes(1, 3_000_000),
      choices_sealed: someBytes(2),
    };
  }

  test(`${engine}: a text that is brought in is kept for its account, changed, and thrown away`, async () => {
    await addAccount("imp-a");
    await addAccount("imp-b");
    await insertTextImport(store(), makeImport("imp-a", "x"));
    await insertTextImport(store(), makeImport("imp-a", "y", NOW + 1));
    const change = { account_id: "imp-a", id: "x", choices_sealed: someBytes(3), expires_at: NOW + 2 * HOUR };
    assert.equal(await updateTextImport(store(), change), true);
    assert.equal(await updateTextImport(store(), { ...change, account_id: "imp-b" }), false);
    assert.deepEqual(await findTextImport(store(), "imp-a", "x"), { ...makeImport("imp-a", "x"), ...change });
    assert.equal(await findTextImport(store(), "imp-b", "x"), null);
    const listed = await listTextImports(store(), "imp-a");
    assert.deepEqual(
      listed.map(({ id }) => id),
      ["y", "x"],
    );
    assert.ok(!listed.some((row) => "source_sealed" in row));
    assert.deepEqual(await listTextImports(store(), "imp-b"), []);
    assert.equal(await deleteTextImport(store(), "imp-b", "x"), false);
    assert.equal(await deleteTextImport(store(), "imp-a", "x"), true);
    assert.equal(await deleteTextImport(store(), "imp-a", "x"), false);
  });

  test(`${engine}: it goes when its time is over, and with its account`, async () => {
    await addAccount("imp-c");
    await insertTextImport(store(), makeImport("imp-c", "old"));
    await deleteExpiredTextImports(store(), NOW + HOUR - 1);
    assert.notEqual(await findTextImport(store(), "imp-c", "old"), null);
    await deleteExpiredTextImports(store(), NOW + HOUR);
    assert.equal(await findTextImport(store(), "imp-c", "old"), null);
    await insertTextImport(store(), makeImport("imp-c", "new"));
    await store().transaction((tx) => deleteAccount(tx, "imp-c"));
    assert.equal(await findTextImport(store(), "imp-c", "new"), null);
  });
}
