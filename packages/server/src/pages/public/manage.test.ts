import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mailedToken } from "../../../../../tests/depositary.ts";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages, squeeze } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({ slug: "rooms" });
  await pages.sign(statement, "Ada Winter", { place: "Riverbend", reservation: "Not on Sundays." });
});

after(() => pages.close());

test("a link is mailed to whoever signed, and the answer is the same for who did not", async () => {
  const asked = await pages.post("/s/rooms/manage", { mailbox: "adawinter@post.example" });
  const stranger = await pages.post("/s/rooms/manage", { mailbox: "stranger@post.example" });
  assert.equal(asked.status, 200);
  assert.equal(stranger.status, 200);
  assert.equal(await asked.text(), await stranger.text());
  assert.ok(await mailedToken(pages.depositary, "adawinter@post.example", "manage"));
  await assert.rejects(mailedToken(pages.depositary, "stranger@post.example", "manage"));
});

test("a mailbox that is none is refused at its field, and kept", async () => {
  const answer = await pages.post("/s/rooms/manage", { mailbox: "no address" });
  assert.equal(answer.status, 422);
  const page = squeeze(await answer.text());
  assert.ok(page.includes('value="no address"'));
  assert.ok(page.includes('<a href="#field-mailbox">'));
});

test("withdrawing is asked twice, and takes the name off", async () => {
  const token = await mailedToken(pages.depositary, "adawinter@post.example", "manage");
  const shown = await pages.read(`/manage?token=${token}`);
  assert.ok(shown.includes('<bdi class="name">Ada Winter</bdi>'));
  assert.ok(shown.includes("Reservation: <bdi>Not on Sundays.</bdi>"));
  assert.ok(shown.includes(`href="/manage/withdraw?token=${token}"`));
  assert.ok((await pages.read(`/manage/withdraw?token=${token}`)).includes("Withdraw your signature?"));
  assert.equal((await pages.depositary.statements.counts(statement.id)).total, 1);

  const done = await pages.post("/manage/withdraw", { token });
  assert.equal(done.status, 200);
  assert.ok(squeeze(await done.text()).includes("Your signature is withdrawn"));
  assert.equal((await pages.depositary.statements.counts(statement.id)).total, 0);
  assert.equal((await pages.post("/manage/withdraw", { token })).status, 200);

  const after = await pages.read(`/manage?token=${token}`);
  assert.ok(after.includes("no longer counts"));
  assert.ok(!after.includes("Ada Winter"));
  assert.ok(!after.includes("/manage/withdraw"));
});

test("pages with a token tell their address to nobody and are stored nowhere", async () => {
  const token = await pages.sign(statement, "Bo Lind");
  for (const path of [`/manage?token=${token}`, `/manage/withdraw?token=${token}`, `/confirm?token=${token}`]) {
    const answer = await pages.get(path);
    assert.equal(answer.status, 200, path);
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.ok((await answer.text()).includes('content="noindex"'));
  }
});

test("once it is closed a person can be forgotten and still counted; an organisation cannot", async () => {
  const closing = await pages.open({ slug: "closing" });
  const token = await pages.sign(closing, "Cleo Summer");
  const society = await pages.sign(closing, "Cleo Society", { kind: "organisation", capacity: "institutional" });
  assert.ok(!(await pages.read(`/manage?token=${token}`)).includes("Forget me"));
  await pages.depositary.drafts.close(closing.id);
  assert.ok(!(await pages.read(`/manage?token=${society}`)).includes("Forget me"));
  const page = await pages.read(`/manage?token=${token}`);
  assert.ok(page.includes(`href="/manage/anonymise?token=${token}"`));
  assert.ok((await pages.read(`/manage/anonymise?token=${token}`)).includes("Forget you, and keep counting you?"));
  assert.equal((await pages.depositary.signing.managed(token)).status, "standing");

  const done = await pages.post("/manage/anonymise", { token });
  assert.equal(done.status, 200);
  assert.ok(squeeze(await done.text()).includes("You are forgotten, and still counted"));
  assert.equal((await pages.depositary.statements.counts(closing.id)).total, 2);
  const after = await pages.read(`/manage?token=${token}`);
  assert.ok(after.includes("Your signature still counts, without your name."));
  assert.ok(!after.includes("Summer") && !after.includes("/manage/withdraw"));
});
