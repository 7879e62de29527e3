import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import type { SignedIn } from "./accounts.ts";
import { appOf, codeTo, setUpAdministrator, signInRepresentative } from "./accounts.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

/* Who speaks for an organisation that signed, and who no longer does. */

const FROM = { address: "192.0.2.1" };

for (const engine of ["sqlite", "postgres"] as const) {
  let place: Place;
  let opened: OpenPlace;
  let depositary: Depositary;
  let app: Hono;
  let mara: SignedIn;
  let by: Doer;
  let statement: StatementView;
  let index = 0;
  let confirmToken = "";
  let manageToken = "";

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    ({ depositary } = opened);
    app = appOf(depositary);
    mara = await setUpAdministrator(depositary);
    by = { kind: "administrator", id: mara.account.id, name: mara.account.name };
    statement = await depositary.drafts.open((await depositary.drafts.create(makeDraft({ slug: "rooms" }))).id);
    ({ index, token: confirmToken } = await sign("Friends of Books", "ada@books.example"));
    manageToken = await mailedToken(depositary, "ada@books.example", "manage");
    await sign("Other House", "bo@other.example");
  });
  after(async () => {
    await depositary.close();
    await place.remove();
  });

  async function sign(name: string, mailbox: string) {
    const input = makeSignature(statement, { kind: "organisation", capacity: "institutional", name, mailbox });
    await depositary.signing.submit(statement.id, input, FROM);
    const token = await mailedToken(depositary, mailbox, "confirm");
    return { index: (await depositary.signing.confirm({ token })).index, token };
  }
  const get = (path: string, who?: SignedIn) =>
    Promise.resolve(app.request(path, { headers: who === undefined ? {} : { Cookie: who.cookie } }));
  const post = (path: string, fields: Record<string, string>, who?: SignedIn) =>
    Promise.resolve(
      app.request(path, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: who === undefined ? {} : { Cookie: who.cookie },
      }),
    );

  test(`${engine}: whoever reads a mailbox at the organisation's domain sees what it signed, and nothing of others`, async () => {
    const asked = await post("/representatives", { mailbox: "eva@books.example", do: "code" });
    assert.equal(asked.status, 200);
    const code = await codeTo(depositary, "eva@books.example");
    const entered = await post("/representatives", { mailbox: "eva@books.example", do: "use-code", code });
    assert.equal(entered.headers.get("Location"), "/representatives");
    const eva = await signInAgain("eva@books.example", entered);
    const page = await (await get("/representatives", eva)).text();
    assert.ok(page.includes("books.example") && page.includes(statement.title));
    assert.ok(!page.includes("other.example") && !page.includes("Other House"));
    const manage = await post(
      "/representatives/manage",
      { csrf: eva.csrf, statement: statement.id, index: String(index) },
      eva,
    );
    const location = manage.headers.get("Location") ?? "";
    assert.match(location, /^\/manage\?token=/);
    assert.equal((await get(location)).status, 200);
    const foreign = { csrf: eva.csrf, statement: statement.id, index: String(index + 1) };
    assert.equal((await post("/representatives/manage", foreign, eva)).status, 404);
    assert.equal((await get("/admin/outbox", eva)).status, 403);
  });

  async function signInAgain(_mailbox: string, response: Response): Promise<SignedIn> {
    const cookie = (response.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
    const session = await depositary.administrators.session(cookie.split("=")[1] ?? "");
    assert.ok(session);
    return { account: session.account, token: "", cookie, csrf: session.csrf };
  }

  test(`${engine}: a code counts once, five tries are all, and asking says the same to everybody`, async () => {
    const texts: string[] = [];
    for (const mailbox of ["zoe@books.example", "zoe@unknown.example"]) {
      const answer = await post("/representatives", { mailbox, do: "code" });
      texts.push((await answer.text()).replaceAll(mailbox, ""));
    }
    assert.equal(texts[0], texts[1]);
    const code = await codeTo(depositary, "zoe@books.example");
    await depositary.representatives.signIn("zoe@books.example", code, FROM);
    await assert.rejects(depositary.representatives.signIn("zoe@books.example", code, FROM), { code: "code_invalid" });
    await depositary.representatives.requestCode("tim@books.example", FROM);
    for (let i = 0; i < 5; i++) {
      await assert.rejects(depositary.representatives.signIn("tim@books.example", "AAAAAAAA", FROM));
    }
    const late = depositary.representatives.signIn(
      "tim@books.example",
      await codeTo(depositary, "tim@books.example"),
      FROM,
    );
    await assert.rejects(late, { code: "attempts_exhausted" });
    const mailService = await post("/representatives", { mailbox: "somebody@gmail.com", do: "code" });
    assert.equal(mailService.status, 422);
  });

  test(`${engine}: a representative who left is out at once, links and session, and the signature stays`, async () => {
    const ada = await signInRepresentative(depositary, "ada@books.example");
    assert.equal((await get(`/manage?token=${manageToken}`)).status, 200);
    assert.ok(await depositary.evidence.find(manageToken));
    const wrong = await post(
      "/admin/representatives",
      { csrf: mara.csrf, domain: "books.example", mailbox: "bo@other.example" },
      mara,
    );
    assert.equal(wrong.status, 422);

    const form = { csrf: mara.csrf, domain: "books.example", mailbox: "Ada@books.example" };
    assert.equal((await post("/admin/representatives", form, mara)).status, 303);

    assert.match(await (await get("/representatives", ada)).text(), /name="mailbox"/, "the session is over");
    for (const token of [manageToken, confirmToken]) {
      assert.equal((await get(`/manage?token=${token}`)).status, 404);
      await assert.rejects(depositary.signing.withdraw(token), { code: "token_invalid" });
      assert.equal(await depositary.evidence.find(token), null);
    }
    assert.equal((await get(`/confirm?token=${confirmToken}`)).status, 404);
    const before = (await depositary.outbox.list({ limit: 500 })).items.length;
    await depositary.representatives.requestCode("ada@books.example", FROM);
    await depositary.signing.sendManageLink(statement.id, "ada@books.example", FROM);
    assert.equal((await depositary.outbox.list({ limit: 500 })).items.length, before, "no code is mailed, and no link");
    const { items } = await depositary.statements.signatories(statement.id, {});
    assert.ok(items.some(({ name }) => name === "Friends of Books"));

    const eva = await signInRepresentative(depositary, "eva@books.example");
    const manage = await post(
      "/representatives/manage",
      { csrf: eva.csrf, statement: statement.id, index: String(index) },
      eva,
    );
    const location = manage.headers.get("Location") ?? "";
    assert.equal((await get(location)).status, 200, "others of the organisation go on");
    const forged = location.replace(/(?:~|%7E)1\./, "~2.");
    assert.notEqual(forged, location);
    assert.equal((await get(forged)).status, 404);
    const trail = await depositary.trail.list({ kind: "representatives" });
    assert.partialDeepStrictEqual(trail.items, [{ act: "representative-revoked", subject: "books.example", by }]);
  });

  test(`${engine}: a representative takes another's say only where the domain itself was proved`, async () => {
    const eva = await signInRepresentative(depositary, "ida@books.example");
    const form = { csrf: eva.csrf, mailbox: "eva@books.example" };
    await post("/representatives/revoke", form, eva);
    assert.equal(
      (await depositary.representatives.view(eva.account))?.former.length,
      1,
      "the domain is not proved yet",
    );
    await opened.store.db.updateTable("signature").set({ level: 3 }).where("idx", "=", index).execute();
    await post("/representatives/revoke", form, eva);
    assert.equal((await depositary.representatives.view(eva.account))?.former.length, 2);
    const foreign = await post("/representatives/revoke", { csrf: eva.csrf, mailbox: "bo@other.example" }, eva);
    assert.equal(foreign.status, 422);
  });

  test(`${engine}: an administrator gives the say back; old links stay closed`, async () => {
    const former = await depositary.representatives.former();
    const ada = former.find(({ named }) => named.startsWith("a"));
    const restored = await post("/admin/representatives/restore", { csrf: mara.csrf, id: ada?.id ?? "" }, mara);
    assert.equal(restored.status, 303);
    assert.equal((await depositary.representatives.former()).length, former.length - 1);
    await signInRepresentative(depositary, "ada@books.example");
    assert.equal((await get(`/manage?token=${manageToken}`)).status, 404);
    // What the page for lost links mails opens it again.
    await depositary.signing.sendManageLink(statement.id, "ada@books.example", FROM);
    const again = await mailedToken(depositary, "ada@books.example", "manage");
    assert.notEqual(again, manageToken);
    assert.equal((await get(`/manage?token=${again}`)).status, 200);
    assert.doesNotMatch(JSON.stringify(former), /ada@/);
  });

  test(`${engine}: an account that a code made goes when its sessions are over`, async () => {
    const jobs = retentionJobs({ store: opened.store, clock: () => Date.now() + 15 * 86_400_000 });
    for (const job of jobs) await job.run(() => false);
    assert.deepEqual(
      (await depositary.accounts.list()).map(({ role }) => role),
      ["administrator"],
    );
  });
}
