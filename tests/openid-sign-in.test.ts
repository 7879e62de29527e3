import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { SignedIn } from "./accounts.ts";
import { appOf, makeAccount, setUpAdministrator } from "./accounts.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import type { TestProvider } from "./openid-provider.ts";
import { startOpenIdProvider } from "./openid-provider.ts";

/* Signing in through an account elsewhere, at a real provider of OpenID Connect. The site stands at https://letters.example. */

const CALLBACK = "https://letters.example/sign-in/openid/callback";

let provider: TestProvider;
let place: Place;
let opened: OpenPlace;
let depositary: Depositary;
let app: Hono;
let mara: SignedIn;

before(async () => {
  provider = await startOpenIdProvider(CALLBACK);
  place = await makePlace("sqlite");
  opened = await place.open({ openIdProviders: [provider.provider()] });
  ({ depositary } = opened);
  app = appOf(depositary);
  mara = await setUpAdministrator(depositary);
});
after(async () => {
  await depositary.close();
  await place.remove();
  await provider.close();
});

const get = (path: string, cookie = "") => Promise.resolve(app.request(path, { headers: { Cookie: cookie } }));
const post = (path: string, fields: Record<string, string>, cookie = "") =>
  Promise.resolve(
    app.request(path, { method: "POST", body: new URLSearchParams(fields), headers: { Cookie: cookie } }),
  );
const cookieOf = (response: Response) => (response.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";

/** Where the page leads on to, and the cookie that holds this browser to it. */
async function goThere(response: Response): Promise<{ address: string; binding: string }> {
  assert.equal(response.status, 200);
  const address = /href="(https:\/\/localhost[^"]+)"/.exec(await response.text())?.[1]?.replaceAll("&amp;", "&") ?? "";
  return { address, binding: cookieOf(response) };
}

async function comeBack(address: string): Promise<string> {
  const back = await provider.walk(address);
  assert.equal(back.origin + back.pathname, CALLBACK);
  return back.pathname + back.search;
}

async function bindTo(who: SignedIn, account: string): Promise<Response> {
  provider.come(account);
  const fields = { csrf: who.csrf, provider: "test" };
  const { address, binding } = await goThere(await post("/admin/openid/bind", fields, who.cookie));
  return get(await comeBack(address), `${who.cookie}; ${binding}`);
}

async function signInAs(account: string): Promise<Response> {
  provider.come(account);
  const { address, binding } = await goThere(await post("/sign-in/openid", { provider: "test" }));
  return get(await comeBack(address), binding);
}

test("an account elsewhere signs nobody in before somebody who is signed in here added it", async () => {
  const page = await (await get("/sign-in")).text();
  assert.match(page, /Sign in through Test Accounts/);
  const refused = await signInAs("mara@coalition.example");
  assert.equal(refused.status, 422, "also where it goes by the very e-mail address of an account here");
  assert.equal(refused.headers.get("Set-Cookie")?.includes("__Host-undersigned"), false);
  assert.equal((await bindTo(mara, "person-1")).headers.get("Location"), "/admin/openid?done=openidBound");
  const done = await signInAs("person-1");
  assert.equal(done.headers.get("Location"), "/admin");
  const session = /__Host-undersigned=[^;,]+/.exec(done.headers.get("Set-Cookie") ?? "")?.[0] ?? "";
  assert.equal((await get("/admin/outbox", session)).status, 200);
  assert.equal((await signInAs("person-2")).status, 422);
});

test("the request carries a state, a nonce and a challenge of PKCE, and asks for no e-mail address", async () => {
  const { address } = await goThere(await post("/sign-in/openid", { provider: "test" }));
  const asked = new URL(address).searchParams;
  for (const name of ["state", "nonce", "code_challenge"]) assert.ok((asked.get(name) ?? "").length >= 20, name);
  assert.deepEqual([asked.get("code_challenge_method"), asked.get("scope")], ["S256", "openid"]);
});

test("an answer counts once, in the browser that began, and to what was begun", async () => {
  provider.come("person-1");
  const first = await goThere(await post("/sign-in/openid", { provider: "test" }));
  const answer = await comeBack(first.address);
  assert.equal((await get(answer)).status, 422, "another browser: its cookie is missing");
  const other = await goThere(await post("/sign-in/openid", { provider: "test" }));
  assert.equal((await get(answer, other.binding)).status, 422, "the cookie of another flow");
  assert.equal((await get(answer, first.binding)).status, 303);
  assert.equal((await get(answer, first.binding)).status, 422, "used up");
  const state = new URL(`https://letters.example${answer}`).searchParams.get("state") ?? "";
  const code = `/sign-in/openid/callback?code=forged&state=${encodeURIComponent(state)}`;
  assert.equal((await get(code, first.binding)).status, 422);
  assert.equal((await get("/sign-in/openid/callback?code=x&state=y")).status, 422);
});

test("what one account began to add, another cannot finish, and one account elsewhere signs in one here", async () => {
  const zoe = await makeAccount(depositary, mara, "checker");
  provider.come("person-3");
  const fields = { csrf: mara.csrf, provider: "test" };
  const { address, binding } = await goThere(await post("/admin/openid/bind", fields, mara.cookie));
  const answer = await comeBack(address);
  assert.equal((await get(answer, `${zoe.cookie}; ${binding}`)).status, 422);
  assert.deepEqual(await depositary.openIdSignIn.list(zoe.account.id), []);
  assert.equal((await bindTo(zoe, "person-1")).status, 422, "it signs in the other account already");
  assert.equal((await bindTo(zoe, "person-4")).status, 303);
});

test("adding one needs the form's own token, and to have signed in within ten minutes", async () => {
  const forged = await post("/admin/openid/bind", { csrf: "x", provider: "test" }, mara.cookie);
  assert.equal(forged.status, 403);
  await opened.store.db
    .updateTable("session")
    .set({ created_at: Date.now() - 11 * 60_000 })
    .execute();
  const stale = await post("/admin/openid/bind", { csrf: mara.csrf, provider: "test" }, mara.cookie);
  assert.match(await stale.text(), /within the last ten minutes/);
});

test("one that was taken away, or whose account is gone, signs nobody in; and it is all in the trail", async () => {
  const zoe = (await depositary.accounts.list()).find(({ role }) => role === "checker");
  const by = { kind: "administrator", id: mara.account.id, name: mara.account.name } as const;
  await depositary.accounts.remove(zoe?.id ?? "", by);
  assert.equal((await signInAs("person-4")).status, 422);
  const [bound] = await depositary.openIdSignIn.list(mara.account.id);
  await post("/admin/openid/unbind", { csrf: mara.csrf, issuer: bound?.issuer ?? "" }, mara.cookie);
  assert.equal((await signInAs("person-1")).status, 422);
  const { items } = await depositary.trail.list({ kind: "ways-in" });
  assert.deepEqual(items.map(({ act }) => act).reverse(), ["openid-bound", "openid-bound", "openid-unbound"]);
});

test("who says no there is told so, and goes on by another way", async () => {
  provider.come(null);
  const { address, binding } = await goThere(await post("/sign-in/openid", { provider: "test" }));
  const back = await get(await comeBack(address), binding);
  assert.equal(back.status, 422);
  assert.match(await back.text(), /href="\/sign-in"/);
  assert.equal((await post("/sign-in/openid", { provider: "nobody" })).status, 422);
});
