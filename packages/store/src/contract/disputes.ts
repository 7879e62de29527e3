import assert from "node:assert/strict";
import { test } from "node:test";
import type { DisputeTable } from "../dispute-table.ts";
import {
  answerDispute,
  countDisputeAttempt,
  countDisputesBy,
  countOpenedSince,
  DISPUTE_KEPT,
  declineDispute,
  endDisputes,
  forgetDisputesOf,
  insertDispute,
  listDisputes,
  listDisputesOf,
  listOpenDisputes,
  listOpenedDisputes,
  markDisputeWaiting,
  openDispute,
  purgeDisputes,
  raiseDisputeLevel,
  readDispute,
  upholdSignature,
} from "../disputes.ts";
import { mailRow } from "../outbox.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

/** "We never signed this". */
export function disputesContract({ engine, store }: Contract): void {
  const say = (of: string, id: string, change: Partial<DisputeTable> = {}) => {
    const row = makeDispute(of, id, change);
    const mail = mailRow({ statementId: of, id, template: "dispute-confirm", sealed: someBytes(1) }, NOW);
    return store().transaction((tx) => insertDispute(tx, row, mail));
  };
  const read = async (of: string, id: string) => {
    const row = await readDispute(store().db, of, id);
    assert.ok(row);
    return row;
  };
  const open = (of: string, id: string, index: number, entryIndex: number, now = NOW) =>
    store().transaction((tx) => openDispute(tx, of, { id, index, entryIndex, now }));
  const mailsOf = async (of: string) => {
    const rows = await store()
      .db.selectFrom("outbox")
      .select("id")
      .where("statement_id", "=", of)
      .orderBy("id")
      .execute();
    return rows.map(({ id }) => id);
  };
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

  test(`${engine}: disputes are found by their signature, their state and their order in the log`, async () => {
    await say("dis-a", "d1");
    await say("dis-a", "d2", { signature_index: 5, created_at: NOW + 1 });
    await say("dis-a", "d3", { created_at: NOW + 2 });
    await say("dis-b", "d4");
    await open("dis-a", "d1", 4, 10);
    await open("dis-a", "d2", 5, 11, NOW + HOUR);
    await markDisputeWaiting(store(), "dis-a", "d3");
    assert.deepEqual(ids(await listDisputesOf(store(), "dis-a", 4)), ["d1", "d3"]);
    assert.deepEqual(ids(await listDisputes(store(), "dis-a", ["open", "waiting"], 2)), ["d3", "d2"]);
    const found = await store().transaction((tx) => listOpenDisputes(tx, "dis-a", [4, 5, 6]));
    assert.deepEqual(ids(found).sort(), ["d1", "d2"]);
    assert.deepEqual(await store().transaction((tx) => listOpenDisputes(tx, "dis-a", [])), []);
    assert.deepEqual(ids(await listOpenedDisputes(store(), "dis-a", { before: null, limit: 5 })), ["d2", "d1"]);
    assert.deepEqual(ids(await listOpenedDisputes(store(), "dis-a", { before: 11, limit: 5 })), ["d1"]);
    assert.deepEqual(await countDisputesBy(store(), "dis-a", someBytes(2), NOW + 1), { asked: 2, open: 2 });
    assert.deepEqual(await countDisputesBy(store(), "dis-b", someBytes(3), 0), { asked: 0, open: 0 });
    assert.equal(await countOpenedSince(store(), "dis-a", NOW), 2);
    assert.equal(await countOpenedSince(store(), "dis-a", NOW + 1), 1);
  });

  test(`${engine}: one that is upheld is settled once, with all that is needed to look at it again`, async () => {
    await say("dis-c", "d1");
    await open("dis-c", "d1", 4, 10);
    await countDisputeAttempt(store(), "dis-c", "d1");
    await raiseDisputeLevel(store(), "dis-c", "d1", 3);
    await raiseDisputeLevel(store(), "dis-c", "d1", 2);
    await answerDispute(store(), "dis-c", "d1", someBytes(8));
    for (const entryIndex of [12, 13]) {
      await store().transaction((tx) => upholdSignature(tx, "dis-c", { index: 4, entryIndex, now: NOW + 1 }));
    }
    await answerDispute(store(), "dis-c", "d1", someBytes(9));
    const row = await read("dis-c", "d1");
    assert.deepEqual([row.state, row.attempts, row.level, row.settled_index], ["upheld", 1, 3, 12]);
    assert.deepEqual([row.settled_at, row.expires_at], [NOW + 1, NOW + 1 + DISPUTE_KEPT]);
    assert.deepEqual(new Uint8Array(row.answer_sealed ?? []), someBytes(8), "what is settled takes no answer");
  });

  test(`${engine}: a human declines one that waits, once, and no other`, async () => {
    await say("dis-d", "d1");
    assert.equal(await declineDispute(store(), "dis-d", "d1", NOW), false);
    await markDisputeWaiting(store(), "dis-d", "d1");
    const both = [declineDispute(store(), "dis-d", "d1", NOW), declineDispute(store(), "dis-d", "d1", NOW)];
    assert.deepEqual((await Promise.all(both)).filter(Boolean).length, 1);
    assert.equal((await read("dis-d", "d1")).state, "declined");
  });

  test(`${engine}: what ends a signature settles what is open and what waits; a name stays where that was allowed`, async () => {
    const states = async (of: string) => {
      const rows = await listDisputesOf(store(), of, 4);
      return rows.map(({ state, name }) => [state, name]);
    };
    for (const statement of ["dis-e", "dis-f"]) {
      await say(statement, "d1", { keeps_name: 1 });
      await say(statement, "d2");
      await say(statement, "d3");
      await open(statement, "d1", 4, 10);
      await markDisputeWaiting(store(), statement, "d2");
      const ended = { index: 4, entryIndex: 11, asDisputed: statement === "dis-e", name: "Reading Club" };
      await store().transaction((tx) => endDisputes(tx, statement, ended, NOW));
    }
    assert.deepEqual(await states("dis-e"), [
      ["removed", "Reading Club"],
      ["removed", null],
      ["unconfirmed", null],
    ]);
    assert.deepEqual(await states("dis-f"), [
      ["ended", null],
      ["ended", null],
      ["unconfirmed", null],
    ]);
  });

  test(`${engine}: what was typed goes when its time is over, never while it is open, and with its mails`, async () => {
    for (const id of ["d1", "d2", "d3", "d4"]) await say("dis-g", id, { expires_at: NOW });
    await open("dis-g", "d2", 4, 10);
    await open("dis-g", "d3", 4, 11);
    await markDisputeWaiting(store(), "dis-g", "d4");
    await declineDispute(store(), "dis-g", "d4", NOW);
    const outcome = mailRow({ statementId: "dis-g", id: "d4~outcome", template: "x", sealed: someBytes(1) }, NOW);
    await store().transaction((tx) => tx.insertMany("outbox", [outcome]));
    while ((await purgeDisputes(store(), NOW + 1, 1)) > 0);
    assert.equal(await readDispute(store().db, "dis-g", "d1"), null);
    assert.deepEqual(await mailsOf("dis-g"), ["d2", "d3", "d4", "d4~outcome"]);
    while ((await purgeDisputes(store(), NOW + DISPUTE_KEPT + 1, 1)) > 0);
    assert.deepEqual(await mailsOf("dis-g"), ["d2", "d3"]);
    const { state, said_sealed, mailbox_mac } = await read("dis-g", "d4");
    assert.deepEqual([state, said_sealed, mailbox_mac.length], ["declined", null, 0]);
    assert.notEqual((await read("dis-g", "d2")).said_sealed, null);
    await store().transaction((tx) => forgetDisputesOf(tx, "dis-g", 4));
    assert.deepEqual(await mailsOf("dis-g"), []);
    assert.equal((await read("dis-g", "d3")).said_sealed, null);
  });
}

function makeDispute(statementId: string, id: string, change: Partial<DisputeTable>): DisputeTable {
  return {
    statement_id: statementId,
    id,
    signature_index: 4,
    state: "unconfirmed",
    said_sealed: someBytes(5),
    mailbox_mac: someBytes(2),
    level: 1,
    keeps_name: 0,
    name: null,
    answer_sealed: null,
    attempts: 0,
    created_at: NOW,
    expires_at: NOW + HOUR,
    opened_index: null,
    opened_at: null,
    settled_index: null,
    settled_at: null,
    ...change,
  };
}
