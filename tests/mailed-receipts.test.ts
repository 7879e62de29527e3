import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, before, test } from "node:test";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { parseReceipt } from "@undersigned/core/verify/receipt.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import type { ParsedMail } from "mailparser";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { Sender } from "../packages/server/src/mail/sender.ts";
import { startSender } from "../packages/server/src/mail/sender.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

// Receipts by mail: a real depositary, its sender, and a real mail server on loopback.

let place: Place;
let opened: OpenPlace;
let statement: StatementView;
const ahead = 0;
const clock = () => Date.now() + ahead;
let taken: ParsedMail[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, _session, callback) {
    simpleParser(stream).then((mail) => {
      taken.push(mail);
      callback();
    }, callback);
  },
});
let sender: Sender;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  place = await makePlace("sqlite");
  opened = await place.open({ clock });
  const { id } = await opened.depositary.drafts.create(makeDraft());
  statement = await opened.depositary.drafts.open(id);
  const address = server.server.address();
  assert.ok(address !== null && typeof address === "object");
  sender = startSender({
    store: opened.store,
    secrets: opened.secrets,
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    mailFrom: null,
    identity: () => opened.depositary.identity,
    receipts: opened.depositary.mailedReceipts,
    clock,
    onError: (error) => void opened.errors.push(error),
  });
});
afterEach(() => {
  taken = [];
  assert.deepEqual(opened.errors, []);
});
after(async () => {
  await sender.close(2_000);
  await opened.depositary.close();
  await place.remove();
  await new Promise((resolve) => server.close(() => resolve(undefined)));
});

/** The next mail with this subject, once the mail server has it. */
async function receive(subject: RegExp): Promise<ParsedMail> {
  for (let i = 0; i < 500; i++) {
    sender.wake();
    const mail = taken.find((each) => subject.test(each.subject ?? ""));
    if (mail !== undefined) return mail;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`waited ten seconds for ${subject}`);
}

/** The token that a mail has for a page. */
function tokenOf(mail: ParsedMail, page: "confirm" | "manage"): string {
  return new RegExp(`/${page}\\?token=([^\\s]+)`).exec(mail.text ?? "")?.[1] ?? "";
}

async function sign(name: string): Promise<{ mail: ParsedMail; index: number }> {
  const mailbox = `${name.toLowerCase().replace(" ", ".")}@post.example`;
  const input = makeSignature(statement, { name, mailbox });
  await opened.depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  const token = tokenOf(await receive(/^Please confirm/), "confirm");
  const { index } = await opened.depositary.signing.confirm({ token });
  return { mail: await receive(/^You signed/), index };
}

function verifyAttached(mail: ParsedMail): ReceiptReport {
  const [file, ...more] = mail.attachments;
  assert.ok(file !== undefined && more.length === 0);
  assert.equal(file.filename, `receipt-${statement.slug}.json`);
  assert.equal(file.contentType, "application/json");
  assert.ok(mail.text?.includes(`is attached: the file receipt-${statement.slug}.json`));
  const key = parseVerifierKey(opened.depositary.identity.vkey);
  return verifyReceipt(parseReceipt(new Uint8Array(file.content)), { key, source: "given" });
}

test("who signs gets the receipt as a file, and another when they take it back", async () => {
  const { mail, index } = await sign("Ada Winter");
  const signed = verifyAttached(mail);
  assert.deepEqual([signed.verdict, signed.index, signed.entry?.act], ["valid", index, "sign"]);
  await opened.depositary.signing.withdraw(tokenOf(mail, "manage"));
  const farewell = await receive(/^You took your signature back/);
  const withdrawn = verifyAttached(farewell);
  assert.deepEqual([withdrawn.verdict, withdrawn.entry], ["valid", { act: "withdraw", of: index }]);
});

test("who signs again gets the receipt of that", async () => {
  const { mail, index } = await sign("Cy Park");
  const input = { replaces: index, named: false, consent: true, lang: "en", version: statement.version?.digest ?? "" };
  const again = await opened.depositary.resigning.resign(tokenOf(mail, "manage"), input);
  taken = [];
  const report = verifyAttached(await receive(/./));
  assert.deepEqual([report.verdict, report.index, report.entry?.act], ["valid", again.index, "resign"]);
});

test("of what was destroyed before the mail went out there is no receipt, and the mail says so", async () => {
  const input = makeSignature(statement, { name: "Bo Nilsson", mailbox: "bo@post.example" });
  await opened.depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  const { index } = await opened.depositary.signing.confirm({
    token: await mailedToken(opened.depositary, "bo@post.example", "confirm"),
  });
  await opened.store.db
    .updateTable("signature")
    .set({ public_part: null, public_salt: null, private_sealed: null })
    .where("idx", "=", index)
    .execute();
  const mail = await receive(/^You signed/);
  assert.equal(mail.attachments.length, 0);
  assert.match(mail.text ?? "", /No receipt is attached: what it would show of you was deleted/);
});
