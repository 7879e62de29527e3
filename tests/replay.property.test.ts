import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { replay, summarise } from "../packages/core/src/signature/replay.ts";
import type { Confirmed } from "../packages/server/src/depositary/signing.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { readEntries, readLog } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import type { CommitFault, Faults } from "./faulty-store.ts";
import { faultyStore } from "./faulty-store.ts";

const DOER = { kind: "administrator", id: "a", name: "Ada" } as const;
const DAY = 86_400_000;

/** `who` counts, modulo how many there are, among those who signed. */
type Act =
  | { readonly act: "sign"; readonly kind: "person" | "organisation"; readonly named: boolean }
  | { readonly act: "withdraw" | "erase" | "anonymise"; readonly who: number }
  | { readonly act: "remove"; readonly who: number; readonly reason: "forged" | "duplicate" | "mistaken" }
  | { readonly act: "extend" | "close" | "restart" }
  /** The process dies at the commit of the next act, one way or the other. */
  | { readonly act: "crash"; readonly fault: CommitFault; readonly at: "recording" | "publishing" };

const who = fc.nat(20);
const sign = fc.record({
  act: fc.constant("sign" as const),
  kind: fc.constantFrom("person" as const, "organisation" as const),
  named: fc.boolean(),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: sign },
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom("withdraw", "erase", "anonymise"), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("remove" as const),
      who,
      reason: fc.constantFrom("forged", "duplicate", "mistaken"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("extend" as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("close" as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("restart" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("crash" as const),
      fault: fc.constantFrom("refused", "committed unknown", "lost unknown"),
      at: fc.constantFrom("recording", "publishing"),
    }),
  },
);

for (const [engine, numRuns] of [
  ["sqlite", 12],
  ["postgres", 4],
] as const) {
  describe(`any acts, crashes and restarts, on ${engine}`, () => {
    test("replay to the count that is shown, and lose nothing that was answered", async () => {
      const place = await makePlace(engine as Engine);
      try {
        const acts = fc.array(act, { minLength: 4, maxLength: 16 });
        await fc.assert(
          fc.asyncProperty(fc.tuple(sign, sign), acts, (first, rest) => live(place, [...first, ...rest])),
          { seed: 1_847, numRuns, endOnFailure: true },
        );
        assert.ok(crashed > 0, "some of them crashed");
      } finally {
        await place.remove();
      }
    });
  });
}

let crashed = 0;

/** A statement's life: every act in order, then everything that can be compared. */
async function live(place: Place, acts: readonly Act[]): Promise<void> {
  const life = await beginLife(place);
  try {
    for (const one of acts) await life.perform(one);
    await life.perform({ act: "restart" });
    await life.compare();
  } finally {
    await life.end();
  }
}

/** What is known of a signature from the answers that were given. */
type Signatory = { readonly mailbox: string; index: number; standing: boolean };

async function beginLife(place: Place) {
  let faults: Faults | null = null;
  let opened = await open();
  const draft = await opened.depositary.drafts.create(
    makeDraft({ closes: new Date(Date.now() + 30 * DAY).toISOString() }),
  );
  const statement: StatementView = await opened.depositary.drafts.open(draft.id);
  const signatories: Signatory[] = [];
  let people = 0;
  let extended = 30;
  let crashing = false;

  async function open(): Promise<OpenPlace> {
    return await place.open({
      publishInterval: 5,
      through(store) {
        const faulty = faultyStore(store);
        faults = faulty.faults;
        return faulty.store;
      },
    });
  }

  async function restart(): Promise<void> {
    faults?.die();
    await opened.depositary.close().catch(() => undefined);
    await opened.store.close();
    opened = await open();
    assert.equal(opened.depositary.trouble(), null, "it can extend what it published");
    crashing = false;
  }

  /** Null where nobody was answered. A refusal is an answer; a failure is the crash, after which it starts again. */
  async function answer<T>(work: () => Promise<T>): Promise<T | "refused" | null> {
    try {
      return await work();
    } catch (error) {
      if (Reflect.get(Object(error), "code") === "wrong_state") return "refused";
      assert.ok(crashing, String(error));
      crashed += 1;
      await restart();
      return null;
    }
  }

  async function signOne({ kind, named }: Act & { act: "sign" }): Promise<void> {
    const name = `Reader ${++people}`;
    const mailbox = `reader${people}@group${people}.example`;
    const capacity = kind === "organisation" ? "institutional" : "personal";
    const organisation = kind === "organisation" ? { organisation: `Group ${people}` } : {};
    const input = makeSignature(statement, {
      kind,
      capacity,
      name,
      mailbox,
      named: named || kind === "organisation",
      ...organisation,
    });
    const { signing } = opened.depositary;
    const token = await answer(async () => {
      await signing.submit(statement.id, input, { address: "192.0.2.1" });
      return await mailedToken(opened.depositary, mailbox, "confirm");
    });
    if (token === null || token === "refused") return;
    const confirm = () => opened.depositary.signing.confirm({ token }, { wait: 1 });
    // Whoever got no answer asks again.
    let done: Confirmed | "refused" | null = await answer(confirm);
    done ??= await answer(confirm);
    assert.ok(done);
    if (done !== "refused") signatories.push({ mailbox, index: done.index, standing: true });
  }

  async function end(signatory: Signatory, one: Act): Promise<void> {
    const again = () => {
      const { acts, signing } = opened.depositary;
      if (one.act === "remove") return acts.remove(statement.id, signatory.index, { reason: one.reason }, DOER);
      if (one.act === "erase") return acts.erase(statement.id, signatory.index, DOER);
      if (one.act === "anonymise") return acts.anonymise(statement.id, signatory.index, DOER);
      return mailedToken(opened.depositary, signatory.mailbox, "manage").then((token) =>
        signing.withdraw(token, { wait: 1 }),
      );
    };
    if (one.act === "withdraw" && !signatory.standing) return;
    let done = await answer<unknown>(again);
    done ??= await answer<unknown>(again);
    assert.ok(done);
    if (done !== "refused") signatory.standing = false;
  }

  async function perform(one: Act): Promise<void> {
    switch (one.act) {
      case "sign":
        return await signOne(one);
      case "restart":
        return await restart();
      case "crash":
        crashing = true;
        faults?.dieThen();
        faults?.strike(one.at === "recording" ? `log:${statement.id}` : "log:heads", one.fault);
        return;
      case "close":
        return void (await answer(() => opened.depositary.drafts.close(statement.id)));
      case "extend":
        extended += 1;
        return void (await answer(() =>
          opened.depositary.drafts.extend(statement.id, new Date(Date.now() + extended * DAY).toISOString()),
        ));
      default: {
        const signatory = signatories[one.who % signatories.length];
        if (signatory !== undefined) await end(signatory, one);
      }
    }
  }

  return {
    perform,
    async compare(): Promise<void> {
      const { store, depositary } = opened;
      const entries = (await readEntries(store.db, statement.id, 0, 10_000)).map((bytes) => parseEntry(bytes));
      const { statement: state, signatures } = replay(entries);
      assert.deepEqual(JSON.parse((await readLog(store.db, statement.id))?.state ?? ""), state);
      assert.deepEqual(await depositary.statements.counts(statement.id), summarise(state));
      const rows = await store.db
        .selectFrom("signature")
        .select(["idx", "status", "kind", "named", "reason"])
        .where("statement_id", "=", statement.id)
        .execute();
      assert.deepEqual(
        new Map(
          rows.map(({ idx, status, kind, named, reason }) => [idx, [status, kind, named === 1, reason ?? undefined]]),
        ),
        new Map([...signatures].map(([index, one]) => [index, [one.status, one.kind, one.named, one.reason]])),
      );
      for (const { index, standing, mailbox } of signatories) {
        assert.equal(signatures.get(index)?.status === "standing", standing, `${mailbox} at ${index}`);
      }
      assert.equal(signatures.size, signatories.length, "whoever was not answered asked again, and is counted once");
    },
    async end(): Promise<void> {
      faults?.die();
      await opened.depositary.close().catch(() => undefined);
      await opened.store.close();
    },
  };
}
