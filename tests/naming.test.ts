import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { AskingPlace } from "./asking-place.ts";
import { openAskingPlace } from "./asking-place.ts";
import { makeDraft, makeSignature } from "./depositary.ts";
import { searchEverywhere } from "./search-everywhere.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`${engine}: an organisation names its people`, () => {
    let place: AskingPlace;
    let statement: StatementView;
    let office: string;
    let now = Date.now();

    before(async () => {
      place = await openAskingPlace(engine, { clock: () => (now += 1) });
      statement = await place.statement({ slug: `named-${engine}` });
      office = await place.signConfirmed(statement, "Library of X", "x.example");
    });
    after(() => place.close());

    const name = (mailbox: string) => place.post("/evidence/ask", { token: office, kind: "naming", person: mailbox });
    const levelOf = async (token: string) => (await place.depositary.evidence.find(token))?.level;
    const askingOf = async (mailbox: string) => {
      const rows = (await place.depositary.askings.desk(office)).askings;
      return rows.find((one) => one.mailbox === mailbox)?.id ?? "";
    };

    test("somebody who signed already agrees: level 3, named by the organisation", async () => {
      const token = await place.sign(statement, { name: "Ada Winter", mailbox: "ada@home.example" });
      assert.equal((await name("ada@home.example")).status, 303);
      const link = await place.mailed("ada@home.example", "/named");
      const page = await place.read(`/named?token=${link}`);
      assert.ok(page.includes("Library of X names you as one of its people") && page.includes("You need not sign"));
      assert.equal(await levelOf(token), 1, "to open the link agrees to nothing");
      const { page: done } = await place.post("/named", { token: link, answer: "yes" });
      assert.ok(done.includes("“Named by Library of X” stands beside your signature"), done);
      await place.post("/named", { token: link, answer: "yes" });
      const view = await place.depositary.evidence.find(token);
      assert.equal(view?.level, 3);
      const { index } = (await place.holder(office)) as { index: number };
      assert.deepEqual(
        view?.observations.map(({ observation: o }) => o.kind === "named" && o.by),
        [{ name: "Library of X", domain: "x.example", index }],
      );
    });

    test("somebody who has not signed agrees first, and is named when they sign with that address", async () => {
      await name("bea@home.example");
      const link = await place.mailed("bea@home.example", "/named");
      const { page } = await place.post("/named", { token: link, answer: "yes" });
      assert.ok(page.includes("once you have signed, with this address") && page.includes(`/s/${statement.slug}/sign`));
      const other = await place.sign(statement, { name: "Bea Sommer", mailbox: "bea@elsewhere.example" });
      assert.equal(await levelOf(other), 1);
      const token = await place.sign(statement, { name: "Bea Sommer", mailbox: "bea@home.example" });
      assert.equal(await levelOf(token), 3);
      assert.ok(
        (await place.read(`/evidence/others?token=${office}`)).includes("<bdi>bea@home.example</bdi>: said yes on"),
      );
    });

    test("a statement that takes only people who are named: they wait, or are recorded at once if they agreed before", async () => {
      const { terms } = makeDraft();
      const strict = await place.statement({ terms: { ...terms, leastLevel: { organisation: 1, person: 3 } } });
      const library = await place.signConfirmed(strict, "Library of Y", "y.example");
      const token = await place.sign(strict, { name: "Cyril Gold", mailbox: "cyril@home.example" });
      assert.deepEqual((await place.depositary.evidence.find(token))?.waitsFor, ["evidence"]);
      for (const mailbox of ["cyril@home.example", "dora@home.example"]) {
        await place.post("/evidence/ask", { token: library, kind: "naming", person: mailbox });
        await place.post("/named", { token: await place.mailed(mailbox, "/named"), answer: "yes" });
      }
      assert.deepEqual((await place.depositary.evidence.find(token))?.waitsFor, []);
      const dora = await place.sign(strict, { name: "Dora Silber", mailbox: "dora@home.example" });
      const view = await place.depositary.evidence.find(dora);
      assert.deepEqual([view?.waitsFor, view?.level], [[], 3]);
    });

    test("who does not agree is not shown, and the organisation is told so", async () => {
      const token = await place.sign(statement, { name: "Emil Kupfer", mailbox: "emil@home.example" });
      await name("emil@home.example");
      const link = await place.mailed("emil@home.example", "/named");
      await place.post("/named", { token: link, answer: "no" });
      assert.equal(await levelOf(token), 1);
      assert.match(await place.lastMail("office@x.example"), /emil@home.example does not want to be named/);
      assert.equal((await place.post("/named", { token: link, answer: "yes" })).status, 409);
    });

    test("the organisation takes a naming back, or the person does: the level falls, and it is not shown any more", async () => {
      for (const who of ["organisation", "person"] as const) {
        const mailbox = `${who}@home.example`;
        const token = await place.sign(statement, { name: `Finn ${who}`, mailbox });
        await name(mailbox);
        const link = await place.mailed(mailbox, "/named");
        await place.post("/named", { token: link, answer: "yes" });
        assert.equal(await levelOf(token), 3);
        if (who === "person") await place.post("/named", { token: link, answer: "no" });
        else await place.post("/evidence/take-back", { token: office, asking: await askingOf(mailbox) });
        assert.equal(await levelOf(token), 1);
        assert.ok((await place.read(`/named?token=${link}`)).includes("It is not shown any more"));
        const { index } = (await place.holder(token)) as { index: number };
        assert.deepEqual(await place.depositary.evidence.published(statement.id, index), []);
        const list = await place.depositary.statements.signatories(statement.id, { kind: "person" });
        assert.deepEqual(list.items.find((one) => one.index === index)?.observations, []);
      }
    });

    test("a mailbox that two people signed with names neither; one whose domain says nothing names nobody", async () => {
      await place.sign(statement, { name: "Greta Zinn", mailbox: "both@home.example" });
      await place.sign(statement, { name: "Hans Zinn", mailbox: "both@home.example" });
      await name("both@home.example");
      const link = await place.mailed("both@home.example", "/named");
      const { status, page } = await place.post("/named", { token: link, answer: "yes" });
      assert.equal(status, 409);
      assert.ok(page.includes("More than one person signed with this mailbox"));
      const plain = await place.sign(statement, {
        ...{ kind: "organisation", capacity: "institutional", name: "Y", mailbox: "office@plain.example" },
      });
      const refused = await place.post("/evidence/ask", { token: plain, kind: "naming", person: "a@home.example" });
      assert.equal(refused.status, 422);
      const person = await place.sign(statement, { name: "Ida Stahl", mailbox: "ida@home.example" });
      assert.equal(
        (await place.post("/evidence/ask", { token: person, kind: "naming", person: "a@b.example" })).status,
        422,
      );
    });

    test("one mailbox gets three mails a day at most, and agreeing twice is not asked for", async () => {
      for (let i = 0; i < 3; i++) assert.equal((await name("often@home.example")).status, 303);
      const { status, page } = await name("often@home.example");
      assert.equal(status, 422);
      assert.ok(page.includes("was asked 3 times") && page.includes('value="often@home.example"'));
      assert.equal((await name("ada@home.example")).status, 422);
    });

    test("a question that is taken back cannot be answered any more; it counts towards the mails of its mailbox", async () => {
      for (let i = 0; i < 3; i++) {
        assert.equal((await name("again@home.example")).status, 303);
        const link = await place.mailed("again@home.example", "/named");
        await place.post("/evidence/take-back", { token: office, asking: await askingOf("again@home.example") });
        assert.equal((await place.post("/named", { token: link, answer: "yes" })).status, 409);
      }
      const found = await searchEverywhere(place, ["again@home"]);
      assert.deepEqual(found, [], "whose question it was is deleted with its mail");
      assert.equal((await name("again@home.example")).status, 422);
    });

    test("two people of one mailbox that agreed before, who confirm at once, have both signed, and neither is named", async () => {
      const mailbox = "pair@home.example";
      await name(mailbox);
      await place.post("/named", { token: await place.mailed(mailbox, "/named"), answer: "yes" });
      const { signing } = place.depositary;
      const tokens: string[] = [];
      for (const who of ["Kim Ofen", "Lea Ofen"]) {
        await signing.submit(statement.id, makeSignature(statement, { name: who, mailbox }), { address: "127.0.0.1" });
        tokens.push(await place.mailed(mailbox, "/confirm"));
      }
      const confirmed = await Promise.all(tokens.map((token) => signing.confirm({ token })));
      assert.equal(new Set(confirmed.map(({ index }) => index)).size, 2);
      assert.deepEqual(await Promise.all(tokens.map(levelOf)), [1, 1]);
    });

    test("an answer whose evidence could not be recorded is as if it was not given, and can be given again", async () => {
      const token = await place.sign(statement, { name: "Mia Herd", mailbox: "mia@home.example" });
      await name("mia@home.example");
      const link = await place.mailed("mia@home.example", "/named");
      const { evidence } = place.depositary;
      const { add } = evidence;
      evidence.add = () => Promise.reject(new Error("the disk is full"));
      assert.equal((await place.post("/named", { token: link, answer: "yes" })).status, 500);
      evidence.add = add;
      assert.equal((await place.post("/named", { token: link, answer: "yes" })).status, 200);
      assert.equal(await levelOf(token), 3);
    });

    test("an organisation that takes its signature back leaves nothing of whom it asked", async () => {
      const token = await place.signConfirmed(statement, "Library of Q", "q.example");
      await place.post("/evidence/ask", { token, kind: "naming", person: "rosalind@home.example" });
      await place.depositary.signing.withdraw(token);
      assert.deepEqual(await searchEverywhere(place, ["rosalind"]), []);
    });

    test("a person who takes the signature back is forgotten by the organisation’s list too", async () => {
      const token = await place.sign(statement, { name: "Quirina Zwölfender", mailbox: "quirina@home.example" });
      await name("quirina@home.example");
      await place.post("/named", { token: await place.mailed("quirina@home.example", "/named"), answer: "yes" });
      await place.depositary.signing.withdraw(token);
      const found = await searchEverywhere(place, ["quirina"]);
      assert.deepEqual(
        found.map(({ table, row }) => `${table} ${row.template}`),
        ["outbox withdrawn"],
      );
    });
  });
}
