import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { AskingPlace } from "./asking-place.ts";
import { openAskingPlace } from "./asking-place.ts";
import { searchEverywhere } from "./search-everywhere.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`${engine}: a second representative approves`, () => {
    let place: AskingPlace;
    let statement: StatementView;
    let now = Date.now();
    let count = 0;

    before(async () => {
      place = await openAskingPlace(engine, { clock: () => (now += 1) });
      statement = await place.statement({ slug: `approved-${engine}` });
    });
    after(() => place.close());

    /** An organisation whose website says that it signs, each with a domain of its own. */
    async function organisation() {
      count += 1;
      const domain = `library${count}.example`;
      const token = await place.signConfirmed(statement, `Library ${count}`, domain);
      return { token, domain, name: `Library ${count}`, second: `treasurer@${domain}` };
    }
    const ask = (token: string, mailbox: string) => place.post("/evidence/ask", { token, kind: "approval", mailbox });
    const levelOf = async (token: string) => (await place.depositary.evidence.find(token))?.level;

    test("a colleague is asked by mail, reads what was signed, approves: level 4, and the first is told", async () => {
      const { token, domain, name, second } = await organisation();
      assert.ok((await place.read(`/evidence/others?token=${token}`)).includes("A second representative"));
      assert.deepEqual(await ask(token, second).then(({ status, location }) => [status, location]), [
        303,
        `/evidence/others?token=${token}`,
      ]);
      const asking = await place.mailed(second, "/approve");
      for (let i = 0; i < 3; i++) {
        const page = await place.read(`/approve?token=${asking}`);
        assert.ok(page.includes(`Does ${name} sign this?`) && page.includes("Reading rooms are where a town"));
        assert.ok(page.includes("Whoever signed declared to have the authority to sign for it"));
      }
      assert.equal(await levelOf(token), 3, "to open the link approves nothing");
      const yes = { token: asking, answer: "yes", role: "treasurer" };
      assert.ok((await place.post("/approve", yes)).page.includes("You have approved"));
      assert.ok((await place.post("/approve", yes)).page.includes("You have approved"));
      const view = await place.depositary.evidence.find(token);
      assert.equal(view?.level, 4);
      const approvals = view?.observations.filter(({ observation }) => observation.kind === "approval") ?? [];
      assert.deepEqual(
        approvals.map(({ observation: o }) => o.kind === "approval" && [o.domain, o.role]),
        [[domain, "treasurer"]],
      );
      assert.ok((await place.lastMail(`office@${domain}`)).includes(`${second} approved, as second representative`));
      const page = await place.read(`/evidence/others?token=${token}`);
      assert.ok(page.includes(`<bdi>${second}</bdi>: said yes on`) && !page.includes("Ask for approval"));
    });

    test("where the server was stopped between the answer and the evidence, the answer given again adds it", async () => {
      const { token, second } = await organisation();
      await ask(token, second);
      const asking = await place.mailed(second, "/approve");
      // As it is left behind: the answer is written down, and nothing else.
      await place.store.db.updateTable("asking").set({ state: "granted" }).where("state", "=", "asked").execute();
      assert.equal(await levelOf(token), 3);
      assert.ok((await place.post("/approve", { token: asking, answer: "yes" })).page.includes("You have approved"));
      assert.equal(await levelOf(token), 4);
    });

    test("the same mailbox in another spelling, another domain, and a mail service are refused, and what was typed is kept", async () => {
      const { token, domain } = await organisation();
      const refused: [string, RegExp][] = [
        [`office@${domain}`, /the same person twice/],
        [`OFFICE+board@${domain}`, /the same person twice/],
        [`o.f.f.i.c.e@${domain}`, /the same person twice/],
        [`office@mail.${domain}`, /the same person twice/],
        [`treasurer@${domain}.evil.example`, /from a mailbox at/],
        ["treasurer@gmail.com", /from a mailbox at/],
        ["treasurer", /looks like name@example.org/],
        ["", /please fill this in/],
      ];
      for (const [mailbox, words] of refused) {
        const { status, page } = await ask(token, mailbox);
        assert.equal(status, 422, mailbox);
        assert.match(page, words);
        assert.ok(page.includes(`value="${mailbox}"`), mailbox);
      }
      await assert.rejects(place.mailed(`treasurer@${domain}`, "/approve"));
    });

    test("a colleague who says no, or left: the first is told in words, nothing else happens, and can ask another", async () => {
      const { token, domain, second } = await organisation();
      await ask(token, second);
      const asking = await place.mailed(second, "/approve");
      assert.ok((await place.post("/approve", { token: asking, answer: "no" })).page.includes("You have not approved"));
      assert.equal(await levelOf(token), 3);
      assert.match(
        await place.lastMail(`office@${domain}`),
        /did not approve .* perhaps they are not with you any more/s,
      );
      assert.equal((await place.post("/approve", { token: asking, answer: "yes" })).status, 409);
      await ask(token, `chair@${domain}`);
      await place.post("/approve", { token: await place.mailed(`chair@${domain}`, "/approve"), answer: "yes" });
      assert.equal(await levelOf(token), 4);
    });

    test("who is asked last is asked alone; a question that was taken back or is late answers nothing", async () => {
      const { token, domain, second } = await organisation();
      await ask(token, second);
      const first = await place.mailed(second, "/approve");
      await ask(token, `chair@${domain}`);
      assert.ok((await place.read(`/approve?token=${first}`)).includes("has taken this question back"));
      const last = await place.mailed(`chair@${domain}`, "/approve");
      const [, id = ""] =
        /name="asking" value="([^"]+)"/.exec(await place.read(`/evidence/others?token=${token}`)) ?? [];
      const other = await organisation();
      await place.post("/evidence/take-back", { token: other.token, asking: id });
      await place.read(`/approve?token=${last}`);
      await place.post("/evidence/take-back", { token, asking: id });
      assert.equal((await place.post("/approve", { token: last, answer: "yes" })).status, 409);
      await ask(token, `secretary@${domain}`);
      const late = await place.mailed(`secretary@${domain}`, "/approve");
      now += 15 * 86_400_000;
      assert.equal((await place.post("/approve", { token: late, answer: "yes" })).status, 410);
      assert.equal(await levelOf(token), 3);
    });

    test("the code works where the mail is read elsewhere, and five wrong ones end it", async () => {
      const { token, second, name } = await organisation();
      await ask(token, second);
      const [, code = ""] = /type this code: (\w{4} \w{4})/.exec(await place.lastMail(second)) ?? [];
      const path = `/s/${statement.slug}/answer`;
      assert.ok((await place.read(path)).includes("Type the code from the mail"));
      const wrong = await place.post(path, { mailbox: second, code: "AAAA AAAA" });
      assert.equal(wrong.status, 422);
      assert.ok(wrong.page.includes("has this code") && wrong.page.includes(second));
      assert.equal((await place.post(path, { mailbox: "nobody@else.example", code })).status, 422);
      const { page } = await place.post(path, { mailbox: second, code });
      assert.ok(page.includes(`Does ${name} sign this?`));
      for (let i = 0; i < 5; i++) await place.post(path, { mailbox: second, code: "AAAA AAAA" });
      assert.ok((await place.post(path, { mailbox: second, code })).page.includes("typed wrong 5 times"));
      const by = { statement: statement.id, mailbox: second, code };
      assert.equal((await place.post("/approve", { ...by, answer: "yes" })).status, 422);
      assert.equal(await levelOf(token), 3);
    });

    test("attack: ten codes tell the same of a mailbox that was asked and of one that was not", async () => {
      const { token, second } = await organisation();
      await ask(token, second);
      const told = async (mailbox: string) => {
        const pages: string[] = [];
        for (let i = 0; i < 10; i++) {
          const { page } = await place.post(`/s/${statement.slug}/answer`, { mailbox, code: "AAAA AAAA" });
          pages.push(page.replaceAll(mailbox, ""));
        }
        return pages;
      };
      const [of, ofNobody] = [await told(second), await told("nobody@else.example")];
      assert.deepEqual(of, ofNobody);
      assert.ok(of[9]?.includes("The link in the mail still does."));
      assert.equal(await levelOf(token), 3);
    });

    test("a statement that asks for it: the signature waits, and is recorded once the colleague approves", async () => {
      const strict = await place.statement({
        terms: {
          who: ["organisation", "person"],
          leastLevel: { organisation: 4, person: 1 },
          reservations: true,
          unnamed: true,
          minimumAge: 16,
          controller: { name: "Friends", contact: "privacy@reading.example" },
          retention: { unconfirmedDays: 14, mailboxDays: 30 },
        },
      });
      const token = await place.signConfirmed(strict, "Library of Y", "y.example");
      assert.deepEqual((await place.depositary.evidence.find(token))?.waitsFor, ["approval"]);
      await ask(token, "second@y.example");
      await place.post("/approve", { token: await place.mailed("second@y.example", "/approve"), answer: "yes" });
      const view = await place.depositary.evidence.find(token);
      assert.deepEqual([view?.level, view?.waitsFor], [4, []]);
      assert.ok((await place.read(`/evidence/others?token=${token}`)).includes("said yes on"));
    });

    test("once the signature is taken back, nothing is left of the colleague, who can answer nothing", async () => {
      const { token, second } = await organisation();
      await ask(token, second);
      const asking = await place.mailed(second, "/approve");
      const holder = await place.holder(token);
      const index = "index" in holder ? holder.index : -1;
      await place.depositary.acts.erase(statement.id, index, { kind: "administrator", id: "a", name: "Administrator" });
      assert.deepEqual(await searchEverywhere(place, [second]), []);
      assert.equal((await place.post("/approve", { token: asking, answer: "yes" })).status, 404);
    });
  });
}
