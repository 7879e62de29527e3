import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Hono } from "hono";
import { createApp } from "../packages/server/src/app.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { IdempotencyKeys } from "../packages/server/src/http/idempotency.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";
import type { Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";

/* Who gets into the administrators' pages, and who does not. The site stands at https://letters.example. */

const PASSWORD = "seven quiet benches by the river";
const MAILBOX = "ada@coalition.example";

/** No request here has a key. */
const idempotency: IdempotencyKeys = {
  claim: async () => ({ kind: "new" }),
  record: async () => undefined,
  release: async () => undefined,
};

let place: Place;
let depositary: Depositary;
let app: Hono;
/** As a browser sends it. */
let cookie: string;

before(async () => {
  place = await makePlace("sqlite");
  ({ depositary } = await place.open());
  app = createApp(depositary, { config: { trustProxy: 0 }, log: silent, limiter: unlimited, idempotency });
});

after(async () => {
  await depositary.close();
  await place.remove();
});

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return Promise.resolve(app.request(path, { headers }));
}

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return Promise.resolve(app.request(path, { method: "POST", body: new URLSearchParams(fields), headers }));
}

/** The hidden token in the forms of a page. */
function csrfOf(page: string): string {
  return /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
}

async function cookieOf(response: Response): Promise<string> {
  return (response.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
}

test("nobody signs in before the site is set up, and the set-up link must be whole", async () => {
  assert.match(await (await get("/sign-in")).text(), /not set up yet/);
  const token = (await depositary.administrators.setupToken()) ?? "";
  assert.equal((await get("/setup?token=")).status, 404);
  assert.equal((await get(`/setup?token=${token.slice(1)}`)).status, 404);
  const wrong = await post("/setup", {
    token: `${token}x`,
    name: "Eve",
    mailbox: "eve@evil.example",
    password: PASSWORD,
  });
  assert.equal(wrong.status, 404);
});

test("setting up keeps what was typed until it is right, then signs in once and for all", async () => {
  const token = (await depositary.administrators.setupToken()) ?? "";
  const typed = { token, name: "Ada Winter", mailbox: "ada@", password: PASSWORD, "organisation.name": "Coalition" };
  const refused = await post("/setup", typed);
  assert.equal(refused.status, 422);
  const page = await refused.text();
  assert.match(page, /value="Ada Winter"/);
  assert.match(page, /id="field-mailbox-error"/);
  assert.doesNotMatch(page, new RegExp(PASSWORD), "a password is never sent back");

  const done = await post("/setup", { ...typed, mailbox: MAILBOX });
  assert.equal(done.status, 303);
  assert.equal(done.headers.get("Location"), "/admin?done=welcome");
  assert.equal((await get(`/setup?token=${token}`)).status, 410);
  assert.equal((await post("/setup", { ...typed, mailbox: MAILBOX })).status, 410);
});

test("the session's cookie is for this host alone, over https, and out of reach of scripts", async () => {
  const response = await post("/sign-in", { mailbox: MAILBOX, password: PASSWORD });
  assert.equal(response.status, 303);
  const header = response.headers.get("Set-Cookie") ?? "";
  assert.match(header, /^__Host-undersigned=[^;]{20,};/);
  for (const attribute of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"])
    assert.ok(header.includes(attribute), header);
  assert.doesNotMatch(header, /Domain/i);
  cookie = await cookieOf(response);
  assert.equal((await get("/admin", { Cookie: cookie })).status, 200);
});

test("a wrong password says the same whoever it is", async () => {
  const wrong = await post("/sign-in", { mailbox: MAILBOX, password: "another one" });
  const nobody = await post("/sign-in", { mailbox: "nobody@post.example", password: "another one" });
  assert.deepEqual([wrong.status, nobody.status], [422, 422]);
  const page = await wrong.text();
  assert.equal(page.replaceAll(MAILBOX, ""), (await nobody.text()).replaceAll("nobody@post.example", ""));
  assert.match(page, /id="field-password-error"/);
});

test("a mailed code signs in; asking for one says the same whoever it is", async () => {
  const known = await (await post("/sign-in", { do: "code", mailbox: MAILBOX })).text();
  const unknown = await (await post("/sign-in", { do: "code", mailbox: "nobody@post.example" })).text();
  assert.equal(known.replaceAll(MAILBOX, ""), unknown.replaceAll("nobody@post.example", ""));
  const { items } = await depositary.outbox.list({});
  assert.deepEqual(
    items.map((mail) => mail.to),
    [MAILBOX],
  );
  const code = /\b[A-Z2-7]{4} [A-Z2-7]{4}\b/.exec(items[0]?.text ?? "")?.[0] ?? "";
  const wrong = await post("/sign-in", { do: "use-code", mailbox: MAILBOX, code: "AAAA AAAA" });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /id="field-code-error"/);
  const right = await post("/sign-in", { do: "use-code", mailbox: MAILBOX, code: code.toLowerCase() });
  assert.equal(right.headers.get("Location"), "/admin");
  assert.equal((await get("/admin", { Cookie: await cookieOf(right) })).status, 200);
});

test("whoever is not signed in is sent to sign in, and comes back to where they were going", async () => {
  const response = await get("/admin/outbox?cursor=1.a");
  assert.equal(response.headers.get("Location"), `/sign-in?next=${encodeURIComponent("/admin/outbox?cursor=1.a")}`);
  const there = await post("/sign-in", { mailbox: MAILBOX, password: PASSWORD, next: "/admin/outbox?cursor=1.a" });
  assert.equal(there.headers.get("Location"), "/admin/outbox?cursor=1.a");
});

test("signing in never leads to another site", async () => {
  for (const next of [
    "https://evil.example/",
    "//evil.example/admin",
    "/\\evil.example",
    "/admin\n//evil.example",
    "/s/x",
  ]) {
    const response = await post("/sign-in", { mailbox: MAILBOX, password: PASSWORD, next });
    assert.equal(response.headers.get("Location"), "/admin", next);
  }
});

test("a form without this session's own token does nothing", async () => {
  const statement = await depositary.drafts.create(makeDraft({ slug: "csrf" }));
  const path = `/admin/statements/${statement.id}/discard`;
  const csrf = csrfOf(await (await get(path, { Cookie: cookie })).text());
  const other = await post("/sign-in", { mailbox: MAILBOX, password: PASSWORD });
  const others = csrfOf(await (await get(path, { Cookie: await cookieOf(other) })).text());
  assert.notEqual(csrf, others);
  for (const wrong of ["", "x", others]) {
    assert.equal((await post(path, { csrf: wrong }, { Cookie: cookie })).status, 403);
  }
  const crossSite = await post(path, { csrf }, { Cookie: cookie, "Sec-Fetch-Site": "cross-site" });
  assert.equal(crossSite.status, 403);
  assert.ok(await depositary.statements.find(statement.id, { administrator: true }));
  assert.equal((await post(path, { csrf }, { Cookie: cookie })).status, 303);
  assert.equal(await depositary.statements.find(statement.id, { administrator: true }), null);
});

test("what was typed survives a session that ended, and goes on only after another press", async () => {
  const statement = await depositary.drafts.create(makeDraft({ slug: "kept" }));
  const path = `/admin/statements/${statement.id}/edit/publication`;
  const typed = { closes: "2199-01-31", visibility: "link", publishes: "", slug: "kept", do: "save", csrf: "gone" };
  const ended = await post(path, typed);
  assert.equal(ended.status, 403);
  const carried = unescapeHtml(/name="carried" value="([^"]+)"/.exec(await ended.text())?.[1] ?? "");
  const again = await post("/sign-in", { mailbox: MAILBOX, password: PASSWORD, carried });
  const page = await again.text();
  assert.match(page, new RegExp(`action="${path}"`));
  assert.match(page, /<textarea name="closes" hidden>\n2199-01-31<\/textarea>/);
  assert.equal((await depositary.drafts.get(statement.id)).closes, null, "nothing is done before that press");

  const session = await cookieOf(again);
  const resumed = await post(path, { ...typed, csrf: csrfOf(page) }, { Cookie: session });
  assert.equal(resumed.status, 303);
  assert.equal((await depositary.drafts.get(statement.id)).closes, "2199-01-31T23:59:59Z");
});

