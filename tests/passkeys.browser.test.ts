import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, CDPSession, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import { createPasskeys } from "../packages/server/src/depositary/create-passkeys.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import type { Store } from "../packages/store/src/store.ts";
import { openStore } from "../packages/store/src/store.ts";
import type { SignedIn } from "./accounts.ts";
import { makeAccount, PASSWORD, setUpAdministrator } from "./accounts.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";

/* Passkeys with a real browser and the authenticator that comes with it; and what somebody tries who has none of ours. */

const FROM = { address: "192.0.2.1" };

let dataDir: string;
let server: RunningServer;
let store: Store;
let browser: Browser;
let page: Page;
let cdp: CDPSession;
let authenticatorId: string;
let mara: SignedIn;
const complaints: string[] = [];

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir, RATE_LIMIT: "off" }));
  store = await openStore({ file: join(dataDir, "undersigned.db") });
  mara = await setUpAdministrator(server.depositary);
  browser = await openBrowser();
  page = await (await browser.newContext()).newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  ({ authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  }));
});

after(async () => {
  await browser?.close();
  await store?.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const accountOf = () => server.depositary.accounts.list().then((all) => all.find(({ id }) => id === mara.account.id));

async function signInByPassword(): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${server.url}/sign-in?next=/admin/passkeys`);
  await page.getByLabel("Your e-mail address").fill(mara.account.mailbox);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${server.url}/admin/passkeys`);
}

/** Presses the button, and returns what the browser would send, which the server does not get. */
async function takeAnswer(): Promise<string> {
  await page.context().clearCookies();
  await page.goto(`${server.url}/sign-in`);
  let sent = "";
  await page.route("**/sign-in", (route) => {
    sent = new URLSearchParams(route.request().postData() ?? "").get("response") ?? "";
    return route.fulfill({ status: 200, contentType: "text/html", body: "<h1>taken</h1>" });
  });
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { name: "taken" }).waitFor();
  await page.unroute("**/sign-in");
  return sent;
}

const refused = (answer: string) =>
  assert.rejects(server.depositary.passkeys.signIn(answer, FROM), { code: "unauthenticated" });

test("a passkey is added soon after signing in, and signs in afterwards without anything typed", async () => {
  await signInByPassword();
  assert.deepEqual(await findAccessibilityFaults(page), []);
  await page.getByLabel("Name of the device").fill("my telephone");
  await page.getByRole("button", { name: "Add it now" }).click();
  await page.getByText("The passkey is added.").waitFor();
  assert.equal((await server.depositary.passkeys.list(mara.account.id))[0]?.name, "my telephone");

  await page.context().clearCookies();
  await page.goto(`${server.url}/sign-in?next=/admin/outbox`);
  assert.deepEqual(await findAccessibilityFaults(page), []);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`${server.url}/admin/outbox`);
  const sessions = await server.depositary.accounts.sessions(mara.account.id);
  assert.equal(sessions.filter(({ way }) => way === "passkey").length, 1);
});

test("an answer counts once, and for no other site", async () => {
  const answer = await takeAnswer();
  const elsewhere = createPasskeys({ store, baseUrl: "https://evil.example", clock: Date.now });
  await assert.rejects(elsewhere.signIn(answer, FROM), { code: "unauthenticated" });
  await refused(answer);
  const fresh = await takeAnswer();
  assert.ok(await server.depositary.passkeys.signIn(fresh, FROM));
  await refused(fresh);
});

test("a challenge is one of ours, and five minutes old at most", async () => {
  const late = createPasskeys({ store, baseUrl: server.url, clock: () => Date.now() + 6 * 60_000 });
  await assert.rejects(late.signIn(await takeAnswer(), FROM), { code: "unauthenticated" });
  const answer = JSON.parse(await takeAnswer());
  const client = JSON.parse(Buffer.from(answer.response.clientDataJSON, "base64url").toString());
  const other = { ...client, challenge: Buffer.alloc(32, 7).toString("base64url") };
  answer.response.clientDataJSON = Buffer.from(JSON.stringify(other)).toString("base64url");
  await refused(JSON.stringify(answer));
});

