import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

const FROM = { address: "192.0.2.1" };
const DAY = 86_400_000;

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`nobody learns who signed, on ${engine}`, () => oneAnswerSuite(engine));
}

function oneAnswerSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let now = Date.now();

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now });
    const draft = await opened.depositary.drafts.create(makeDraft());
    statement = await opened.depositary.drafts.open(draft.id);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  async function submit(name: string): Promise<{ pending: string; mailbox: string }> {
    const mailbox = `${name.toLowerCase()}@secret.example`;
    const input = makeSignature(statement, { name, mailbox });
    return { mailbox, ...(await opened.depositary.signing.submit(statement.id, input, FROM)) };
  }

  async function sign(name: string): Promise<{ pending: string; mailbox: string }> {
    const submitted = await submit(name);
    const token = await mailedToken(opened.depositary, submitted.mailbox, "confirm");
    await opened.depositary.signing.confirm({ token });
    return submitted;
  }

  /** What the public answer is, as whoever asks would see it. */
  async function outcome(asked: Promise<unknown>): Promise<string> {
    try {
      await asked;
      return "done";
    } catch (error) {
      return String(error);
    }
  }

  const ask = (mailbox: string) => outcome(opened.depositary.signing.sendManageLink(statement.id, mailbox, FROM));

  test("asking for the link to a signature meets the same limit for a mailbox that signed nothing", async () => {
    const { mailbox } = await sign("Signer");
    // The signature itself was the first mail of five.
    const submitted = await submit("Stranger");
    await opened.depositary.signing.decline(await mailedToken(opened.depositary, submitted.mailbox, "confirm"));
    const answers = { signer: [await ask(mailbox)], stranger: [await ask("nobody@secret.example")] };
    for (let i = 0; i < 5; i++) answers.signer.push(await ask(mailbox));
    for (let i = 0; i < 5; i++) answers.stranger.push(await ask("nobody@secret.example"));
    assert.deepEqual(answers.signer.slice(0, 4), ["done", "done", "done", "done"]);
    assert.match(answers.signer.at(-1) ?? "", /5 mails/);
    assert.match(answers.stranger.at(-1) ?? "", /5 mails/);
    const sent = (await opened.depositary.outbox.list({ limit: 500 })).items;
    assert.equal(sent.filter(({ to }) => to === "nobody@secret.example").length, 0);
    assert.equal(sent.filter(({ to }) => to === mailbox).length, 6);
  });

  test("asked many times at once, no more mails go out", async () => {
    const { mailbox } = await sign("Flooded");
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(mailbox)));
    assert.equal(answers.filter((answer) => answer === "done").length, 4);
  });

  test("what was counted is forgotten after a day", async () => {
    await ask("once@secret.example");
    const requests = () =>
      opened.store.db.selectFrom("pending").selectAll().where("identity_mac", "=", new Uint8Array(0)).execute();
    assert.ok((await requests()).length > 0);
    now += DAY + 1;
    const purge = retentionJobs({ store: opened.store, clock: () => now }).find(
      ({ kind }) => kind === "purge-unconfirmed",
    );
    await purge?.run(() => false);
    assert.deepEqual(await requests(), []);
  });

  test("a wrong code tells the same of what was confirmed and of what was not, also when its time is over", async () => {
    const [confirmed, ignored] = [await sign("Confirmed"), await submit("Ignored")];
    const guess = (pending: string) => outcome(opened.depositary.signing.confirm({ pending, code: "AAAA AAAA" }));
    assert.equal(await guess(confirmed.pending), await guess(ignored.pending));
    now += 14 * DAY + 1;
    const late = await guess(ignored.pending);
    assert.equal(await guess(confirmed.pending), late);
    const purge = retentionJobs({ store: opened.store, clock: () => now }).find(
      ({ kind }) => kind === "purge-unconfirmed",
    );
    await purge?.run(() => false);
    assert.equal(await guess(ignored.pending), late);
    assert.equal(await guess(confirmed.pending), late);
  });

  test("a link-only statement is signed with its key, and without it is not there", async () => {
    const { signing, drafts } = opened.depositary;
    const draft = await drafts.create(makeDraft({ visibility: "link", slug: "in-confidence" }));
    const closed = await drafts.open(draft.id);
    const input = makeSignature(closed, { mailbox: "guest@secret.example" });
    const absent = await outcome(signing.submit("not-there-at-all", input, FROM));
    for (const id of [closed.id, closed.slug]) {
      assert.equal(await outcome(signing.submit(id, input, FROM)), absent);
      assert.equal(await outcome(signing.submit(id, input, { ...FROM, linkKey: "guessed" })), absent);
      assert.equal(await outcome(signing.submit(id, { ...input, version: "0".repeat(64) }, FROM)), absent);
    }
    const linkKey = closed.linkKey ?? "";
    assert.equal(await outcome(signing.submit(closed.id, input, { ...FROM, linkKey })), "done");
    assert.equal(await outcome(signing.submit(closed.id, input, { ...FROM, administrator: true })), "done");
  });
}