test("only a form of these pages is carried along", async () => {
  for (const action of ["https://evil.example/", "/api/v1/statements", "/admin/../sign-out", "/setup"]) {
    const carried = JSON.stringify({ action, fields: [] });
    const response = await post("/sign-in", { mailbox: MAILBOX, password: PASSWORD, carried });
    assert.equal(response.headers.get("Location"), "/admin", action);
  }
});

test("the version that is opened is the one that was read", async () => {
  const statement = await depositary.drafts.create(makeDraft({ slug: "read" }));
  const path = `/admin/statements/${statement.id}/open/sure`;
  const version = statement.version?.digest ?? "";
  const csrf = csrfOf(await (await get(`${path}?version=${version}`, { Cookie: cookie })).text());
  await depositary.drafts.replace(statement.id, makeDraft({ slug: "read", demands: [] }));
  const stale = await post(path, { csrf, version, read: "yes" }, { Cookie: cookie });
  assert.equal(stale.status, 422);
  assert.match(await stale.text(), /changed after you read it/);
  const now = (await depositary.statements.find(statement.id, { administrator: true }))?.version?.digest ?? "";
  assert.equal((await post(path, { csrf, version: now }, { Cookie: cookie })).status, 422, "the box is not ticked");
  const opened = await post(path, { csrf, version: now, read: "yes" }, { Cookie: cookie });
  assert.equal(opened.headers.get("Location"), `/admin/statements/${statement.id}?done=opened`);
  const twice = await post(path, { csrf, version: now, read: "yes" }, { Cookie: cookie });
  assert.equal(twice.headers.get("Location"), `/admin/statements/${statement.id}`, "a second press does no harm");
});

