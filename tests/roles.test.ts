import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { inspectRoutes } from "hono/dev";
import { findApiAct } from "../packages/server/src/api/route-acts.ts";
import type { Account } from "../packages/server/src/depositary/administrators.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Role } from "../packages/server/src/depositary/roles.ts";
import { ACTS, ROLES, reachOf } from "../packages/server/src/depositary/roles.ts";
import { findAdminAct } from "../packages/server/src/pages/admin/route-acts.ts";
import type { SignedIn } from "./accounts.ts";
import { appOf, makeAccount, setUpAdministrator, signInRepresentative } from "./accounts.ts";
import type { Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";

/* The table of roles, held against every route that is mounted: a new route without an act fails here. */

type Route = { readonly method: string; readonly path: string };

const LEAVES_ALONE = new Set(["/sign-out", "/admin/sessions/revoke-others"]);

let place: Place;
let depositary: Depositary;
let app: Hono;
let administrator: SignedIn;
const accounts = new Map<Role, SignedIn>();
const tokens = new Map<Role, string>();

before(async () => {
  place = await makePlace("sqlite");
  ({ depositary } = await place.open());
  app = appOf(depositary);
  administrator = await setUpAdministrator(depositary);
  for (const role of ROLES) {
    const signedIn = await signInAs(role);
    accounts.set(role, signedIn);
    tokens.set(role, await depositary.administrators.createToken(`of ${role}`, signedIn.account));
  }
});
after(async () => {
  await depositary.close();
  await place.remove();
});

async function signInAs(role: Role): Promise<SignedIn> {
  if (role === "administrator") return administrator;
  if (role !== "representative") return makeAccount(depositary, administrator, role);
  return signInRepresentative(depositary, "office@reading.example");
}

/** Every route that somebody mounted, but for what stands before the routes of others. */
function mounted(begins: RegExp): Route[] {
  const seen = new Map<string, Route>();
  for (const { method, path, isMiddleware } of inspectRoutes(app)) {
    if (isMiddleware || path.includes("*") || !begins.test(path)) continue;
    seen.set(`${method} ${path}`, { method, path });
  }
  return [...seen.values()];
}

const pages = () => mounted(/^\/(?:admin(?:\/|$)|sign-out|representatives\/)/);
const endpoints = () => mounted(/^\/api\//);

/** An address of the route: about this statement, and about nothing else that is there. */
function addressOf(path: string, statement: string): string {
  const id = path.startsWith("/admin/statements/") || path.startsWith("/api/v1/statements/") ? statement : "nothing";
  return path
    .replace(":id", id)
    .replace(":index", "900")
    .replaceAll(/:[a-z]+/gi, "1");
}

async function openStatement(assignedTo: Account | null): Promise<string> {
  const { id } = await depositary.drafts.create(makeDraft({ slug: `s${Math.random().toString(36).slice(2)}` }));
  await depositary.drafts.open(id);
  if (assignedTo !== null) {
    await depositary.accounts.assign(assignedTo.id, id, { kind: "administrator", ...administrator.account });
  }
  return id;
}

function visit({ method }: Route, address: string, { cookie, csrf }: SignedIn): Promise<Response> {
  const body = method === "GET" ? null : new URLSearchParams({ csrf });
  return Promise.resolve(app.request(address, { method, headers: { Cookie: cookie }, body }));
}

function call({ method }: Route, address: string, token: string | undefined): Promise<Response> {
  const authorization: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const headers = { "Content-Type": "application/json", ...authorization };
  return Promise.resolve(app.request(address, { method, headers, body: method === "GET" ? null : "{}" }));
}

test("every administrators' page and every endpoint has an act", () => {
  assert.ok(pages().length > 40 && endpoints().length > 25, `${pages().length} and ${endpoints().length}`);
  for (const { path } of pages()) assert.ok(findAdminAct(path), `${path} has no act in pages/admin/route-acts.ts`);
  for (const { method, path } of endpoints()) {
    assert.ok(findApiAct(method, path), `${method} ${path} has no act in api/route-acts.ts`);
  }
});

test("an administrator may everything, everybody something, and no act is for nobody", () => {
  for (const act of ACTS) assert.ok(reachOf("administrator", act) !== null, act);
  for (const role of ROLES) assert.equal(reachOf(role, "account"), "own");
  const of = (role: Role) => ACTS.filter((act) => reachOf(role, act) !== null);
  assert.deepEqual(of("checker"), ["account", "list", "review", "dispute"]);
  assert.deepEqual(of("representative"), ["account", "represent"]);
  assert.ok(!of("initiator").includes("depositary") && !of("initiator").includes("dispute"));
});

for (const role of ROLES) {
  test(`pages let the ${role} do what the table says, and nothing else`, async () => {
    const signedIn = accounts.get(role) as SignedIn;
    for (const route of pages()) {
      if (LEAVES_ALONE.has(route.path)) continue;
      const reach = reachOf(role, findAdminAct(route.path) ?? "depositary");
      const own = await openStatement(signedIn.account);
      const { status } = await visit(route, addressOf(route.path, own), signedIn);
      const told = `${role}: ${route.method} ${route.path} answered ${status}`;
      if (reach === null) assert.equal(status, 403, told);
      else assert.ok(status < 500 && status !== 403 && status !== 401, told);
      if (reach !== "assigned" || !route.path.includes("/statements/:id")) continue;
      const others = await openStatement(null);
      assert.equal((await visit(route, addressOf(route.path, others), signedIn)).status, 404, told);
    }
  });

  test(`the API lets a token of the ${role} do what the table says, and nothing else`, async () => {
    const { account } = accounts.get(role) as SignedIn;
    for (const route of endpoints()) {
      const act = findApiAct(route.method, route.path) ?? "depositary";
      if (act === "anybody") continue;
      const reach = reachOf(role, act);
      const own = await openStatement(account);
      const { status } = await call(route, addressOf(route.path, own), tokens.get(role));
      const told = `${role}: ${route.method} ${route.path} answered ${status}`;
      if (reach === null) assert.equal(status, 403, told);
      else assert.ok(status < 500 && status !== 403 && status !== 401, told);
      assert.equal((await call(route, addressOf(route.path, own), undefined)).status, 401, `without a token: ${told}`);
      if (reach !== "assigned" || !route.path.includes("/statements/:id")) continue;
      const others = await openStatement(null);
      assert.equal((await call(route, addressOf(route.path, others), tokens.get(role))).status, 404, told);
    }
  });
}

test("nobody who is not signed in gets into any of these pages", async () => {
  for (const route of pages()) {
    const id = await openStatement(null);
    const { status } = await visit(route, addressOf(route.path, id), { ...administrator, cookie: "" });
    assert.equal(status, route.method === "GET" ? 303 : 403, `${route.method} ${route.path}`);
  }
});

test("an initiator sees the statements that are assigned to it, and no other draft, link or list entry", async () => {
  const initiator = accounts.get("initiator") as SignedIn;
  const own = await openStatement(initiator.account);
  const draft = await depositary.drafts.create(makeDraft({ slug: "of-others" }));
  const token = tokens.get("initiator");
  const home = await visit({ method: "GET", path: "/admin" }, "/admin", initiator);
  const page = await home.text();
  assert.ok(page.includes(`/admin/statements/${own}`) && !page.includes(draft.id));
  const get = (path: string) => call({ method: "GET", path }, path, token);
  const listed: { items: { id: string }[] } = JSON.parse(await (await get("/api/v1/statements?limit=100")).text());
  assert.ok(listed.items.some(({ id }) => id === own) && !listed.items.some(({ id }) => id === draft.id));
  assert.equal((await get(`/api/v1/statements/${draft.id}`)).status, 404);
  const begun = await depositary.drafts.create(makeDraft({ slug: "begun" }), initiator.account);
  assert.equal((await get(`/api/v1/statements/${begun.id}`)).status, 200, "it may see what it began");
});

test("a checker finds disputes and what waits, and no draft", async () => {
  const checker = accounts.get("checker") as SignedIn;
  const id = await openStatement(null);
  const draft = await depositary.drafts.create(makeDraft({ slug: "not-for-checkers", texts: [] }));
  const page = await (await visit({ method: "GET", path: "" }, "/admin", checker)).text();
  assert.ok(page.includes(`/admin/statements/${id}/disputes`) && page.includes(`/admin/statements/${id}/waiting`));
  assert.ok(!page.includes(draft.id));
  for (const part of ["disputes", "waiting"]) {
    const opened = await visit({ method: "GET", path: "" }, `/admin/statements/${id}/${part}`, checker);
    assert.equal(opened.status, 200);
    // Its way up is the list: the statement's own page is for those who run it.
    assert.ok(!(await opened.text()).includes(`href="/admin/statements/${id}"`), part);
  }
});

test("what an initiator is shown leads to no page that is not for it", async () => {
  const initiator = accounts.get("initiator") as SignedIn;
  const id = await openStatement(initiator.account);
  const page = await (await visit({ method: "GET", path: "" }, `/admin/statements/${id}`, initiator)).text();
  const paths = [...page.matchAll(/href="(\/admin[^"#]*)"/g)].map(([, path = ""]) => path);
  assert.ok(paths.length > 3);
  for (const path of new Set(paths)) {
    assert.notEqual((await visit({ method: "GET", path: "" }, path, initiator)).status, 403, path);
  }
});

test("an initiator sees and takes back its own keys alone", async () => {
  const initiator = accounts.get("initiator") as SignedIn;
  const page = await (await visit({ method: "GET", path: "" }, "/admin/tokens", initiator)).text();
  assert.ok(page.includes("of initiator") && !page.includes("of administrator"));
  const all = await depositary.administrators.listTokens();
  const other = all.find(({ label }) => label === "of administrator");
  await visit({ method: "POST", path: "" }, `/admin/tokens/${other?.id}/revoke`, initiator);
  assert.ok(await depositary.administrators.checkToken(tokens.get("administrator") ?? ""));
});
