import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { appOf, setUpAdministrator } from "./accounts.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { squeeze } from "./public-pages.ts";

/* The administrators' pages on which signatures are removed, erased and forgotten. */

let place: Place;
let opened: OpenPlace;
let statement: StatementView;
let app: Hono;
let cookie = "";

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  const { drafts } = opened.depositary;
  app = appOf(opened.depositary);
  ({ cookie } = await setUpAdministrator(opened.depositary));
  statement = await drafts.open((await drafts.create(makeDraft({ slug: "rooms" }))).id);
});

after(async () => {
  await opened.depositary.close();
  await place.remove();
});

async function sign(name: string, change = {}): Promise<{ index: number; path: string; mailbox: string }> {
  const { signing } = opened.depositary;
  const mailbox = `${name.toLowerCase().replaceAll(" ", ".")}@pages.example`;
  await signing.submit(statement.id, makeSignature(statement, { name, mailbox, ...change }), { address: "192.0.2.1" });
  const { index } = await signing.confirm({ token: await mailedToken(opened.depositary, mailbox, "confirm") });
  return { index, mailbox, path: `/admin/statements/${statement.id}/signatures/${index}` };
}

async function read(path: string, status = 200): Promise<string> {
  const response = await app.request(path, { headers: { Cookie: cookie } });
  const page = squeeze(await response.text());
  assert.equal(response.status, status, page);
  return page;
}

/** Sends the form of the page at `path` as a browser would. */
async function send(path: string, fields: Record<string, string>): Promise<Response> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(await read(path))?.[1] ?? "";
  return await app.request(path, {
    method: "POST",
    headers: { Cookie: cookie },
    body: new URLSearchParams({ csrf, ...fields }),
  });
}

const all = () => `/admin/statements/${statement.id}/signatures`;

test("all signatures are listed, and whoever is counted without a name is not named", async () => {
  const named = await sign("Ada Winter");
  const unnamed = await sign("Bo Hidden", { named: false });
  const page = await read(all());
  assert.ok(page.includes('<bdi class="name">Ada Winter</bdi>'));
  assert.ok(page.includes("Without a name"));
  assert.ok(!page.includes("Hidden"));
  assert.ok(page.includes(`href="${named.path}/remove"`) && page.includes(`href="${unnamed.path}/erase"`));
  assert.ok(!page.includes("/anonymise"), "only once it is closed");
  const found = await read(`${all()}?q=${encodeURIComponent(unnamed.mailbox)}`);
  assert.ok(found.includes(`id="n${unnamed.index}"`) && !found.includes(`id="n${named.index}"`));
  assert.ok((await read(`${all()}?q=nobody`)).includes("No signature fits that"));
  const response = await app.request(all());
  assert.equal(response.status, 303, "whoever is not signed in is sent to sign in");
});

test("a removal asks for its reason, then shows all of it again, and only then is done", async () => {
  const { index, path, mailbox } = await sign("Cleo Forged");
  const page = await read(`${path}/remove`);
  assert.ok(page.includes("Cleo Forged") && page.includes("Nobody of that name signed"));
  assert.ok(!page.includes("says that they never signed, and was believed"), "there are no disputes yet");
  const without = await send(`${path}/remove`, { sure: "yes" });
  assert.equal(without.status, 422);
  assert.ok((await without.text()).includes("Please choose a reason."));
  const untold = await send(`${path}/remove`, { reason: "forged", untold: "yes" });
  assert.equal(untold.status, 422);
  const once = squeeze(
    await (await send(`${path}/remove`, { reason: "forged", explanation: "We <asked> her." })).text(),
  );
  assert.ok(once.includes("We &lt;asked&gt; her.") && once.includes("deleted at once"));
  assert.equal((await opened.depositary.acts.signature(statement.id, index))?.status, "standing");
  const twice = await send(`${path}/remove`, { reason: "forged", explanation: "We <asked> her.", sure: "yes" });
  assert.equal(twice.headers.get("Location"), `${all()}?done=signatureRemoved`);
  assert.equal((await opened.depositary.acts.signature(statement.id, index))?.status, "removed");
  assert.ok(!(await read(all())).includes("Cleo"));
  const mails = (await opened.depositary.outbox.list({ limit: 500 })).items.filter(({ to }) => to === mailbox);
  assert.ok(mails[0]?.text.includes("They add: We <asked> her."));
  const again = await app.request(`${path}/remove`, { headers: { Cookie: cookie } });
  assert.equal(again.headers.get("Location"), `${all()}?q=${index}`, "it cannot be removed again");
  const managed = squeeze(
    await (await app.request(mails[0]?.links[0]?.replace("https://letters.example", "") ?? "")).text(),
  );
  assert.ok(managed.includes("somebody else had used it") && managed.includes("privacy@reading.example"));
});

