import assert from "node:assert/strict";
import { test } from "node:test";
import type { LeasedMail } from "../outbox.ts";
import {
  forgetMails,
  leaseMails,
  listMails,
  MAIL_ATTEMPTS,
  mailRow,
  markMailFailed,
  markMailSent,
  purgeMails,
  releaseMail,
  retryMail,
} from "../outbox.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

const LEASE = 60_000;

export function outboxContract({ engine, store, openAnother }: Contract): void {
  async function put(id: string, now: number): Promise<void> {
    const mail = {
      statementId: "outbox",
      id,
      template: "confirm",
      sealed: someBytes(7),
    };
    await store().transaction((tx) => tx.insertMany("outbox", [mailRow(mail, now)]));
  }
  async function leaseOne(now: number): Promise<LeasedMail> {
    const [mail, ...more] = await leaseMails(store(), { now, leaseMs: LEASE, limit: 10 });
    assert.ok(mail !== undefined && more.length === 0, "exactly one mail is due");
    return mail;
  }
  const rowOf = (id: string) =>
    store()
      .db.selectFrom("outbox")
      .selectAll()
      .where("statement_id", "=", "outbox")
      .where("id", "=", id)
      .executeTakeFirst();
  const clear = () => store().db.deleteFrom("outbox").execute();

  test(`${engine}: a mail is leased once, sent, and kept as it was sealed again`, async () => {
    await clear();
    await put("sent", NOW);
    assert.deepEqual(await leaseMails(store(), { now: NOW - 1, leaseMs: LEASE, limit: 10 }), []);
    const mail = await leaseOne(NOW);
    assert.deepEqual(mail, {
      statementId: "outbox",
      id: "sent",
      template: "confirm",
      sealed: someBytes(7),
      attempts: 1,
      leaseUntil: NOW + LEASE,
      createdAt: NOW,
    });
    assert.deepEqual(await leaseMails(store(), { now: NOW + LEASE - 1, leaseMs: LEASE, limit: 10 }), []);
    await store().transaction((tx) => markMailSent(tx, mail, someBytes(8), NOW + 5));
    const row = await rowOf("sent");
    assert.deepEqual([row?.state, row?.sent_at, row?.mail_sealed, row?.attempts], ["sent", NOW + 5, someBytes(8), 1]);
    assert.deepEqual(await leaseMails(store(), { now: NOW + 10 * HOUR, leaseMs: LEASE, limit: 10 }), []);
    assert.equal(await retryMail(store(), "outbox", "sent", NOW), false);
  });

  test(`${engine}: a mail that cannot be sent waits longer each time, has failed in the end, and can be sent again`, async () => {
    await clear();
    await put("failing", NOW);
    let now = NOW;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= MAIL_ATTEMPTS; attempt += 1) {
      const mail = await leaseOne(now);
      assert.equal(mail.attempts, attempt);
      await markMailFailed(store(), mail, "450 try later", now);
      const row = await rowOf("failing");
      assert.equal(row?.state, attempt < MAIL_ATTEMPTS ? "waiting" : "failed");
      assert.equal(row?.error, "450 try later");
      waits.push((row?.next_at ?? 0) - now);
      now = row?.next_at ?? 0;
    }
    assert.deepEqual(waits.slice(0, 4), [30_000, 120_000, 480_000, 1_920_000]);
    assert.deepEqual(await leaseMails(store(), { now: now + 1000 * HOUR, leaseMs: LEASE, limit: 10 }), []);
    assert.equal(await retryMail(store(), "outbox", "failing", now), true);
    assert.equal((await leaseOne(now)).attempts, 1);
    assert.equal(await retryMail(store(), "outbox", "failing", now), false, "it is being sent just now");
    assert.equal(await retryMail(store(), "outbox", "none", now), false);
  });

  test(`${engine}: a mail that was refused for good has failed at once`, async () => {
    await clear();
    await put("refused", NOW);
    await markMailFailed(store(), await leaseOne(NOW), "550 no such mailbox", NOW, { final: true });
    assert.equal((await rowOf("refused"))?.state, "failed");
    assert.deepEqual(await leaseMails(store(), { now: NOW + 1000 * HOUR, leaseMs: LEASE, limit: 10 }), []);
  });

  test(`${engine}: a mail given back untried is due at once, and the attempt does not count`, async () => {
    await clear();
    await put("released", NOW);
    const mail = await leaseOne(NOW);
    await releaseMail(store(), mail, NOW + 1);
    assert.deepEqual(await leaseOne(NOW + 1), { ...mail, leaseUntil: NOW + 1 + LEASE });
    await releaseMail(store(), mail, NOW + 2);
    assert.deepEqual(
      await leaseMails(store(), { now: NOW + 2, leaseMs: LEASE, limit: 10 }),
      [],
      "a lease that is over",
    );
  });

  test(`${engine}: a sender that died loses its mail, and its late failure changes nothing`, async () => {
    await clear();
    await put("dead", NOW);
    const dead = await leaseOne(NOW);
    const alive = await leaseOne(NOW + LEASE);
    await markMailFailed(store(), dead, "late", NOW + LEASE);
    assert.equal((await rowOf("dead"))?.lease_until, alive.leaseUntil);
    await markMailSent(store(), alive, someBytes(8), NOW + LEASE);
    await markMailFailed(store(), alive, "later still", NOW + LEASE);
    assert.equal((await rowOf("dead"))?.state, "sent");
  });

  test(`${engine}: senders of two processes never take the same mail`, async () => {
    await clear();
    for (let i = 0; i < 40; i += 1) await put(`race ${i}`, NOW + (i % 3));
    const stores = [store(), await openAnother()];
    const taken: string[] = [];
    await Promise.all(
      [0, 1, 2, 3].map(async (i) => {
        for (;;) {
          const mails = await leaseMails(stores[i % 2] ?? store(), { now: NOW + 10, leaseMs: LEASE, limit: 3 });
          if (mails.length === 0) return;
          taken.push(...mails.map((mail) => mail.id));
        }
      }),
    );
    taken.push(...(await leaseMails(store(), { now: NOW + 10, leaseMs: LEASE, limit: 40 })).map((mail) => mail.id));
    assert.equal(taken.length, 40);
    assert.equal(new Set(taken).size, 40);
  });

  test(`${engine}: mails are listed newest first, page by page, each once`, async () => {
    await clear();
    for (let i = 0; i < 25; i += 1) await put(`list ${String(i).padStart(2, "0")}`, NOW + Math.floor(i / 4));
    const ids: string[] = [];
    let cursor: { createdAt: number; id: string } | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof listMails>> = await listMails(store(), cursor, 4);
      const last = page.at(-1);
      if (last === undefined) break;
      ids.push(...page.map((row) => row.id));
      cursor = { createdAt: last.created_at, id: last.id };
    }
    assert.deepEqual(
      ids,
      Array.from({ length: 25 }, (_, i) => `list ${String(24 - i).padStart(2, "0")}`),
    );
  });

  test(`${engine}: old mails are deleted a batch at a time, and those of one signature at once`, async () => {
    await clear();
    for (let i = 0; i < 7; i += 1) await put(`old ${i}`, NOW + i);
    const own = ["pending seven", "outbox.7", "outbox.7~again"];
    const others = ["outbox.70", "outbox.8~again", "pending eight"];
    for (const id of [...own, ...others]) await put(id, NOW + 100);
    assert.equal(await purgeMails(store(), NOW + 100, 5), 5);
    assert.equal(await purgeMails(store(), NOW + 100, 5), 2);
    assert.equal(await purgeMails(store(), NOW + 100, 5), 0);
    await forgetMails(store(), "outbox", { index: 7, pendingId: "pending seven" });
    assert.deepEqual((await listMails(store(), null, 10)).map((row) => row.id).sort(), others);
  });

  test(`${engine}: what was erased while it was being sent is not written again`, async () => {
    await clear();
    await put("erased", NOW);
    const mail = await leaseOne(NOW);
    await store().db.updateTable("outbox").set({ mail_sealed: null }).where("id", "=", "erased").execute();
    await markMailSent(store(), mail, someBytes(8), NOW);
    assert.equal((await rowOf("erased"))?.mail_sealed, null);
    await clear();
  });
}
