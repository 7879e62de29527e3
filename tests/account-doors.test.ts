import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { SignedIn } from "./accounts.ts";
import { appOf, invitationOf, makeAccount, PASSWORD, setUpAdministrator, signedIn } from "./accounts.ts";
import type { Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";

/* Being invited, leaving, sessions; and what somebody tries who has no account, or had one. */

for (const engine of ["sqlite", "postgres"] as const) {
  let place: Place;
  let depositary: Depositary;
  let app: Hono;
  let mara: SignedIn;
  let by: Doer;

  before(async () => {
    place = await makePlace(engine);
    ({ depositary } = await place.open());
    app = appOf(depositary);
    mara = await setUpAdministrator(depositary);
    by = { kind: "administrator", id: mara.account.id, name: mara.account.name };
  });
  after(async () => {
    await depositary.close();
    await place.remove();
  });

  const get = (path: string, who?: SignedIn) =>
    Promise.resolve(app.request(path, { headers: who === undefined ? {} : { Cookie: who.cookie } }));
  const post = (path: string, fields: Record<string, string>, cookie = "") =>
    Promise.resolve(
      app.request(path, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { Cookie: cookie, "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/1 Firefox/146.0" },
      }),
    );
  const cookieOf = (response: Response) => (response.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";

  test(`${engine}: an invitation is mailed, shown by its link, and makes the account by a button, once`, async () => {
    const form = { csrf: mara.csrf, name: "Iva Berg", mailbox: "Iva@Coalition.example", role: "initiator" };
    assert.equal((await post("/admin/accounts", { ...form, role: "" }, mara.cookie)).status, 422);
    const sent = await post("/admin/accounts", form, mara.cookie);
    assert.equal(sent.headers.get("Location"), "/admin/accounts?done=invited");
    const token = await invitationOf(depositary, "iva@coalition.example");
    const page = await (await get(`/account-invitation?token=${token}`)).text();
    assert.ok(page.includes("Iva Berg") && page.includes("initiator"));
    assert.equal((await depositary.accounts.list()).length, 1, "looking at it makes nothing");

    const weak = await post("/account-invitation", { token, password: "short" });
    assert.equal(weak.status, 422);
    const presses = await Promise.all([1, 2].map(() => post("/account-invitation", { token, password: PASSWORD })));
    assert.equal(presses.filter(({ status }) => status === 303).length, 1);
    assert.equal((await get(`/account-invitation?token=${token}`)).status, 410);
    const made = (await depositary.accounts.list()).find(({ name }) => name === "Iva Berg");
    assert.equal(made?.role, "initiator");
    const again = await post("/admin/accounts", form, mara.cookie);
    assert.equal(again.status, 422, "one mailbox has one account");
    assert.match(await again.text(), /already/);
  });

  test(`${engine}: an invitation that was taken back, or sent anew, opens nothing`, async () => {
    const input = { name: "Nils Dahl", mailbox: "nils@coalition.example", role: "checker" } as const;
    await depositary.accounts.invite(input, by);
    const first = await invitationOf(depositary, input.mailbox);
    await depositary.accounts.invite(input, by);
    const second = await invitationOf(depositary, input.mailbox);
    assert.notEqual(first, second);
    assert.equal(await depositary.accounts.invitation(first), null);
    const [waiting] = await depositary.accounts.invitations();
    await post(`/admin/accounts/invitations/${waiting?.id}/revoke`, { csrf: mara.csrf }, mara.cookie);
    assert.equal((await post("/account-invitation", { token: second, password: PASSWORD })).status, 410);
  });

  test(`${engine}: whoever left is out at once: pages, forms under way, keys, codes, password`, async () => {
    const gone = await makeAccount(depositary, mara, "administrator", "left@coalition.example");
    const other = await depositary.administrators.signInWithPassword("left@coalition.example", PASSWORD, {
      address: "192.0.2.7",
    });
    const key = await depositary.administrators.createToken("of one who left", gone.account);
    await depositary.accounts.invite(
      { name: "A friend", mailbox: "friend@evil.example", role: "administrator" },
      {
        kind: "administrator",
        ...gone.account,
      },
    );
    const friend = await invitationOf(depositary, "friend@evil.example");
    assert.equal((await get("/admin/outbox", gone)).status, 200);

    const path = `/admin/accounts/${gone.account.id}/remove`;
    assert.equal((await get(path, mara)).status, 200);
    assert.equal((await post(path, { csrf: mara.csrf }, mara.cookie)).status, 303);

    assert.equal((await get("/admin/outbox", gone)).status, 303);
    assert.equal((await post("/admin/accounts", { csrf: gone.csrf }, gone.cookie)).status, 403);
    assert.equal(await depositary.administrators.session(other.token), null);
    const outbox = await app.request("/api/v1/outbox", { headers: { Authorization: `Bearer ${key}` } });
    assert.equal(outbox.status, 401);
    const again = await post("/sign-in", { mailbox: "left@coalition.example", password: PASSWORD });
    assert.equal(again.status, 422);
    assert.equal((await post("/account-invitation", { token: friend, password: PASSWORD })).status, 410);
  });

  test(`${engine}: another role holds from the next request on, and ends the sessions`, async () => {
    const one = await makeAccount(depositary, mara, "administrator", "less@coalition.example");
    const key = await depositary.administrators.createToken("less", one.account);
    await post(`/admin/accounts/${one.account.id}/role`, { csrf: mara.csrf, role: "checker" }, mara.cookie);
    assert.equal((await get("/admin/outbox", one)).status, 303);
    const outbox = await app.request("/api/v1/outbox", { headers: { Authorization: `Bearer ${key}` } });
    assert.equal(outbox.status, 403);
  });

  test(`${engine}: the last administrator can neither go nor become something else`, async () => {
    const id = mara.account.id;
    const others = (await depositary.accounts.list()).filter((one) => one.role === "administrator" && one.id !== id);
    for (const other of others) await depositary.accounts.remove(other.id, by);
    const removed = await post(`/admin/accounts/${id}/remove`, { csrf: mara.csrf }, mara.cookie);
    assert.equal(removed.status, 422);
    assert.match(await removed.text(), /last administrator/);
    assert.equal(
      (await post(`/admin/accounts/${id}/role`, { csrf: mara.csrf, role: "checker" }, mara.cookie)).status,
      422,
    );
    assert.equal((await get("/admin/outbox", mara)).status, 200);
  });

  test(`${engine}: sessions are listed without an address, and are ended one by one or all but this one`, async () => {
    const zoe = await makeAccount(depositary, mara, "checker", "zoe@coalition.example");
    const more = await Promise.all(
      [1, 2, 3].map(async () =>
        signedIn(
          depositary,
          (
            await depositary.administrators.signInWithPassword("zoe@coalition.example", PASSWORD, {
              address: "192.0.2.9",
            })
          ).token,
        ),
      ),
    );
    const page = await (await get("/admin/sessions", zoe)).text();
    assert.ok(page.includes("Firefox on Linux") && page.includes("by the invitation") && page.includes("by password"));
    assert.ok(!page.includes("192.0.2."));
    const [second] = await depositary.accounts.sessions(zoe.account.id);
    const mine = await depositary.administrators.session(zoe.token);
    const foreign = await post(`/admin/sessions/${mine?.id}/revoke`, { csrf: mara.csrf }, mara.cookie);
    assert.equal(foreign.status, 303);
    assert.equal((await get("/admin/sessions", zoe)).status, 200, "another's session is not ended");
    assert.ok(second);
    await post("/admin/sessions/revoke-others", { csrf: zoe.csrf }, zoe.cookie);
    assert.equal((await depositary.accounts.sessions(zoe.account.id)).length, 1);
    assert.equal((await get("/admin/account", zoe)).status, 200);
    for (const one of more) assert.equal((await get("/admin/account", one)).status, 303);
  });

  test(`${engine}: a cookie that was planted before signing in opens nothing afterwards`, async () => {
    const planted = `__Host-undersigned=${"A".repeat(43)}`;
    const fresh = await post("/sign-in", { mailbox: "mara@coalition.example", password: PASSWORD }, planted);
    const session = cookieOf(fresh);
    assert.ok(session !== "" && session !== planted);
    assert.equal((await get("/admin", { ...mara, cookie: planted })).status, 303);
    const second = await post("/sign-in", { mailbox: "mara@coalition.example", password: PASSWORD }, session);
    assert.equal((await get("/admin", { ...mara, cookie: session })).status, 303, "the session before is ended");
    assert.equal((await get("/admin", { ...mara, cookie: cookieOf(second) })).status, 200);
  });

  test(`${engine}: ten tries of a code open nothing, and answer the same with and without an account`, async () => {
    const answers: string[][] = [];
    for (const mailbox of ["mara@coalition.example", "nobody@coalition.example"]) {
      await post("/sign-in", { do: "code", mailbox });
      const told: string[] = [];
      for (let i = 0; i < 10; i++) {
        const answer = await post("/sign-in", { do: "use-code", mailbox, code: "AAAA AAAA" });
        told.push(`${answer.status} ${(await answer.text()).replaceAll(mailbox, "")}`);
      }
      answers.push(told);
    }
    assert.deepEqual(answers[0], answers[1]);
    const { items } = await depositary.outbox.list({ limit: 20 });
    const mail = items.find(({ to }) => to === "mara@coalition.example");
    const code = /\b[A-Z2-7]{4} [A-Z2-7]{4}\b/.exec(mail?.text ?? "")?.[0] ?? "";
    const late = await post("/sign-in", { do: "use-code", mailbox: "mara@coalition.example", code });
    assert.equal(late.status, 422, "after ten tries also the right code is too late");
  });
}