test("a passkey signs in its own account alone, and is added to that of whoever began", async () => {
  const zoe = await makeAccount(server.depositary, mara, "administrator", "zoe@coalition.example");
  const answer = JSON.parse(await takeAnswer());
  answer.response.userHandle = Buffer.from(zoe.account.id).toString("base64url");
  await refused(JSON.stringify(answer));

  await signInByPassword();
  let made = "";
  await page.route("**/admin/passkeys", (route) => {
    made = new URLSearchParams(route.request().postData() ?? "").get("response") ?? "";
    return route.fulfill({ status: 200, contentType: "text/html", body: "<h1>taken</h1>" });
  });
  await cdp.send("WebAuthn.clearCredentials", { authenticatorId });
  await server.depositary.passkeys.remove(
    mara.account,
    (await server.depositary.passkeys.list(mara.account.id))[0]?.id ?? "",
  );
  await page.getByLabel("Name of the device").fill("second");
  await page.getByRole("button", { name: "Add it now" }).click();
  await page.getByRole("heading", { name: "taken" }).waitFor();
  await page.unroute("**/admin/passkeys");
  await assert.rejects(server.depositary.passkeys.add(zoe.account, "stolen", made), { code: "not_allowed" });
  await assert.rejects(
    server.depositary.passkeys.add(mara.account, "second", made),
    { code: "not_allowed" },
    "used up",
  );
  assert.deepEqual(await server.depositary.passkeys.list(zoe.account.id), []);
});

test("a counter that does not grow is refused, and is in the trail", async () => {
  await cdp.send("WebAuthn.clearCredentials", { authenticatorId });
  await signInByPassword();
  await page.getByLabel("Name of the device").fill("my key");
  await page.getByRole("button", { name: "Add it now" }).click();
  await page.getByText("The passkey is added.").waitFor();
  for (let i = 0; i < 3; i++) await server.depositary.passkeys.signIn(await takeAnswer(), FROM);
  const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
  const credential = credentials[0];
  assert.ok(credential && credential.signCount >= 3);
  await cdp.send("WebAuthn.clearCredentials", { authenticatorId });
  await cdp.send("WebAuthn.addCredential", { authenticatorId, credential: { ...credential, signCount: 1 } });
  await refused(await takeAnswer());
  const { items } = await server.depositary.trail.list({ kind: "ways-in" });
  assert.partialDeepStrictEqual(items[0], { act: "passkey-refused", subject: "Mara Holm", detail: "my key", by: null });
});

test("a passkey that was removed signs nobody in, and the other ways in still work", async () => {
  await signInByPassword();
  await page.getByRole("button", { name: "Remove: my key" }).click();
  await page.getByText("no longer signs you in").waitFor();
  await page.context().clearCookies();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("This passkey does not sign you in here").first().waitFor();
  await signInByPassword();
});

test("whoever signed in long ago adds no passkey before signing in again", async () => {
  await signInByPassword();
  await store.db
    .updateTable("session")
    .set({ created_at: Date.now() - 11 * 60_000 })
    .execute();
  await page.reload();
  await page.getByText("you must have signed in within the last ten minutes").waitFor();
  assert.equal(await page.getByRole("button", { name: "Add it now" }).count(), 0);
  const csrf = await page.locator('input[name="csrf"]').first().inputValue();
  const begun = await page.request.post(`${server.url}/admin/passkeys/begin`, { form: { csrf } });
  assert.equal(begun.status(), 403);
  await page.getByRole("link", { name: "Sign in again" }).click();
  await page.getByLabel("Password").waitFor();
});

test("nonsense is refused like everything else, and whoever was removed has no passkey left", async () => {
  for (const nonsense of ["", "{}", "null", '{"id":"x"}', `"${"x".repeat(30_000)}"`]) await refused(nonsense);
  assert.ok(await accountOf());
  assert.deepEqual(complaints, []);
});

test("without a script there is a sentence, and no button that does nothing", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.addCookies([{ name: "undersigned", value: mara.token, url: server.url }]);
  await store.db.updateTable("session").set({ created_at: Date.now() }).execute();
  const plain = await context.newPage();
  await plain.goto(`${server.url}/admin/passkeys`);
  await plain.getByText("Passkeys need a browser").waitFor();
  assert.equal(await plain.getByRole("button", { name: "Add it now" }).isVisible(), false);
  await plain.goto(`${server.url}/sign-in?again=yes`);
  assert.equal(await plain.getByRole("button", { name: "Sign in with a passkey" }).isVisible(), false);
  await context.close();
});
