import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { sql } from "kysely";
import sharp from "sharp";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { HAS_DOMAIN, signatureDomain } from "../packages/store/src/organisations.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { searchEverywhere } from "./search-everywhere.ts";

const BY: Doer = { kind: "administrator", id: "admin1", name: "Mara Holm" };

for (const engine of ["sqlite", "postgres"] as const) {
  describe(engine, () => {
    let place: Place;
    let open: OpenPlace;
    let depositary: Depositary;

    before(async () => {
      place = await makePlace(engine);
      open = await place.open();
      depositary = open.depositary;
    });

    after(async () => {
      await depositary?.close();
      await place?.remove();
    });

    async function opened(): Promise<StatementView> {
      return depositary.drafts.open((await depositary.drafts.create(makeDraft({}))).id);
    }

    async function sign(statement: StatementView, domain: string, name = "Reading Circle"): Promise<string> {
      const mailbox = `office@${domain}`;
      const input = makeSignature(statement, { name, mailbox, kind: "organisation", capacity: "institutional" });
      await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
      const token = await mailedToken(depositary, mailbox, "confirm");
      await depositary.signing.confirm({ token });
      return token;
    }

    test("pages follow by cursor, newest first, without a gap and across statements", async () => {
      const statements = [await opened(), await opened(), await opened()];
      for (const [i, one] of statements.entries()) {
        await sign(one, "chapters.example", "Chapter One");
        await open.store.db
          .updateTable("signature")
          .set({ signed_at: 1_000 + i })
          .where("statement_id", "=", one.id)
          .execute();
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await depositary.organisations.find("chapters.example", { cursor, limit: 1 });
        seen.push(...(page?.signed ?? []).map(({ statement }) => statement.id));
        cursor = page?.next ?? undefined;
      } while (cursor !== undefined);
      assert.deepEqual(seen, statements.map(({ id }) => id).reverse());
      await assert.rejects(depositary.organisations.find("chapters.example", { cursor: "1" }), {
        code: "invalid_field",
      });
    });

    test("a signature that is taken back leaves the page of its domain at once", async () => {
      const statement = await opened();
      const token = await sign(statement, "leaving.example");
      assert.equal((await depositary.organisations.find("leaving.example"))?.signed.length, 1);
      await depositary.signing.withdraw(token);
      assert.equal(await depositary.organisations.find("leaving.example"), null);
    });

    test("below what its own domain proves, and from a domain of another's choosing, nothing is listed", async () => {
      const statement = await opened();
      await sign(statement, "low.example");
      await open.store.db.updateTable("signature").set({ level: 1 }).where("statement_id", "=", statement.id).execute();
      assert.equal(await depositary.organisations.find("low.example"), null);
      for (const hostile of ["low.example' or '1'='1", "%", "", "LOW.example"]) {
        assert.equal(await depositary.organisations.find(hostile), null);
      }
    });

    test("a name that is hidden while it is disputed is on no page, with its logo, and neither is one that was erased", async () => {
      const statement = await opened();
      const token = await sign(statement, "hidden.example");
      const create = { width: 60, height: 30, channels: 3, background: "#204080" } as const;
      await depositary.logos.put(token, await sharp({ create }).png().toBuffer());
      const { items } = await depositary.statements.signatories(statement.id, {});
      const [{ index = -1, logo } = {}] = items;
      assert.ok(logo && (await depositary.logos.file(statement.id, logo.sha256)));
      const { db } = open.store;
      const setStatus = (status: "standing" | "disputed") =>
        db.updateTable("signature").set({ status }).where("statement_id", "=", statement.id).execute();
      await setStatus("disputed");
      assert.equal(await depositary.organisations.find("hidden.example"), null);
      assert.equal(await depositary.statements.signatory(statement.id, index), null);
      assert.deepEqual(await depositary.evidence.published(statement.id, index), []);
      assert.equal(await depositary.logos.file(statement.id, logo.sha256), null);
      await assert.rejects(depositary.logos.own(token), { code: "wrong_state" });
      await setStatus("standing");
      assert.equal(
        (await depositary.organisations.find("hidden.example"))?.signed[0]?.signatory.logo?.sha256,
        logo.sha256,
      );
      await depositary.acts.erase(statement.id, index, BY);
      assert.equal(await depositary.organisations.find("hidden.example"), null);
      assert.deepEqual(await db.selectFrom("logo").selectAll().where("statement_id", "=", statement.id).execute(), []);
      // The mail that tells its signatory is on its way, and holds the address that it goes to.
      const found = await searchEverywhere(open, ["hidden.example"]);
      assert.deepEqual(
        found.filter(({ table }) => table !== "outbox"),
        [],
      );
    });

    test("the domain is found by its index, however many signatures there are", async () => {
      const { db } = open.store;
      if (engine === "postgres") await sql`set enable_seqscan = off`.execute(db);
      for (const shown of [sql`named = 1 and status = 'standing' and level >= 2`, sql`true`]) {
        const query = sql`select idx from signature where ${signatureDomain(engine)} = 'low.example'
          and ${HAS_DOMAIN} and ${shown} order by signed_at desc, statement_id desc, idx desc limit 51`;
        const explain = engine === "postgres" ? sql`explain ${query}` : sql`explain query plan ${query}`;
        const plan = JSON.stringify((await explain.execute(db)).rows);
        assert.match(plan, /signature_domain/);
        assert.doesNotMatch(plan, /Sort|TEMP B-TREE/);
      }
    });
  });
}
