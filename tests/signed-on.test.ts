import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { RefusedError } from "../packages/core/src/errors.ts";
import { createReplays } from "../packages/server/src/depositary/replays.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { readLog } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makePlace, makeSignature } from "./depositary.ts";
import { openStatement, signAs } from "./statement-story.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`who had signed on a day, on ${engine}`, () => signedOnSuite(engine));
}

function signedOnSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let now = Date.parse("2026-03-01T12:00:00Z");

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now });
    statement = await openStatement(opened);
    const others = await openStatement(opened);
    now = Date.parse("2026-03-02T23:59:59Z");
    await signAs(opened, statement, "Amber Ash");
    await signUnnamed("basil.birch@post.example");
    now = Date.parse("2026-03-03T00:00:00Z");
    await signAs(opened, statement, "Clover Cedar");
    await signAs(opened, others, "Dahlia Dogwood");
    now = Date.parse("2026-03-05T12:00:00Z");
    const token = await mailedToken(opened.depositary, "amber.ash@post.example", "manage");
    await opened.depositary.signing.withdraw(token);
    await signAs(opened, statement, "Elder Elm");
    now = Date.parse("2026-03-06T12:00:00Z");
    await signAs(opened, others, "Fern Fir");
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  async function signUnnamed(mailbox: string): Promise<void> {
    const input = makeSignature(statement, { name: "Basil Birch", mailbox, named: false });
    await opened.depositary.signing.submit(statement.id, input, { address: "192.0.2.1" });
    await opened.depositary.signing.confirm({ token: await mailedToken(opened.depositary, mailbox, "confirm") });
  }

  const countOn = async (day: string) => {
    const log = await opened.depositary.signedOn.count(statement.id, day);
    return log && [log.total, log.named, log.unnamed, log.versions.map(({ signed }) => signed)];
  };
  const namesOn = async (day: string) =>
    (await opened.depositary.signedOn.signatories(statement.id, day, {})).items.map(({ name }) => name);

  test("a day counts what the log held at its end, whatever became of it since", async () => {
    assert.deepEqual(await countOn("2026-02-28"), [0, 0, 0, []]);
    assert.deepEqual(await countOn("2026-03-01"), [0, 0, 0, [0]]);
    assert.deepEqual(await countOn("2026-03-02"), [2, 1, 1, [2]]);
    assert.deepEqual(await countOn("2026-03-03"), [3, 2, 1, [3]]);
    assert.deepEqual(await countOn("2026-03-04"), [3, 2, 1, [3]]);
    assert.deepEqual(await countOn("2026-03-06"), [3, 2, 1, [3]]);
  });

  test("a day names who had signed by then and is on the list today, and nobody who took the name off", async () => {
    assert.deepEqual(await namesOn("2026-03-01"), []);
    assert.deepEqual(await namesOn("2026-03-02"), []);
    assert.deepEqual(await namesOn("2026-03-03"), ["Clover Cedar"]);
    assert.deepEqual(await namesOn("2026-03-05"), ["Clover Cedar", "Elder Elm"]);
  });

  test("the names come page by page", async () => {
    const first = await opened.depositary.signedOn.signatories(statement.id, "2026-03-06", { limit: 1 });
    const cursor = first.next ?? undefined;
    const second = await opened.depositary.signedOn.signatories(statement.id, "2026-03-06", { limit: 1, cursor });
    assert.deepEqual(
      [first, second].flatMap(({ items }) => items.map(({ name }) => name)),
      ["Clover Cedar", "Elder Elm"],
    );
    const cut = await opened.depositary.signedOn.signatories(statement.id, "2026-03-03", { limit: 2 });
    assert.equal(cut.next, null);
  });

  test("states of a log are the same in whatever order they are asked for, and a crowd that asks at once is refused in words", async () => {
    const log = await readLog(opened.store.db, statement.id);
    const size = log?.size ?? 0;
    const sizes = Array.from({ length: size }, (_, at) => at + 1);
    const fresh = await Promise.all(sizes.map((each) => createReplays(opened.store).stateAt(statement.id, each)));
    assert.deepEqual(fresh.at(-1)?.counts, JSON.parse(log?.state ?? "").counts);
    const replays = createReplays(opened.store);
    for (const order of [sizes, sizes.toReversed(), [size, 1, size, 2]]) {
      const found = await Promise.all(order.map((each) => replays.stateAt(statement.id, each)));
      assert.deepEqual(
        found,
        order.map((each) => fresh[each - 1]),
      );
    }
    const crowd = await Promise.allSettled(Array.from({ length: 40 }, () => replays.stateAt(statement.id, size)));
    const refused = crowd.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    assert.equal(refused.length, 8);
    for (const error of refused) assert.match(String(error), /Too many days are being counted .* at most 32 wait/);
    assert.deepEqual(await replays.stateAt(statement.id, size), fresh.at(-1));
  });

  test("what is no day, and a day to come, is refused in words", async () => {
    for (const day of ["yesterday", "2026-02-30", "2026-03-07", "2026-3-1"]) {
      await assert.rejects(
        opened.depositary.signedOn.count(statement.id, day),
        (error) => error instanceof RefusedError && error.code === "invalid_field" && error.field === "date",
      );
    }
    assert.equal(await opened.depositary.signedOn.count("nosuchstatement", "2026-03-01"), null);
  });
}
