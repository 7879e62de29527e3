import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { identityMacs } from "../packages/server/src/depositary/identity-mac.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { searchEverywhere } from "./search-everywhere.ts";

const FROM = { address: "192.0.2.1" };
const DAY = 86_400_000;

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`what was promised to be deleted is, by its date, on ${engine}`, () => retentionSuite(engine));
}

function retentionSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let now = Date.now();

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now });
    // 14 days to confirm, mailboxes for 30 days after closing.
    const draft = await opened.depositary.drafts.create(makeDraft());
    statement = await opened.depositary.drafts.open(draft.id);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  async function submit(name: string, change = {}): Promise<string> {
    const mailbox = `${name.toLowerCase()}@kept.example`;
    await opened.depositary.signing.submit(statement.id, makeSignature(statement, { name, mailbox, ...change }), FROM);
    return mailbox;
  }

  async function sign(name: string, change = {}): Promise<string> {
    const mailbox = await submit(name, change);
    const token = await mailedToken(opened.depositary, mailbox, "confirm");
    await opened.depositary.signing.confirm({ token }, { wait: 1 });
    return mailbox;
  }

  /** Where the database tells of this mailbox, or of the name beside it. */
  async function find(name: string, mailbox: string): Promise<string[]> {
    const { identityMac, mailboxMac } = identityMacs(opened.secrets, statement.id, mailbox, name);
    const found = await searchEverywhere(opened, [name, mailbox, identityMac, mailboxMac]);
    return [...new Set(found.map(({ table, column }) => `${table}.${column}`))].sort();
  }

  async function runJobs(): Promise<void> {
    const jobs = retentionJobs({ store: opened.store, clock: () => now });
    for (const job of jobs) await job.run(() => false);
  }

  test("what was never confirmed, after the days to confirm", async () => {
    const mailbox = await submit("Wavering");
    now += 14 * DAY - 1_000;
    await runJobs();
    assert.deepEqual(await find("Wavering", mailbox), [
      "outbox.mail_sealed",
      "pending.identity_mac",
      "pending.input_sealed",
      "pending.mailbox_mac",
    ]);
    now += 2_000;
    await runJobs();
    assert.deepEqual(await find("Wavering", mailbox), []);
  });

  test("mailboxes, and names that were not to be shown, so many days after closing", async () => {
    const named = await sign("Avowed");
    const unnamed = await sign("Discreet", { named: false });
    const late = await submit("Tardy");
    const { signing, drafts, statements } = opened.depositary;
    await signing.sendManageLink(statement.id, named, FROM);
    await signing.submit(statement.id, makeSignature(statement, { name: "Avowed", mailbox: named }), FROM);
    await drafts.close(statement.id);
    now += 30 * DAY - 1_000;
    await runJobs();
    assert.ok((await find("Discreet", unnamed)).includes("signature.private_sealed"));
    now += 2_000;
    await runJobs();
    assert.deepEqual(await find("Discreet", unnamed), []);
    assert.deepEqual(await find("Tardy", late), []);
    assert.deepEqual(await find(named, named), []);
    // The words to search a name by are written a moment after it was signed.
    const shown = (await find("Avowed", named)).filter((place) => place !== "signatory_word.word");
    assert.deepEqual(shown, ["signature.public_part"]);
    assert.equal((await statements.counts(statement.id)).total, 2);
    // A request on that statement leaves nothing for longer than a day.
    await signing.sendManageLink(statement.id, named, FROM);
    now += DAY + 1_000;
    await runJobs();
    assert.deepEqual(await find(named, named), []);
  });

  test("the mail that tells somebody of a withdrawal, where nobody sends mail", async () => {
    const draft = await opened.depositary.drafts.create(makeDraft());
    statement = await opened.depositary.drafts.open(draft.id);
    const mailbox = await sign("Departing");
    await opened.depositary.signing.withdraw(await mailedToken(opened.depositary, mailbox, "manage"), { wait: 1 });
    now += 7 * DAY - 1_000;
    await runJobs();
    assert.deepEqual(await find("Departing", mailbox), ["outbox.mail_sealed"]);
    // It was due a second after the withdrawal, so that its receipt could go with it.
    now += 3_000;
    await runJobs();
    assert.deepEqual(await find("Departing", mailbox), []);
  });
}