test("a form of another session does nothing", async () => {
  const { index, path } = await sign("Dora Steady");
  for (const act of ["remove", "erase"]) {
    const body = new URLSearchParams({ csrf: "another", reason: "forged", sure: "yes" });
    const refused = await app.request(`${path}/${act}`, { method: "POST", headers: { Cookie: cookie }, body });
    assert.equal(refused.status, 403);
    const signedOut = await app.request(`${path}/${act}`, { method: "POST", body });
    assert.equal(signedOut.status, 403);
  }
  assert.equal((await opened.depositary.acts.signature(statement.id, index))?.status, "standing");
});

test("a signature is erased from a page that asks", async () => {
  const { index, path } = await sign("Edda Lost");
  assert.ok((await read(`${path}/erase`)).includes("be sure that it is they who ask"));
  assert.equal((await opened.depositary.acts.signature(statement.id, index))?.status, "standing");
  const done = await send(`${path}/erase`, {});
  assert.equal(done.headers.get("Location"), `${all()}?done=signatureErased`);
  assert.equal((await opened.depositary.acts.signature(statement.id, index))?.status, "erased");
  for (const odd of ["/erase", "/900000/erase", "/x/erase"]) await read(`${all()}${odd}`, 404);
});

test("once it is closed one person, or all, are forgotten and still counted", async () => {
  const { depositary } = opened;
  const { index, path } = await sign("Finn Private");
  assert.ok(!(await read(`/admin/statements/${statement.id}`)).includes("/anonymise"));
  await depositary.drafts.close(statement.id);
  const done = await send(`${path}/anonymise`, {});
  assert.equal(done.headers.get("Location"), `${all()}?done=signatureAnonymised`);
  assert.equal((await depositary.acts.signature(statement.id, index))?.status, "anonymised");
  const before = (await depositary.statements.counts(statement.id)).total;
  const people = `/admin/statements/${statement.id}/anonymise`;
  assert.ok((await read(people)).includes("4 people’s signatures stand"));
  assert.equal(
    (await send(people, {})).headers.get("Location"),
    `/admin/statements/${statement.id}?done=peopleForgotten`,
  );
  for (let tries = 0; (await depositary.acts.anonymising(statement.id))?.doneAt === null; tries++) {
    assert.ok(tries < 100, "it is done within seconds");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal((await depositary.statements.counts(statement.id)).total, before);
  assert.ok(!(await read(all())).includes("Dora"));
  assert.ok(
    (await read(`/admin/statements/${statement.id}`)).includes(
      "All people were forgotten, and are still counted: ordered by Mara Holm",
    ),
  );
});

test("the statement’s page tells who did what, and the public one the sum", async () => {
  const page = await read(`/admin/statements/${statement.id}`);
  assert.match(page, /Mara Holm removed signature \d+\./);
  assert.match(page, /Mara Holm erased signature \d+\./);
  for (const name of ["Cleo", "Edda", "Finn"]) assert.ok(!page.includes(name), name);
  assert.ok((await read(`/admin/statements/${statement.id}/acts`)).includes("had signature"));
  const list = await read("/s/rooms/signatories");
  assert.match(list, /Signatures given<\/th><td>6<\/td>/);
  assert.match(list, /removed by the depositary.*1: Nobody of that name signed.*− 1<\/td>/);
  assert.match(list, /Signatures that stand<\/th><td>= 4<\/td>/);
  assert.ok(list.includes("4 of them were forgotten after the closing"));
  assert.ok((await read("/s/rooms")).includes("The list of signatories"), "no number of names is promised");
});
