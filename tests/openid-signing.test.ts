import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { AskingPlace } from "./asking-place.ts";
import { openAskingPlace } from "./asking-place.ts";
import type { TestProvider } from "./openid-provider.ts";
import { startOpenIdProvider } from "./openid-provider.ts";
import { squeeze } from "./public-pages.ts";
import { searchEverywhere } from "./search-everywhere.ts";

const CALLBACK = "https://letters.example/openid/callback";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`${engine}: a person confirms with an account elsewhere`, () => {
    let accounts: TestProvider;
    let orcid: TestProvider;
    let place: AskingPlace;
    let statement: StatementView;
    let now = Date.now();

    before(async () => {
      accounts = await startOpenIdProvider(CALLBACK);
      orcid = await startOpenIdProvider(CALLBACK);
      const openIdProviders = [accounts.provider(), orcid.provider({ id: "orcid", name: "ORCID", isOrcid: true })];
      place = await openAskingPlace(engine, { openIdProviders, clock: () => now });
      statement = await place.statement();
    });

    after(async () => {
      await place.close();
      await accounts.close();
      await orcid.close();
    });

    /** Presses the button. Returns where the page leads, and the cookie that it sets. */
    async function begin(token: string, form: Record<string, string> = {}) {
      const body = new URLSearchParams({ token, provider: "test", ...form });
      const answer = await place.app.request("/evidence/account", { method: "POST", body });
      assert.equal(answer.status, 200, await answer.clone().text());
      const [, address] = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(await answer.text()) ?? [];
      const cookie = answer.headers.getSetCookie()[0] ?? "";
      return { address: (address ?? "").replaceAll("&amp;", "&"), cookie };
    }

    async function comeBack(address: URL, cookie: string): Promise<{ status: number; page: string }> {
      const headers = { cookie: cookie.split(";")[0] ?? "" };
      const answer = await place.app.request(address.pathname + address.search, { headers });
      return { status: answer.status, page: squeeze(await answer.text()) };
    }

    async function confirmWith(token: string, account: string, form: Record<string, string> = {}) {
      const provider = form.provider === "orcid" ? orcid : accounts;
      provider.come(account);
      const { address, cookie } = await begin(token, form);
      return await comeBack(await provider.walk(address), cookie);
    }

    const seenBy = async (token: string) => (await place.depositary.evidence.find(token))?.observations ?? [];

    test("it is told before what will be shown; the button leads on, with a cookie for this alone", async () => {
      const token = await place.sign(statement, { name: "Ada Winter", mailbox: "ada@post.example" });
      const page = await place.read(`/evidence/others?token=${token}`);
      assert.ok(
        page.includes(
          `Beside your name it will say: “Confirmed with a personal account at ${new URL(accounts.issuer).host}”`,
        ),
      );
      assert.ok(page.includes("Show my ORCID iD beside my name"));
      assert.ok(!/name="shown" value="yes" checked/.test(page));
      const { cookie } = await begin(token);
      assert.match(
        cookie,
        /^openid-[0-9a-f]{16}=[\w-]{43}; Max-Age=900; Path=\/openid; HttpOnly; Secure; SameSite=Lax$/,
      );
    });

    test("an account of a provider: level 2, and which account it is stands nowhere", async () => {
      const token = await place.sign(statement, { name: "Bea Sommer", mailbox: "bea@post.example" });
      const { status, page } = await confirmWith(token, "subject-of-bea");
      assert.equal(status, 200, page);
      assert.ok(page.includes("Confirmed with Test Accounts"));
      const view = await place.depositary.evidence.find(token);
      assert.equal(view?.level, 2);
      assert.deepEqual(await searchEverywhere(place, ["subject-of-bea"]), []);
      const index = view && "index" in view.holder ? view.holder.index : -1;
      const [published] = await place.depositary.evidence.published(statement.id, index);
      assert.equal(published?.observation.kind === "openid" && published.observation.issuer, accounts.issuer);
    });

    test("an ORCID iD is shown only where it is chosen, and the name is shown", async () => {
      const shown = await place.sign(statement, { name: "Cyril Gold", mailbox: "cyril@post.example" });
      await confirmWith(shown, "0000-0002-1825-0097", { provider: "orcid", shown: "yes" });
      const hidden = await place.sign(statement, { name: "Dora Silber", mailbox: "dora@post.example" });
      await confirmWith(hidden, "0000-0001-5109-3700", { provider: "orcid" });
      const unnamed = await place.sign(statement, { name: "Emil Kupfer", mailbox: "emil@post.example", named: false });
      await confirmWith(unnamed, "0000-0002-1694-233X", { provider: "orcid", shown: "yes" });
      const subjects = (await Promise.all([shown, hidden, unnamed].map(seenBy))).map(([one]) =>
        one?.observation.kind === "openid" ? one.observation.subject : null,
      );
      assert.equal(subjects[0], "0000-0002-1825-0097");
      for (const subject of subjects.slice(1)) assert.match(subject ?? "", /^[0-9a-f]{64}$/);
      assert.ok(!(await place.read(`/evidence/others?token=${unnamed}`)).includes("Show my ORCID iD"));
    });

    test("one account confirms one signature of a statement, and another one once that is taken back", async () => {
      const first = await place.sign(statement, { name: "Finn Eisen", mailbox: "finn@post.example" });
      const second = await place.sign(statement, { name: "Greta Zinn", mailbox: "greta@post.example" });
      assert.equal((await confirmWith(first, "one-account")).status, 200);
      const { status, page } = await confirmWith(second, "one-account");
      assert.equal(status, 409);
      assert.ok(page.includes("confirms another signature under this statement already"));
      assert.ok(page.includes(`href="/evidence/others?token=${second}"`));
      assert.deepEqual(await seenBy(second), []);
      assert.equal((await confirmWith(first, "one-account")).status, 200);
      assert.equal((await seenBy(first)).length, 1);
      await place.depositary.signing.withdraw(first);
      assert.equal((await confirmWith(second, "one-account")).status, 200);
    });

    test("denied, replayed, expired, from another browser, of another issuer, unknown: each is told, and nothing is lost", async () => {
      const token = await place.sign(statement, { name: "Hans Blei", mailbox: "hans@post.example" });
      const wayBack = `href="/evidence/others?token=${token}"`;
      accounts.come(null);
      let flow = await begin(token);
      let answer = await comeBack(await accounts.walk(flow.address), flow.cookie);
      assert.equal(answer.status, 400);
      assert.ok(answer.page.includes("You did not agree at Test Accounts") && answer.page.includes(wayBack));
      accounts.come("hans");

      flow = await begin(token);
      const back = await accounts.walk(flow.address);
      answer = await comeBack(back, "");
      assert.ok(answer.page.includes("begun in another browser") && !answer.page.includes(token), "no token to others");
      answer = await comeBack(back, flow.cookie.replace(/=[\w-]{43}/, `=${"A".repeat(43)}`));
      assert.ok(answer.page.includes("begun in another browser"));

      const mixed = new URL(back);
      mixed.searchParams.set("iss", "https://accounts.evil.example");
      answer = await comeBack(mixed, flow.cookie);
      assert.ok(answer.page.includes("not an answer to what was asked") && answer.page.includes(wayBack));
      answer = await comeBack(back, flow.cookie);
      assert.ok(answer.page.includes("taken already"), "each answer counts once, whatever came of it");

      flow = await begin(token);
      const late = await accounts.walk(flow.address);
      now += 16 * 60_000;
      answer = await comeBack(late, flow.cookie);
      assert.ok(answer.page.includes("longer than 15 minutes") && answer.page.includes(wayBack));
      answer = await comeBack(new URL(`${CALLBACK}?state=none&code=x`), "");
      assert.ok(answer.page.includes("belongs to nothing that was begun here"));
      assert.deepEqual(await seenBy(token), []);
      assert.equal((await confirmWith(token, "hans")).status, 200);
    });

    test("a provider that is down is told, and an organisation has no account", async () => {
      const gone = await startOpenIdProvider(CALLBACK);
      const other = await openAskingPlace(engine, { openIdProviders: [gone.provider()] });
      try {
        await gone.close();
        const letter = await other.statement();
        const token = await other.sign(letter, { name: "Ida Stahl", mailbox: "ida@post.example" });
        const { status, page } = await other.post("/evidence/account", { token, provider: "test" });
        assert.equal(status, 503);
        assert.ok(page.includes("Test Accounts does not answer just now"), page);
      } finally {
        await other.close();
      }
      const office = await place.signConfirmed(statement, "Library of X", "x.example");
      assert.equal((await place.post("/evidence/account", { token: office, provider: "test" })).status, 403);
    });
  });
}
