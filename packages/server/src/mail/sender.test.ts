import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { OutboxRow } from "@undersigned/store/outbox.ts";
import { listMails } from "@undersigned/store/outbox.ts";
import type { Store } from "@undersigned/store/store.ts";
import { openStore } from "@undersigned/store/store.ts";
import type { ParsedMail } from "mailparser";
import { simpleParser } from "mailparser";
import type { SMTPServerOptions } from "smtp-server";
import { SMTPServer } from "smtp-server";
import { openMail } from "../depositary/create-outbox.ts";
import { mailRow } from "../depositary/mail-row.ts";
import type { MailedReceipts } from "../depositary/mailed-receipts.ts";
import { loadSecrets } from "../secrets.ts";
import type { Sender } from "./sender.ts";
import { startSender } from "./sender.ts";
import type { MailTemplate } from "./templates.ts";

const dataDir = mkdtempSync(join(tmpdir(), "sender-"));
const secrets = loadSecrets(dataDir);
const identity = () => ({ baseUrl: "https://sign.example.org", origin: "sign.example.org" });
let store: Store;
let ahead = 0;
const clock = () => Date.now() + ahead;
const closing: (() => Promise<unknown>)[] = [];

before(async () => {
  store = await openStore({ file: join(dataDir, "undersigned.db") });
});
beforeEach(async () => {
  ahead = 0;
  await store.db.deleteFrom("outbox").execute();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
after(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

/** A real mail server on loopback that keeps what it took. */
async function listen(
  behaviour: SMTPServerOptions = {},
): Promise<{ url: string; taken: ParsedMail[]; server: SMTPServer }> {
  const taken: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, callback) {
      simpleParser(stream).then((mail) => {
        taken.push(mail);
        callback();
      }, callback);
    },
    ...behaviour,
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  closing.push(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  const address = server.server.address();
  assert.ok(address !== null && typeof address === "object");
  return { url: `smtp://127.0.0.1:${address.port}`, taken, server };
}

function start(
  smtpUrl: string | null,
  mailFrom: string | null = null,
  receipts: MailedReceipts = async () => null,
): Sender & { errors: unknown[] } {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const sender = startSender({ store, secrets, smtpUrl, mailFrom, identity, receipts, clock, onError, patience: 500 });
  closing.push(() => sender.close(2_000));
  return { ...sender, errors };
}

async function queue(...mails: MailTemplate[]): Promise<void> {
  await store.transaction(async (tx) => {
    const rows = mails.map((mail) => mailRow(secrets, "", randomUUID(), mail, clock()));
    await tx.insertMany("outbox", rows);
  });
}

function confirmation(to: string, title = "For clean air"): MailTemplate {
  return {
    template: "confirm",
    to,
    params: { title, token: "st.TOKEN", code: "ABCD2345", expires: 1_800_000_000_000 },
  };
}

async function until(holds: (rows: OutboxRow[]) => boolean): Promise<OutboxRow[]> {
  for (let i = 0; i < 500; i++) {
    const rows = await listMails(store, null, 1000);
    if (holds(rows)) return rows;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail("waited ten seconds in vain");
}

const allSent = (rows: OutboxRow[]) => rows.length > 0 && rows.every((row) => row.state === "sent");

test("an invitation bears the button by which a mail program unsubscribes; what was asked for bears none", async () => {
  const { url, taken } = await listen();
  const params = {
    title: "A bench",
    initiators: ["Coalition"],
    name: "Quay School",
    closes: null,
    reminders: 0,
    token: "t".repeat(60),
  };
  const code: MailTemplate = { template: "sign-in-code", to: "mara@coalition.example", params: { code: "ABCD2345" } };
  await queue({ template: "invitation", to: "office@quay.example", params }, code);
  start(url).wake();
  await until(allSent);
  const raw = (at: string) =>
    taken
      .find(({ text }) => text?.includes(at))
      ?.headerLines.filter(({ key }) => key.startsWith("list-unsubscribe"))
      .map(({ line }) => line.replace(/\r?\n\s+/g, " "));
  assert.deepEqual(raw("Quay School"), [
    `List-Unsubscribe: <https://sign.example.org/invited/unsubscribe?token=${params.token}>`,
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  ]);
  assert.deepEqual(raw("ABCD"), []);
});

test("a mail goes out at once, as plain text with the headers of a machine, and its tokens are wiped", async () => {
  const { url, taken } = await listen();
  const sender = start(url, "Joint statements <sign@example.org>");
  await queue(confirmation("anna@example.org", "Für reine Luft – jetzt"));
  const woken = performance.now();
  sender.wake();
  const [row] = await until(allSent);
  assert.ok(performance.now() - woken < 1_500, "no waiting for the next look");
  const [mail] = taken;
  assert.equal(mail?.subject, "Please confirm: Für reine Luft – jetzt");
  assert.equal(mail?.from?.text, '"Joint statements" <sign@example.org>');
  assert.equal(mail?.headers.get("auto-submitted"), "auto-generated");
  assert.match(mail?.messageId ?? "", /^<[0-9a-f]{32}@sign\.example\.org>$/);
  assert.equal(mail?.html, false);
  assert.equal(
    [...(mail?.headers.keys() ?? [])].some((name) => name.startsWith("list")),
    false,
  );
  assert.match(mail?.text ?? "", /^https:\/\/sign\.example\.org\/confirm\?token=st\.TOKEN$/m);
  assert.ok(row?.mail_sealed);
  assert.deepEqual(openMail(secrets, "", row.id, row.mail_sealed), {
    template: "confirm",
    to: "anna@example.org",
    params: { title: "Für reine Luft – jetzt", token: null, code: null, expires: 1_800_000_000_000 },
  });
  assert.deepEqual(sender.errors, []);
});

test("of a person who took a signature back nothing is kept once that is said", async () => {
  const { url, taken } = await listen();
  start(url);
  const params = { title: "For clean air", pending: "st.7", index: 7, token: "st.TOKEN" };
  await queue(
    { template: "withdrawn", to: "anna@example.org", params: { ...params, kind: "person" } },
    { template: "withdrawn", to: "info@example.org", params: { ...params, kind: "organisation" } },
  );
  const rows = await until((all) => all.length === 2 && allSent(all));
  assert.equal(taken.length, 2);
  assert.deepEqual(rows.map((row) => row.mail_sealed === null).sort(), [false, true]);
});

test("nor when it cannot be said, because the mailbox is gone", async () => {
  const { url } = await listen({
    onRcptTo: (_address, _session, callback) => callback(Object.assign(new Error("unknown"), { responseCode: 550 })),
  });
  start(url);
  const params = { title: "For clean air", pending: "st.7", index: 7, token: "st.TOKEN" };
  await queue(
    { template: "withdrawn", to: "anna@example.org", params: { ...params, kind: "person" } },
    { template: "withdrawn", to: "info@example.org", params: { ...params, kind: "organisation" } },
  );
  const rows = await until((all) => all.length === 2 && all.every((row) => row.state === "failed"));
  assert.deepEqual(rows.map((row) => row.mail_sealed === null).sort(), [false, true]);
});

test("a mail whose receipt cannot be made goes out with a link to it", async () => {
  const { url, taken } = await listen();
  const broken = start(url, null, () => Promise.reject(new Error("the disk is full")));
  const params = {
    title: "For clean air",
    pending: "st.7",
    index: 7,
    token: "st.TOKEN",
    statementUrl: "https://x.example",
  };
  await queue({ template: "signed", to: "anna@example.org", params });
  broken.wake();
  await until(allSent);
  assert.equal(taken[0]?.attachments.length, 0);
  assert.match(taken[0]?.text ?? "", /api\/v1\/receipts\/st\.7\?token=st\.TOKEN/);
  assert.equal(broken.errors.length, 1);
});

test("a mail waits for its receipt, without an attempt, while others go out; at last it goes without", async () => {
  const { url, taken } = await listen();
  let asked = 0;
  const sender = start(url, null, async () => {
    asked += 1;
    return "later";
  });
  const params = {
    title: "For clean air",
    pending: "st.7",
    index: 7,
    token: "st.TOKEN",
    statementUrl: "https://x.example",
  };
  await queue({ template: "signed", to: "anna@example.org", params }, confirmation("ben@example.org"));
  sender.wake();
  const rows = await until(
    (all) => all.some(({ state }) => state === "sent") && all.every((row) => row.lease_until === 0),
  );
  const waiting = rows.find(({ state }) => state === "waiting");
  assert.deepEqual([waiting?.attempts, waiting?.error, asked], [0, null, 1]);
  ahead = 600_000;
  sender.wake();
  await until(allSent);
  assert.deepEqual(
    taken.map(({ to }) => [to].flat()[0]?.text),
    ["ben@example.org", "anna@example.org"],
  );
  assert.match(taken[1]?.text ?? "", /Is it not ready yet\?/);
});

test("a mail waits a minute at most for witnesses of its receipt", async () => {
  const { url, taken } = await listen();
  const found = { filename: "receipt-air.json", bytes: new TextEncoder().encode("{}"), settled: false };
  const sender = start(url, null, async () => found);
  const params = { title: "For air", pending: "st.7", index: 7, token: "st.TOKEN", statementUrl: "https://x.example" };
  await queue({ template: "signed", to: "anna@example.org", params }, confirmation("ben@example.org"));
  sender.wake();
  await until((all) => all.some(({ state }) => state === "sent") && all.every((row) => row.lease_until === 0));
  ahead = 60_000;
  sender.wake();
  await until(allSent);
  assert.deepEqual(
    taken.map(({ attachments }) => attachments.map(({ filename }) => filename)),
    [[], ["receipt-air.json"]],
  );
});

test("without a mail server everything waits", async () => {
  const sender = start(null);
  await queue(confirmation("anna@example.org"));
  sender.wake();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const [row] = await listMails(store, null, 10);
  assert.deepEqual([row?.state, row?.attempts], ["waiting", 0]);
});

test("mail that another process queued is found without waking", async () => {
  const { url, taken } = await listen();
  start(url);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await queue(confirmation("anna@example.org"));
  await until(allSent);
  assert.equal(taken.length, 1);
  assert.equal(taken[0]?.from?.text, "noreply@sign.example.org");
});

test("hundreds of mails at once, each once", async (t) => {
  const { url, taken } = await listen();
  const sender = start(url);
  const addresses = Array.from({ length: 400 }, (_, i) => `person${i}@example.org`);
  await queue(...addresses.map((address) => confirmation(address)));
  const started = performance.now();
  sender.wake();
  await until(allSent);
  const seconds = (performance.now() - started) / 1000;
  assert.deepEqual(taken.map((mail) => [mail.to].flat()[0]?.text).sort(), addresses.sort());
  assert.equal(new Set(taken.map((mail) => mail.messageId)).size, 400);
  t.diagnostic(`${Math.round(400 / seconds)} a second`);
});

test("a recipient that is refused has failed for good, without being named in the reason; others go out", async () => {
  const { url, taken } = await listen({
    onRcptTo(address, _session, callback) {
      if (address.address !== "nobody@example.org") return callback();
      callback(Object.assign(new Error("no <nobody@example.org> here"), { responseCode: 550 }));
    },
  });
  const sender = start(url);
  await queue(confirmation("nobody@example.org"), confirmation("anna@example.org"));
  sender.wake();
  const rows = await until((all) => all.every((row) => row.state !== "waiting"));
  assert.deepEqual(rows.map((row) => row.state).sort(), ["failed", "sent"]);
  const failed = rows.find((row) => row.state === "failed");
  assert.equal(failed?.attempts, 1);
  assert.match(failed?.error ?? "", /550/);
  assert.doesNotMatch(failed?.error ?? "", /nobody/);
  assert.equal(taken.length, 1);
});

test("a message that is refused has failed for good", async () => {
  const { url } = await listen({
    onData(stream, _session, callback) {
      stream.resume();
      stream.on("end", () => callback(Object.assign(new Error("looks like spam"), { responseCode: 554 })));
    },
  });
  await queue(confirmation("anna@example.org"));
  start(url);
  await until((rows) => rows[0]?.state === "failed");
});

test("a greylisting server gets the mail a second time, later, under the same Message-ID", async () => {
  let refusals = 0;
  const { url, taken } = await listen({
    onRcptTo(_address, _session, callback) {
      if (refusals++ > 0) return callback();
      callback(Object.assign(new Error("come back later"), { responseCode: 451 }));
    },
  });
  const sender = start(url);
  await queue(confirmation("anna@example.org"));
  sender.wake();
  const [waiting] = await until((rows) => rows[0]?.error !== null);
  assert.equal(waiting?.state, "waiting");
  assert.ok((waiting?.next_at ?? 0) > clock() + 20_000);
  ahead = 31_000;
  sender.wake();
  await until(allSent);
  assert.equal(taken.length, 1);
});

test("a server that refuses us, not the mail, is asked again", async () => {
  const { url } = await listen({
    onMailFrom: (_address, _session, callback) =>
      callback(Object.assign(new Error("sender not allowed"), { responseCode: 553 })),
  });
  const sender = start(url);
  await queue(confirmation("anna@example.org"));
  sender.wake();
  const [row] = await until((rows) => rows[0]?.error !== null);
  assert.deepEqual([row?.state, row?.attempts], ["waiting", 1]);
});

test("a server that hangs is given up for this time", async () => {
  const { url } = await listen({ onRcptTo: () => {} });
  const sender = start(url);
  await queue(confirmation("anna@example.org"));
  sender.wake();
  const [row] = await until((rows) => rows[0]?.error !== null);
  assert.equal(row?.state, "waiting");
});

test("a server that is not there loses nothing, and is asked again", async () => {
  const { url } = await listen();
  await closing.pop()?.();
  const sender = start(url);
  await queue(confirmation("anna@example.org"));
  sender.wake();
  const [row] = await until((rows) => rows[0]?.error !== null);
  assert.equal(row?.state, "waiting");
  assert.match(row?.error ?? "", /ECONNREFUSED/);
});

test("a server that dies when it has the message gets it again, and can tell the double", async () => {
  const ids: (string | undefined)[] = [];
  const { url, server } = await listen({
    onData(stream, _session, callback) {
      simpleParser(stream).then((mail) => {
        ids.push(mail.messageId);
        if (ids.length > 1) return callback();
        for (const socket of sockets) socket.destroy();
      }, callback);
    },
  });
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket: Socket) => sockets.add(socket));
  const sender = start(url);
  await queue(confirmation("anna@example.org"));
  sender.wake();
  await until((rows) => rows[0]?.error !== null);
  ahead = 40_000;
  sender.wake();
  await until(allSent);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
});

test("after eight attempts a mail has failed", async () => {
  const { url } = await listen({
    onRcptTo: (_address, _session, callback) => callback(Object.assign(new Error("full"), { responseCode: 452 })),
  });
  const sender = start(url);
  await queue(confirmation("anna@example.org"));
  for (let attempt = 1; attempt <= 8; attempt++) {
    sender.wake();
    await until((rows) => rows[0]?.attempts === attempt && rows[0]?.lease_until === 0);
    ahead += 7 * 3_600_000;
  }
  const [row] = await listMails(store, null, 1);
  assert.deepEqual([row?.state, row?.attempts], ["failed", 8]);
});

test("a mail that cannot be opened is set aside and said", async () => {
  const { url } = await listen();
  await queue(confirmation("anna@example.org"));
  const damaged = { mail_sealed: new Uint8Array(40) };
  await store.db.updateTable("outbox").set(damaged).execute();
  const sender = start(url);
  await until((rows) => rows[0]?.state === "failed");
  assert.equal(sender.errors.length, 1);
});

test("closing finishes what is under way, and leaves the rest due", async () => {
  const { url, taken } = await listen();
  const sender = start(url);
  await queue(...Array.from({ length: 200 }, (_, i) => confirmation(`person${i}@example.org`)));
  sender.wake();
  await until((rows) => rows.some((row) => row.state === "sent"));
  await sender.close();
  const rows = await listMails(store, null, 1000);
  assert.equal(rows.filter((row) => row.state === "sent").length, taken.length);
  for (const row of rows) assert.equal(row.lease_until, 0);
});
