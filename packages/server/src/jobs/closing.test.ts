import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { anchorsOf, makeDraft, makePlace, observeOf } from "../../../../tests/depositary.ts";
import { closeStatement } from "../depositary/create-drafts.ts";
import { makeSequencer } from "../depositary/sequencer.ts";
import { closingJob } from "./closing.ts";

const HOUR = 3_600_000;

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`the job that closes statements, on ${engine}`, () => {
    test("closes what is over, and not what was given more time since it looked", async (t) => {
      const place = await makePlace(engine);
      const opened = await place.open();
      const { depositary, store, secrets } = opened;
      t.after(async () => {
        await depositary.close();
        await place.remove();
      });
      const now = Date.now();
      const moment = (hours: number) => new Date(now + hours * HOUR).toISOString();
      const open = async () => {
        const { id } = await depositary.drafts.create(makeDraft({ closes: moment(1) }));
        return (await depositary.drafts.open(id)).id;
      };
      const [extended, over] = [await open(), await open()];
      const clock = () => now + 2 * HOUR;
      const describe = async () => ({ title: "", url: "" });
      const anchors = anchorsOf(place, opened);
      const observe = observeOf(opened);
      const sequencer = makeSequencer({ store, secrets, baseUrl: "", clock, describe, anchors, observe }, () => {});
      const job = closingJob({
        store,
        clock,
        async close(id, dueAt) {
          // In between, in another process.
          if (id === extended) await depositary.drafts.extend(id, moment(3));
          await closeStatement({ sequencer, clock }, id, { dueAt });
        },
      });
      await job.run(() => false);
      const states = await store.db.selectFrom("statement").select(["id", "state"]).execute();
      assert.equal(states.find(({ id }) => id === extended)?.state, "open");
      assert.equal(states.find(({ id }) => id === over)?.state, "closed");
    });
  });
}
