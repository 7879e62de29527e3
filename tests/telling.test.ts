import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { pausingStore } from "./pausing-store.ts";
import { waitUntil } from "./wait-until.ts";

/** More than are written to in one transaction. */
const PEOPLE = 620;

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`telling everybody of a new version, on ${engine}`, () => {
    test("goes on where it was stopped, and writes to each once", async (t) => {
      const place = await makePlace(engine);
      const faults: (Error | null)[] = [];
      const { depositary, store, errors } = await place.open({
        through: (inner) =>
          pausingStore(inner, (step) => {
            const fault = step === "insert outbox" ? faults.shift() : undefined;
            return fault ? Promise.reject(fault) : undefined;
          }),
      });
      t.after(async () => {
        await depositary.close();
        await place.remove();
      });
      const { id } = await depositary.drafts.create(makeDraft());
      const statement = await depositary.drafts.open(id);
      const people = Array.from({ length: PEOPLE }, (_, i) => ({
        name: `Person ${i}`,
        mailbox: `p${i}@crowd.example`,
      }));
      await Promise.all(
        people.map((one) => depositary.signing.submit(id, makeSignature(statement, one), { address: "127.0.0.1" })),
      );
      const tokens: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await depositary.outbox.list({ limit: 500, cursor });
        for (const { links } of page.items) tokens.push(new URL(links[0] ?? "").searchParams.get("token") ?? "");
        if (page.next === null) break;
        cursor = page.next;
      }
      await Promise.all(tokens.map((token) => depositary.signing.confirm({ token }, { wait: 0 })));
      await depositary.signing.withdraw(await mailedToken(depositary, "p7@crowd.example", "manage"));

      const draft = await depositary.nextVersions.begin(id);
      const next = { ...draft, initiators: [{ name: "Friends of Reading Rooms and Halls" }] };
      await depositary.nextVersions.replace(id, next);
      const { version } = await depositary.nextVersions.preview(id, next);
      // Fails in the second batch, before anything of it is written, and again when it is done once more.
      faults.push(null, new Error("the disk is full"), new Error("the disk is full"));
      await depositary.nextVersions.open(id, version?.digest ?? "");
      await waitUntil(async () => {
        // A failed job waits for five seconds: we need not.
        const again = store.db.updateTable("job").set({ run_at: 0 }).where("kind", "=", "tell-new-version");
        await again.where("lease_until", "=", 0).execute();
        const row = await store.db.selectFrom("statement").select("told_to").where("id", "=", id).executeTakeFirst();
        return row?.told_to === null;
      }, 30_000);
      const mails = await store.db
        .selectFrom("outbox")
        .select("id")
        .where("statement_id", "=", id)
        .where("template", "=", "new-version")
        .execute();
      assert.equal(mails.length, PEOPLE - 1);
      assert.equal(errors.length, 2);
    });
  });
}
