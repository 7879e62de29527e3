import assert from "node:assert/strict";
import { test } from "node:test";
import type { AskingTable } from "../asking-tables.ts";
import {
  changeAsking,
  countAskedOf,
  countAskingAttempt,
  deleteAsking,
  forgetAskings,
  insertAsking,
  listAbout,
  listAgreedOf,
  listAskedBy,
  listAskedOf,
  purgeAskings,
  readAsking,
} from "../askings.ts";
import { claimAccount, releaseAccounts } from "../openid-accounts.ts";
import { deleteExpiredFlows, insertFlow, readFlow, useFlow } from "../openid-flows.ts";
import { mailRow } from "../outbox.ts";
import { insertRequest, wipePending } from "../pending.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

/** Accounts of OpenID Connect, and others who are asked about a signatory. */
export function askingsContract({ engine, store }: Contract): void {
  const ask = (id: string, change: Partial<AskingTable> = {}) => {
    const row = makeAsking(id, change);
    const mail = mailRow({ statementId: row.statement_id, id, template: "ask", sealed: someBytes(1) }, NOW);
    return store().transaction((tx) => insertAsking(tx, row, mail));
  };
  const mailsOf = (statementId: string) =>
    store().db.selectFrom("outbox").select("id").where("statement_id", "=", statementId).execute();

  test(`${engine}: a question is found by who asks, about whom, and who is asked`, async () => {
    await ask("ask-a1");
    await ask("ask-a2", { asked_by: "other", about: "", mailbox_mac: someBytes(2), asked_at: NOW + HOUR });
    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
    assert.deepEqual(ids(await listAskedBy(store(), "ask-a", "asker")), ["ask-a1"]);
    assert.deepEqual(ids(await listAbout(store(), "ask-a", "asker")), ["ask-a1"]);
    assert.deepEqual(ids(await listAskedOf(store(), "ask-a", someBytes(2))), ["ask-a2"]);
    assert.equal(await countAskedOf(store(), "ask-a", someBytes(2), NOW + HOUR), 1);
    assert.equal(await countAskedOf(store(), "ask-a", someBytes(2), NOW + HOUR + 1), 0);
    assert.equal(await countAskedOf(store(), "ask-b", someBytes(2), 0), 0);
  });

  test(`${engine}: of two answers at once one counts, and wrong codes are counted`, async () => {
    await ask("ask-c1", { statement_id: "ask-c" });
    const row = await readAsking(store(), "ask-c", "ask-c1");
    assert.ok(row);
    const answers = [
      changeAsking(store(), row, { state: "granted" }),
      changeAsking(store(), row, { state: "declined" }),
    ];
    assert.deepEqual((await Promise.all(answers)).filter(Boolean).length, 1);
    const [counted] = await countAskingAttempt(store(), "ask-c", row.mailbox_mac);
    assert.equal(counted?.attempts, 1);
  });

  test(`${engine}: what the mailboxes of several pending signatures agreed to is found by one query`, async () => {
    const pending = (id: string, mailboxMac: Uint8Array) =>
      store().transaction((tx) => insertRequest(tx, "ask-f", { id, mailboxMac, now: NOW, until: NOW + HOUR }));
    await pending("p1", someBytes(1));
    await pending("p2", someBytes(2));
    await pending("p3", someBytes(1));
    await ask("ask-f1", { statement_id: "ask-f", state: "agreed", mailbox_mac: someBytes(1) });
    await ask("ask-f2", { statement_id: "ask-f", state: "asked", mailbox_mac: someBytes(2) });
    const agreed = await listAgreedOf(store(), "ask-f", ["p1", "p2", "p3"]);
    assert.deepEqual(
      ["p1", "p2", "p3"].map((id) => agreed.get(id)?.map((row) => row.id)),
      [["ask-f1"], undefined, ["ask-f1"]],
    );
    assert.equal((await listAgreedOf(store(), "ask-g", ["p1"])).size, 0);
  });

  test(`${engine}: what was not answered in time is deleted with its mail, what was answered is kept`, async () => {
    await ask("ask-d1", { statement_id: "ask-d", expires_at: NOW });
    await ask("ask-d2", { statement_id: "ask-d", expires_at: NOW, state: "granted" });
    await purgeAskings(store(), NOW, 100);
    assert.ok(await readAsking(store(), "ask-d", "ask-d1"));
    await purgeAskings(store(), NOW + 1, 100);
    assert.equal(await readAsking(store(), "ask-d", "ask-d1"), null);
    assert.deepEqual(await mailsOf("ask-d"), [{ id: "ask-d2" }]);
    await deleteAsking(store(), "ask-d", "ask-d2");
    assert.deepEqual(await mailsOf("ask-d"), []);
  });

  test(`${engine}: who is forgotten is forgotten as who asked, who was asked about, and who was asked`, async () => {
    await ask("ask-e1", { statement_id: "ask-e", asked_by: "x", about: "x", mailbox_mac: someBytes(1) });
    await ask("ask-e2", { statement_id: "ask-e", asked_by: "y", about: "x", mailbox_mac: someBytes(2) });
    await ask("ask-e3", { statement_id: "ask-e", asked_by: "y", about: "", mailbox_mac: someBytes(3) });
    await ask("ask-e4", { statement_id: "ask-e", asked_by: "y", about: "y", mailbox_mac: someBytes(4) });
    await store().transaction((tx) => forgetAskings(tx, "ask-e", { pendingId: "x", mailboxMac: someBytes(3) }));
    assert.deepEqual(await mailsOf("ask-e"), [{ id: "ask-e4" }]);
    await store().transaction((tx) => forgetAskings(tx, "ask-e", { pendingId: "z", mailboxMac: new Uint8Array(0) }));
    assert.deepEqual(await mailsOf("ask-e"), [{ id: "ask-e4" }]);
  });

  test(`${engine}: an account confirms one signature of a statement, until that is forgotten`, async () => {
    const claim = (statementId: string, pendingId: string) =>
      store().transaction((tx) => claimAccount(tx, { statementId, accountMac: someBytes(7), pendingId }));
    for (const [statementId, id] of [
      ["acc-a", "p1"],
      ["acc-a", "p2"],
      ["acc-b", "p2"],
    ] as const) {
      const request = { id, mailboxMac: someBytes(1), now: NOW, until: NOW + HOUR };
      await store().transaction((tx) => insertRequest(tx, statementId, request));
    }
    assert.deepEqual(await Promise.all([claim("acc-a", "p1"), claim("acc-a", "p1")]), ["p1", "p1"]);
    assert.equal(await claim("acc-a", "p2"), "p1");
    assert.equal(await claim("acc-b", "p2"), "p2");
    await releaseAccounts(store(), "acc-a", "p1");
    assert.equal(await claim("acc-a", "p2"), "p2");
  });

  test(`${engine}: an account confirms no signature that was taken back meanwhile`, async () => {
    const claim = (accountMac: Uint8Array) =>
      store().transaction((tx) => claimAccount(tx, { statementId: "acc-c", accountMac, pendingId: "p1" }));
    const accounts = () =>
      store().db.selectFrom("openid_account").select("pending_id").where("statement_id", "=", "acc-c").execute();
    const request = { id: "p1", mailboxMac: someBytes(1), now: NOW, until: NOW + HOUR };
    await store().transaction((tx) => insertRequest(tx, "acc-c", request));
    // At once, in whichever order: nothing stays behind.
    await Promise.all([claim(someBytes(7)), wipePending(store(), "acc-c", "p1"), claim(someBytes(8))]);
    assert.deepEqual(await accounts(), []);
    assert.equal(await claim(someBytes(7)), null);
    assert.deepEqual(await accounts(), []);
  });

  test(`${engine}: an answer of a provider is used once, and what expired is deleted`, async () => {
    const flow = { statement_id: "", id: "flow-1", flow_sealed: someBytes(1), expires_at: NOW };
    await store().transaction((tx) => insertFlow(tx, flow));
    const uses = await Promise.all([useFlow(store(), "", "flow-1"), useFlow(store(), "", "flow-1")]);
    assert.deepEqual(uses.filter(Boolean).length, 1);
    await deleteExpiredFlows(store(), NOW);
    assert.equal((await readFlow(store(), "", "flow-1"))?.used, 1);
    await deleteExpiredFlows(store(), NOW + 1);
    assert.equal(await readFlow(store(), "", "flow-1"), null);
  });
}

function makeAsking(id: string, change: Partial<AskingTable>): AskingTable {
  return {
    statement_id: "ask-a",
    id,
    kind: "approval",
    asked_by: "asker",
    about: "asker",
    mailbox_mac: someBytes(1),
    asking_sealed: someBytes(5),
    state: "asked",
    attempts: 0,
    asked_at: NOW,
    answered_at: null,
    expires_at: NOW + HOUR,
    ...change,
  };
}
