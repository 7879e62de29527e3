import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";

/* What administrators do with a statement as a whole: who did it is remembered beside what they do with signatures. */

const MARA: Doer = { kind: "administrator", id: "a1", name: "Mara Holm" };
const PROGRAM: Doer = { kind: "token", id: "t1", name: "our website" };

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`acts on a statement, on ${engine}`, () => {
    let place: Place;
    let opened: OpenPlace;

    before(async () => {
      place = await makePlace(engine);
      opened = await place.open();
    });
    after(async () => {
      await opened.depositary.close();
      await place.remove();
      assert.deepEqual(opened.errors, []);
    });

    async function open(closes: string | null) {
      const { drafts } = opened.depositary;
      return await drafts.open((await drafts.create(makeDraft({ closes }))).id, MARA);
    }

    test("opening, extending and closing are remembered with who did it and what the log says", async () => {
      const { drafts, acts } = opened.depositary;
      const { id } = await open("2199-01-01T23:59:59Z");
      const later = await drafts.extend(id, "2199-02-01T23:59:59Z", PROGRAM);
      assert.equal(later.closes, "2199-02-01T23:59:59Z");
      assert.equal((await drafts.extend(id, null, MARA)).closes, null);
      await drafts.close(id, MARA);
      const { items } = await acts.recorded(id, {});
      assert.deepEqual(
        items.map(({ index, act, signature, by }) => [index, act, signature, by.name]),
        [
          [3, "close", null, "Mara Holm"],
          [2, "extend", null, "Mara Holm"],
          [1, "extend", null, "our website"],
          [0, "open", null, "Mara Holm"],
        ],
      );
      assert.deepEqual(items[2]?.entry, { act: "extend", closes: "2199-02-01T23:59:59Z" });
    });

    test("the date moves later or goes; nothing else is written", async () => {
      const { drafts, acts, statements } = opened.depositary;
      const { id } = await open("2199-03-01T00:00:00Z");
      for (const sooner of ["2199-02-01T00:00:00Z", "2001-01-01T00:00:00Z", "9999-12-31T23:59:60Z"])
        await assert.rejects(drafts.extend(id, sooner, MARA), { code: "invalid_field" }, sooner);
      await drafts.extend(id, "2199-03-01T00:00:00Z", MARA);
      assert.equal((await statements.find(id, { administrator: true }))?.closes, "2199-03-01T00:00:00Z");
      assert.equal((await acts.recorded(id, {})).items.length, 1, "the same date again is no act");
      const without = await open(null);
      await assert.rejects(drafts.extend(without.id, "2199-03-01T00:00:00Z", MARA), { code: "invalid_field" });
      await drafts.close(without.id, MARA);
      await assert.rejects(drafts.extend(without.id, null, MARA), { code: "wrong_state" });
    });

    test("what nobody did is not put down to anybody", async () => {
      const { drafts, acts } = opened.depositary;
      const { id } = await drafts.open((await drafts.create(makeDraft())).id);
      assert.deepEqual((await acts.recorded(id, {})).items, []);
    });
  });
}
