import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { AskingPlace } from "./asking-place.ts";
import { openAskingPlace } from "./asking-place.ts";
import { MARKDOWN } from "./depositary.ts";
import { searchEverywhere } from "./search-everywhere.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`${engine}: an organisation without a domain of its own is vouched for`, () => {
    let place: AskingPlace;
    let statement: StatementView;
    let voucher: string;
    let now = Date.now();

    before(async () => {
      place = await openAskingPlace(engine, { clock: () => (now += 1) });
      statement = await place.statement({ slug: `vouched-${engine}` });
      voucher = await place.signConfirmed(statement, "Library of X", "x.example");
    });
    after(() => place.close());

    const sign = (name: string, mailbox: string) =>
      place.sign(statement, { kind: "organisation", capacity: "institutional", name, mailbox, noDomain: true });
    const ask = (token: string, wanted: string) =>
      place.post("/evidence/ask", { token, kind: "vouch", voucher: wanted });
    const viewOf = async (token: string) => await place.depositary.evidence.find(token);

    test("it waits, chooses from the list who vouches, and is recorded with exactly the words that they gave", async () => {
      const token = await sign("Friends of the Lane", "friends.lane@gmail.com");
      assert.deepEqual((await viewOf(token))?.waitsFor, ["evidence"]);
      const page = await place.read(`/evidence/others?token=${token}`);
      assert.ok(page.includes("Library of X (x.example)"), page);
      const { index } = (await place.holder(voucher)) as { index: number };
      assert.equal((await ask(token, String(index))).status, 303);
      const asking = await place.mailed("office@x.example", "/vouch");
      const asked = await place.read(`/vouch?token=${asking}`);
      assert.ok(
        asked.includes("Friends of the Lane asks you to vouch") && asked.includes("which Library of X signed too"),
      );
      assert.ok(asked.includes("We know this organisation, and it is what it says."));
      assert.deepEqual((await viewOf(token))?.waitsFor, ["evidence"], "to open the link vouches for nothing");

      const words = "Neighbours since 1998: they run the <reading room> at the lane.";
      const yes = { token: asking, answer: "yes", words };
      assert.ok((await place.post("/vouch", yes)).page.includes("You vouch for Friends of the Lane"));
      assert.ok((await place.post("/vouch", yes)).page.includes("You vouch for Friends of the Lane"));
      const view = await viewOf(token);
      assert.deepEqual([view?.level, view?.waitsFor, view?.domain], [1, [], null]);
      const said = view?.observations.map(({ observation: o }) => o.kind === "vouch" && { by: o.by, words: o.words });
      assert.deepEqual(said, [{ by: { name: "Library of X", domain: "x.example", index }, words }]);
      assert.ok(
        (await place.lastMail("friends.lane@gmail.com")).includes("Library of X vouched for your organisation"),
      );
    });

    test("by its domain too; only who signed here and is confirmed from its own domain; what was typed is kept", async () => {
      const token = await sign("Singers of the Square", "singers@gmail.com");
      await place.sign(statement, {
        kind: "organisation",
        capacity: "institutional",
        name: "Y",
        mailbox: "office@y.example",
      });
      for (const wanted of ["y.example", "nobody.example", "999", ""]) {
        assert.equal((await ask(token, wanted)).status, 422, wanted);
      }
      assert.equal((await ask(voucher, "x.example")).status, 422, "one with a domain needs nobody");
      assert.equal((await ask(token, " X.example ")).status, 303);
      await place.mailed("office@x.example", "/vouch");
    });

    test("words are wanted, 300 characters at most, and nothing is lost when they are too many", async () => {
      const token = await sign("Weavers", "weavers@gmail.com");
      await ask(token, "x.example");
      const asking = await place.mailed("office@x.example", "/vouch");
      for (const words of ["", "x".repeat(301)]) {
        const { status, page } = await place.post("/vouch", { token: asking, answer: "yes", words });
        assert.equal(status, 422);
        if (words !== "") assert.ok(page.includes(words));
      }
      assert.equal((await place.post("/vouch", { token: asking, answer: "yes", words: "x".repeat(300) })).status, 200);
      assert.deepEqual((await viewOf(token))?.waitsFor, []);
    });

    test("where the text changed meanwhile, the voucher is told that, in words of its own, and nothing is vouched for", async () => {
      const changing = await place.statement({ slug: `changing-${engine}` });
      const club = { kind: "organisation", capacity: "institutional" } as const;
      await place.signConfirmed(changing, "Library of V", "v.example");
      const token = await place.sign(changing, {
        ...club,
        name: "Ramblers",
        mailbox: "ramblers@gmail.com",
        noDomain: true,
      });
      await place.post("/evidence/ask", { token, kind: "vouch", voucher: "v.example" });
      const asking = await place.mailed("office@v.example", "/vouch");
      const { nextVersions } = place.depositary;
      const texts = [{ lang: "en", markdown: `${MARKDOWN}- And on Fridays.\n`, authentic: true }];
      const draft = { ...(await nextVersions.begin(changing.id)), texts };
      await nextVersions.replace(changing.id, draft);
      await nextVersions.open(changing.id, (await nextVersions.preview(changing.id, draft)).version?.digest ?? "");
      for (let i = 0; i < 2; i++) {
        const { status, page } = await place.post("/vouch", { token: asking, answer: "yes", words: "We know them." });
        assert.equal(status, 409);
        assert.ok(page.includes("The text changed after Ramblers asked to sign it"), page);
        assert.ok(page.includes("let them ask you again"));
      }
      assert.deepEqual((await viewOf(token))?.observations, []);
    });

    test("who does not vouch gives no reason, and the one that asked is told and goes on waiting", async () => {
      const token = await sign("Chess Club", "chess@gmail.com");
      await ask(token, "x.example");
      const asking = await place.mailed("office@x.example", "/vouch");
      assert.ok((await place.post("/vouch", { token: asking, answer: "no" })).page.includes("You do not vouch"));
      assert.deepEqual((await viewOf(token))?.waitsFor, ["evidence"]);
      assert.match(await place.lastMail("chess@gmail.com"), /Library of X did not vouch/);
    });

    test("a word can be taken back: it stays with its day, and so does that it was taken back", async () => {
      const token = await sign("Gardeners", "gardeners@gmail.com");
      await ask(token, "x.example");
      const asking = await place.mailed("office@x.example", "/vouch");
      await place.post("/vouch", { token: asking, answer: "yes", words: "We know them." });
      const { page } = await place.post("/vouch", { token: asking, answer: "no" });
      assert.ok(page.includes("You have taken back your word for Gardeners"), page);
      await place.post("/vouch", { token: asking, answer: "no" });
      const view = await viewOf(token);
      assert.deepEqual(
        view?.observations.map(({ observation: { kind } }) => kind),
        ["vouch", "gone"],
      );
      assert.deepEqual(view?.waitsFor, []);
    });

    test("once the voucher’s own signature is taken back it vouches for nobody new", async () => {
      const other = await place.statement({ slug: `ended-${engine}` });
      const z = await place.signConfirmed(other, "Library of Z", "z.example");
      const token = await place.sign(other, {
        ...{ kind: "organisation", capacity: "institutional", name: "Painters" },
        ...{ mailbox: "painters@gmail.com", noDomain: true },
      });
      await place.post("/evidence/ask", { token, kind: "vouch", voucher: "z.example" });
      const asking = await place.mailed("office@z.example", "/vouch");
      await place.depositary.signing.withdraw(z);
      assert.equal((await place.post("/vouch", { token: asking, answer: "yes", words: "We know them." })).status, 409);
      assert.ok((await place.read(`/evidence/others?token=${token}`)).includes("is confirmed from its own domain yet"));
    });

    test("one that gives up waiting leaves nothing of whom it asked", async () => {
      const token = await sign("Quirrelmen", "quirrelmen@gmail.com");
      await ask(token, "x.example");
      await place.depositary.signing.decline(token);
      assert.deepEqual(await searchEverywhere(place, ["quirrelmen"]), []);
    });
  });
}
