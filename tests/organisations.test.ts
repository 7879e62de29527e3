import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { sql } from "kysely";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { signatureDomain } from "../packages/store/src/organisations.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

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

    test("the domain is found by its index, however many signatures there are", async () => {
      const query = sql`select idx from signature where ${signatureDomain(engine)} = 'low.example'
        and kind = 'organisation' and named = 1 and status = 'standing' and level >= 2
        order by signed_at desc, statement_id desc, idx desc limit 51`;
      const { db } = open.store;
      if (engine === "postgres") await sql`set enable_seqscan = off`.execute(db);
      const { rows } = await (engine === "postgres" ? sql`explain ${query}` : sql`explain query plan ${query}`).execute(
        db,
      );
      const plan = JSON.stringify(rows);
      assert.match(plan, /signature_domain/);
      assert.doesNotMatch(plan, /Sort|TEMP B-TREE/);
    });
  });
}
