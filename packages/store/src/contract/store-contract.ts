import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Store } from "../engine.ts";
import { accountsContract } from "./accounts.ts";
import { askingsContract } from "./askings.ts";
import { bulkContract } from "./bulk.ts";
import { disputesContract } from "./disputes.ts";
import { fingerprintsContract } from "./fingerprints.ts";
import { invitationsContract } from "./invitations.ts";
import { jobsContract } from "./jobs.ts";
import { keptChecksContract } from "./kept-checks.ts";
import { outboxContract } from "./outbox.ts";
import { signatoryWordsContract } from "./signatory-words.ts";
import { smallTablesContract } from "./small-tables.ts";
import { statementsContract } from "./statements.ts";
import { textImportsContract } from "./text-imports.ts";
import { transactionsContract } from "./transactions.ts";
import { witnessesContract } from "./witnesses.ts";

/** A database for one run of the contract. */
export type ContractDatabase = { open(): Promise<Store>; remove(): Promise<void> };

/**
 * What holds for a store, whichever engine it runs on.
 * @param create makes a new, empty database, which can be opened any number of times
 */
export function storeContract(engine: string, create: () => Promise<ContractDatabase>): void {
  describe(`store contract on ${engine}`, () => {
    let database: ContractDatabase;
    let shared: Store;
    let other: Store | null = null;
    before(async () => {
      database = await create();
      shared = await database.open();
    });
    after(async () => {
      await shared.close();
      await other?.close();
      await database.remove();
    });
    const contract = {
      engine,
      store: () => shared,
      async openAnother() {
        other ??= await database.open();
        return other;
      },
    };
    transactionsContract(contract);
    bulkContract(contract);
    jobsContract(contract);
    outboxContract(contract);
    accountsContract(contract);
    smallTablesContract(contract);
    statementsContract(contract);
    signatoryWordsContract(contract);
    invitationsContract(contract);
    askingsContract(contract);
    textImportsContract(contract);
    disputesContract(contract);
    witnessesContract(contract);
    fingerprintsContract(contract);
    keptChecksContract(contract);

    test(`${engine}: a store that is closed says so, and its database opens again with all that was committed`, async () => {
      const first = await database.open();
      await first.db.insertInto("setting").values({ name: "reopened", value: "1" }).execute();
      await Promise.all([first.close(), first.close()]);
      await first.close();
      await assert.rejects(first.db.selectFrom("setting").selectAll().execute());
      await assert.rejects(first.transaction(async () => {}));
      const second = await database.open();
      const row = await second.db.selectFrom("setting").selectAll().where("name", "=", "reopened").executeTakeFirst();
      assert.deepEqual(row, { name: "reopened", value: "1" });
      await second.close();
    });
  });
}