test("a statement for those with its link shows that link, which opens it and its bundle", async () => {
  const { id } = await depositary.drafts.create(makeDraft({ slug: "hidden", visibility: "link" }));
  await depositary.drafts.open(id);
  const page = await (await get(`/admin/statements/${id}`, { Cookie: cookie })).text();
  const link = new URL(/id="field-link" value="([^"]+)"/.exec(page)?.[1] ?? "");
  assert.equal((await get(link.pathname)).status, 404);
  assert.equal((await get(link.pathname + link.search)).status, 200);
  const bundle = /href="(\/api\/v1\/[^"]+\/bundle[^"]*)"/.exec(page)?.[1] ?? "";
  // There is a bundle from the first publish round on.
  while ((await depositary.logs.checkpoint(id)) === null) await setTimeout(10);
  assert.equal((await get(unescapeHtml(bundle))).status, 200);
});

test("a key for programs is shown once, works, and is taken back", async () => {
  const csrf = csrfOf(await (await get("/admin/tokens", { Cookie: cookie })).text());
  const made = await post("/admin/tokens", { csrf, label: "our website" }, { Cookie: cookie });
  const key = /id="field-token" value="([^"]+)"/.exec(await made.text())?.[1] ?? "";
  const outbox = () => get("/api/v1/outbox", { Authorization: `Bearer ${key}` });
  assert.equal((await outbox()).status, 200);
  const list = await (await get("/admin/tokens", { Cookie: cookie })).text();
  assert.ok(list.includes("our website") && !list.includes(key));
  const path = /href="(\/admin\/tokens\/[^"]+\/revoke)"/.exec(list)?.[1] ?? "";
  assert.equal((await post(path, { csrf }, { Cookie: cookie })).status, 303);
  assert.equal((await outbox()).status, 401);
});

test("signing out ends the session", async () => {
  const csrf = csrfOf(await (await get("/admin", { Cookie: cookie })).text());
  const out = await post("/sign-out", { csrf }, { Cookie: cookie });
  assert.equal(out.status, 303);
  assert.equal((await get("/admin", { Cookie: cookie })).status, 303);
});

test("no administrators' page is kept by a cache or found by a search engine", async () => {
  const session = await cookieOf(await post("/sign-in", { mailbox: MAILBOX, password: PASSWORD }));
  for (const path of [
    "/admin",
    "/admin/outbox",
    "/admin/tokens",
    "/admin/account",
    "/admin/statements/new",
    "/sign-in",
  ]) {
    const response = await get(path, path === "/sign-in" ? {} : { Cookie: session });
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("Cache-Control"), "no-store", path);
    assert.match(await response.text(), /<meta name="robots" content="noindex">/, path);
  }
  assert.equal((await get("/admin/nowhere", { Cookie: session })).status, 404);
});

function unescapeHtml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
