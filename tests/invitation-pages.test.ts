import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { makeInvitationToken } from "../packages/server/src/depositary/invitation-tokens.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { appOf, setUpAdministrator } from "./accounts.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";
import { squeeze } from "./public-pages.ts";

/* The pages on which organisations are invited, and those that an invited organisation sees. */

const BY = { kind: "token", id: "t", name: "our website" } as const;

let place: Place;
let opened: OpenPlace;
let statement: StatementView;
let app: Hono;
let cookie = "";
let here = "";

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  const { drafts } = opened.depositary;
  app = appOf(opened.depositary);
  ({ cookie } = await setUpAdministrator(opened.depositary));
  statement = await drafts.open((await drafts.create(makeDraft({ slug: "rooms" }))).id);
  here = `/admin/statements/${statement.id}/invitations`;
});

after(async () => {
  await opened.depositary.close();
  await place.remove();
});

async function read(path: string, status = 200): Promise<string> {
  const response = await app.request(path, { headers: { Cookie: cookie } });
  const page = squeeze(await response.text());
  assert.equal(response.status, status, page);
  return page;
}

/** Posts the form of the page at `at` as a browser would, with a file where it has one. */
async function send(path: string, fields: Record<string, string | File>, at = path): Promise<Response> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(await read(at))?.[1] ?? "";
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrf, ...fields })) body.set(name, value);
  return await app.request(path, { method: "POST", headers: { Cookie: cookie }, body });
}

/** Hands a list in, and says where it is looked at. */
async function handIn(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const response = await send(`${here}/list`, { file: new File([content], "list.csv") });
  assert.equal(response.status, 303, await response.clone().text());
  return response.headers.get("Location") ?? "";
}

async function invitedToken(name: string): Promise<string> {
  const mailbox = `office@${name}.example`;
  await opened.depositary.invitations.invite(statement.id, [{ name: `${name} Club`, mailbox }], BY);
  const { items } = await opened.depositary.invitations.list(statement.id, { mailbox });
  return makeInvitationToken(opened.secrets.macKey, "answer", statement.id, items[0]?.id ?? "");
}

async function stateOf(name: string): Promise<string | undefined> {
  const { items } = await opened.depositary.invitations.list(statement.id, { mailbox: `office@${name}.example` });
  return items[0]?.state;
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  return await app.request(path, { method: "POST", body: new URLSearchParams(fields) });
}

test("one organisation is invited by a form that keeps what was typed when something is wrong", async () => {
  const wrong = await send(here, { name: "=Alder()", mailbox: "nobody", contact: "Ada Winter" });
  assert.equal(wrong.status, 422);
  const page = squeeze(await wrong.text());
  for (const kept of ['value="=Alder()"', 'value="nobody"', 'value="Ada Winter"']) assert.ok(page.includes(kept), kept);
  const right = await send(here, { name: "Alder Club", mailbox: "office@alder.example" });
  assert.equal(right.headers.get("Location"), `${here}?done=invitationSent`);
  const again = await send(here, { name: "Alder Club", mailbox: "Office@alder.example" });
  assert.equal(again.headers.get("Location"), `${here}?done=alreadyInvited`);
  const list = await read(`${here}?mailbox=office%40alder.example`);
  assert.ok(list.includes("<bdi>Alder Club</bdi>"));
  assert.ok((await read(`${here}?mailbox=nonsense`)).includes("There is no such invitation."));
});

test("a list is looked at before anybody is written to, its columns are changed, and it is sent once it was asked twice", async () => {
  const csv =
    "\ufeffVerein;E-Mail;Zweite Adresse\r\nBirch;office@birch.example;b@birch.example\r\nCedar;;c@cedar.example\r\n=1+1;x@formula.example;\r\n";
  const path = await handIn(csv);
  const page = await read(path);
  assert.ok(page.includes("One organisation would be invited."));
  assert.ok(page.includes("No mailbox: cannot be invited (line 3)"));
  assert.match(page, /name begins like a formula.*\(line 4\)/);
  assert.ok(!page.includes("Sent"));
  const twice = await send(path, {
    "column.0": "name",
    "column.1": "mailbox",
    "column.2": "mailbox",
    hasHeader: "yes",
  });
  assert.equal(twice.status, 422);
  const other = await send(path, { "column.0": "name", "column.1": "none", "column.2": "mailbox", hasHeader: "yes" });
  assert.equal(other.headers.get("Location"), path);
  assert.ok((await read(path)).includes("2 organisations would be invited."));
  const sure = await read(`${path}/send`);
  assert.ok(sure.includes("Yes, send 2 invitations"));
  const before = (await opened.depositary.invitations.list(statement.id, {})).items.length;
  const digest = /name="digest" value="([0-9a-f]+)"/.exec(sure)?.[1] ?? "";
  const stale = await send(`${path}/send`, { digest: digest.replace(/^./, (c) => (c === "0" ? "1" : "0")) });
  assert.equal(stale.status, 422);
  const sent = await send(`${path}/send`, { digest });
  assert.equal(sent.headers.get("Location"), `${here}?done=invitedMany`);
  assert.equal((await opened.depositary.invitations.list(statement.id, {})).items.length, before + 2);
  assert.ok((await read(path, 404)).includes("not here any more"));
  assert.equal((await opened.depositary.statements.counts(statement.id))?.total, 0);
});

