import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { TrailItem } from "../packages/server/src/depositary/trail.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import type { SignedIn } from "./accounts.ts";
import { appOf, makeAccount, setUpAdministrator } from "./accounts.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";

/* Who did what: everything is there once, in order, without a mailbox; and what a spreadsheet would run is harmless. */

for (const engine of ["sqlite", "postgres"] as const) {
  let place: Place;
  let opened: OpenPlace;
  let depositary: Depositary;
  let app: Hono;
  let mara: SignedIn;
  let by: Doer;
  let now = Date.now();

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now++ });
    ({ depositary } = opened);
    app = appOf(depositary);
    mara = await setUpAdministrator(depositary);
    by = { kind: "administrator", id: mara.account.id, name: mara.account.name };
  });
  after(async () => {
    await depositary.close();
    await place.remove();
  });

  async function everything(limit: number): Promise<TrailItem[]> {
    const all: TrailItem[] = [];
    let cursor: string | undefined;
    do {
      const page = await depositary.trail.list({ cursor, limit });
      all.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return all;
  }

  test(`${engine}: what accounts did and what was done with statements is one trail, page by page`, async () => {
    const iva = await makeAccount(depositary, mara, "initiator");
    const key = await depositary.administrators.createToken('=HYPERLINK("https://evil.example")', iva.account);
    const { id } = await depositary.drafts.create(makeDraft(), iva.account);
    await depositary.drafts.open(id, { kind: "initiator", id: iva.account.id, name: iva.account.name });
    await depositary.accounts.changeRole(iva.account.id, "checker", by);
    for (let i = 0; i < 3; i++) {
      const wrong = depositary.administrators.signInWithPassword("ada@nowhere.example", "wrong", {
        address: "192.0.2.1",
      });
      await assert.rejects(wrong);
    }
    await depositary.accounts.remove(iva.account.id, by);
    assert.equal(await depositary.administrators.checkToken(key), null);

    const all = await everything(200);
    const acts = all.map(({ act }) => act).reverse();
    assert.deepEqual(acts, [
      "set-up",
      "account-invited",
      "account-accepted",
      "token-created",
      "open",
      "role-changed",
      "sign-in-failed",
      "account-removed",
    ]);
    assert.deepEqual(await everything(1), all);
    assert.deepEqual(await everything(3), all);
    const failed = all.find(({ act }) => act === "sign-in-failed");
    assert.partialDeepStrictEqual(failed, { by: null, subject: null, detail: "password", count: 3 });
    assert.partialDeepStrictEqual(all[2], { act: "role-changed", detail: "initiator → checker", by });
    assert.doesNotMatch(JSON.stringify(all), /@|192\.0\.2/);
    const statements = await depositary.trail.list({ kind: "statements" });
    assert.deepEqual(
      statements.items.map(({ act }) => act),
      ["open"],
    );
    await assert.rejects(depositary.trail.list({ cursor: "nonsense" }), /cursor/);
  });

  test(`${engine}: the page shows it and narrows it down, and the file runs nothing`, async () => {
    const headers = { Cookie: mara.cookie };
    const page = await (await app.request("/admin/trail", { headers })).text();
    assert.ok(page.includes("changed a role") && page.includes("3 attempts to sign in failed"));
    const keys = await (await app.request("/admin/trail?kind=keys", { headers })).text();
    assert.ok(keys.includes("made a key") && !keys.includes("changed a role"));
    const file = await app.request("/admin/trail.csv", { headers });
    assert.match(file.headers.get("Content-Type") ?? "", /^text\/csv/);
    const csv = await file.text();
    assert.ok(csv.includes(`"'=HYPERLINK(""https://evil.example"")"`), csv);
    assert.doesNotMatch(csv, /(?:^|,)"[=+@]/m);
  });

  test(`${engine}: a program of an administrator reads it, one of anybody else does not`, async () => {
    const zoe = await makeAccount(depositary, mara, "checker");
    const ask = async (account: SignedIn) => {
      const key = await depositary.administrators.createToken("reads", account.account);
      return app.request("/api/v1/account-acts?limit=2", { headers: { Authorization: `Bearer ${key}` } });
    };
    const answer = JSON.parse(await (await ask(mara)).text());
    assert.equal(answer.items.length, 2);
    assert.ok(answer.next);
    assert.equal((await ask(zoe)).status, 403);
  });

  test(`${engine}: it is forgotten after its days, but for acts on statements`, async () => {
    const jobs = retentionJobs({ store: opened.store, clock: () => now + 366 * 86_400_000 });
    for (const job of jobs) await job.run(() => false);
    assert.deepEqual(
      (await everything(200)).map(({ act }) => act),
      ["open"],
    );
  });
}