test("an old encoding is said aloud, a spreadsheet and 50,000 rows are refused with what to do, and what was pasted is kept", async () => {
  const bytes = new Uint8Array(Buffer.from("Organisation,Mail\nCaf\xe9,office@cafe.example\n", "latin1"));
  const page = await read(await handIn(bytes));
  assert.ok(page.includes("Read as Windows-1252"));
  assert.ok(page.includes("<bdi>Café</bdi>"));
  const spreadsheet = await send(`${here}/list`, { file: new File([Buffer.from("504b0304", "hex")], "list.xlsx") });
  assert.match(squeeze(await spreadsheet.text()), /spreadsheet.*choose “Save as”/);
  const rows = Array.from({ length: 50_000 }, (_, i) => `Club ${i},office@club${i}.example`).join("\n");
  const long = await send(`${here}/list`, { file: new File([rows], "list.csv") });
  assert.match(squeeze(await long.text()), /about 50,000 rows, and at most 5,000.*Split it/);
  const tooBig = await send(`${here}/list`, { file: new File([new Uint8Array(7 * 1024 * 1024)], "list.csv") });
  assert.equal(tooBig.status, 413);
  const unclosed = await send(`${here}/list`, { paste: 'Club;"office@club.example\n' });
  assert.ok(squeeze(await unclosed.text()).includes("Club;&quot;office@club.example"));
  assert.equal((await send(`${here}/list`, {})).status, 422);
});

test("what is in a list cannot run on the page, nor in the file of what was left out", async () => {
  const path = await handIn('Organisation,Mail\n"<script>alert(1)</script>",\n"=cmd|\' /C calc\'!A0",x@evil.test\n');
  const page = await read(path);
  assert.ok(!page.includes("<script>alert"));
  const response = await app.request(`${path}/left-out.csv`, { headers: { Cookie: cookie } });
  assert.match(response.headers.get("Content-Disposition") ?? "", /attachment/);
  assert.ok((await response.text()).includes(`"'=cmd|' /C calc'!A0"`));
});

test("opening the invitation marks nothing; a hand on the page, or the first button, does", async () => {
  const token = await invitedToken("elm");
  const page = await read(`/invited?token=${token}`);
  assert.ok(page.includes("The invitation comes from Friends of Reading Rooms."));
  assert.ok(page.includes("(<bdi>elm.example</bdi>)"));
  for (const look of ["/invited", "/invited/sign", "/invited/unsubscribe"]) await read(`${look}?token=${token}`);
  assert.equal(await stateOf("elm"), "waiting");
  const response = await post("/invited/sign", { token });
  assert.equal(response.headers.get("Location"), `/invited/sign?token=${token}`);
  assert.equal(await stateOf("elm"), "opened");
  const form = await read(`/invited/sign?token=${token}`);
  for (const known of ['value="elm Club"', 'value="office@elm.example"', 'name="kind" value="organisation"']) {
    assert.ok(form.includes(known), known);
  }
});

test("an organisation says until when it decides, declines, and wants no more mail", async () => {
  const token = await invitedToken("fir");
  assert.equal((await post("/invited/deciding", { token, until: "" })).status, 422);
  assert.equal((await post("/invited/deciding", { token, until: "2020-01-01" })).status, 422);
  const until = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  assert.equal((await post("/invited/deciding", { token, until })).status, 200);
  assert.equal(await stateOf("fir"), "deciding");
  assert.ok((await read(`/invited?token=${token}`)).includes("You said that you are deciding until"));
  assert.equal((await post("/invited/decline", { token })).status, 200);
  assert.equal(await stateOf("fir"), "declined");
  assert.equal((await post("/invited/opt-out", { token, from: "statement" })).status, 200);
  const page = await read(`/invited?token=${token}`);
  assert.ok(page.includes("You get no more mail about this."));
  assert.ok(!page.includes("office@fir.example"));
});

test("the button of a mail program unsubscribes by one post, with the token in the address alone", async () => {
  const token = await invitedToken("gorse");
  const response = await app.request(`/invited/unsubscribe?token=${token}`, {
    method: "POST",
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  assert.equal(response.status, 200);
  const gorse = { name: "Gorse", mailbox: "office@gorse.example" };
  const [again] = await opened.depositary.invitations.invite(statement.id, [gorse], BY);
  assert.equal(again?.outcome, "opted-out");
});

test("the sheet has no link that answers, and its address answers nothing", async () => {
  const token = await invitedToken("hazel");
  const page = await read(`/invited?token=${token}`);
  const sheetPath = /href="(\/invited\/sheet\?token=[^"]+)"/.exec(page)?.[1] ?? "";
  const sheet = await read(sheetPath);
  assert.ok(sheet.includes("For whoever decides at hazel Club"));
  assert.ok(sheet.includes(statement.version?.digest ?? "?"));
  assert.ok(!sheet.includes(token) && !sheet.includes("<form") && !sheet.includes("office@hazel.example"));
  const sheetToken = new URLSearchParams(sheetPath.split("?")[1]).get("token") ?? "";
  for (const act of ["sign", "decline", "opt-out", "opened", "unsubscribe"]) {
    assert.equal((await post(`/invited/${act}`, { token: sheetToken })).status, 404);
  }
  assert.equal(await stateOf("hazel"), "waiting");
});

test("an invitation is taken back once it was asked twice, and a list can be thrown away", async () => {
  const token = await invitedToken("ivy");
  const { items } = await opened.depositary.invitations.list(statement.id, { mailbox: "office@ivy.example" });
  const path = `${here}/${items[0]?.id}/take-back`;
  assert.ok((await read(path)).includes("Take the invitation of ivy Club back?"));
  assert.equal((await send(path, {})).headers.get("Location"), `${here}?done=invitationTakenBack`);
  await read(`/invited?token=${token}`, 404);
  const list = await handIn("Juniper,office@juniper.example\n");
  assert.equal((await send(`${list}/discard`, {}, list)).headers.get("Location"), `${here}?done=listDiscarded`);
  assert.equal(await stateOf("juniper"), undefined);
  assert.equal((await send(`${here}/remind`, {})).headers.get("Location"), `${here}?done=remindedNobody`);
});
