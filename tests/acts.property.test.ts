import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import type { Seen } from "../packages/core/src/signature/observation.ts";
import { reconcile } from "../packages/core/src/signature/reconcile.ts";
import { replay, summarise } from "../packages/core/src/signature/replay.ts";
import type { Doer } from "../packages/server/src/depositary/acts.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { listErasures } from "../packages/store/src/erasures.ts";
import { readEntries } from "../packages/store/src/log-reading.ts";
import { listObservations } from "../packages/store/src/observations.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace, makeSignature } from "./depositary.ts";

const BY: Doer = { kind: "administrator", id: "a1", name: "Mara Holm" };
const SIGNATORIES = 6;
const WAIT = { wait: 1 };
/** People sign by mail, the organisation waits for its domain. */
const leastLevel = { organisation: 3, person: 1 } as const;

/** The organisation is seen by its website, people by an account. */
function seenOf(who: number, what: string): Seen {
  if (who > 0) return { kind: "openid", issuer: "https://orcid.example", subject: `${what.replace(" ", "-")}-${who}` };
  const domain = "order.example";
  if (what === "lose") return { kind: "gone", domain, of: "web-page", resolvers: [] };
  const page = what === "show" ? "news" : "press";
  const link = "https://letters.example/s/rooms";
  return { kind: "web-page", domain, url: `https://${domain}/${page}`, link, sha256: "ab".repeat(32) };
}

/** One act on one of a few signatories, who may not have signed, or may have gone already: most are refused by then. */
const act = fc.record({
  who: fc.nat(SIGNATORIES - 1),
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant("sign" as const) },
    { weight: 5, arbitrary: fc.constantFrom("withdraw", "erase", "anonymise", "forget", "close") },
    { weight: 4, arbitrary: fc.constantFrom("show", "show again", "lose") },
    { weight: 4, arbitrary: fc.constantFrom("dispute", "dispute", "uphold", "believe") },
    { weight: 3, arbitrary: fc.constantFrom("forged", "duplicate", "ineligible", "legal", "mistaken") },
  ),
});

/** Steps of which each is one act, or a few at once. */
const steps = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`any order of acts, on ${engine}`, () => propertySuite(engine));
}

function propertySuite(engine: Engine): void {
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

  type Crowd = {
    readonly statement: StatementView;
    readonly tokens: Map<number, string>;
    readonly signed: Map<number, number>;
    /** Ids of those that asked to sign, and may wait. */
    readonly waiting: Map<number, string>;
  };

  async function see(statementId: string, index: number | undefined, pendingId: string | undefined, seen: Seen) {
    const { evidence } = opened.depositary;
    if (index !== undefined) await evidence.add({ statementId, index }, seen);
    else await evidence.add({ statementId, pendingId: pendingId ?? `${statementId}.nobody` }, seen);
  }

  async function perform(
    { statement, tokens, signed, waiting }: Crowd,
    { who, what }: { who: number; what: string },
  ): Promise<void> {
    const { acts, disputes, signing, drafts } = opened.depositary;
    const { id } = statement;
    const index = signed.get(who);
    const token = tokens.get(who) ?? "";
    switch (what) {
      case "sign": {
        const mailbox = `p${who}@order.example`;
        const kind = who === 0 ? ({ kind: "organisation", capacity: "institutional" } as const) : {};
        const input = makeSignature(statement, { name: `Person ${who}`, mailbox, named: who % 2 === 0, ...kind });
        const { pending } = await signing.submit(id, input, { address: "192.0.2.1" });
        const code = await codeOf(pending);
        waiting.set(who, pending);
        const done = await signing.confirm({ pending, code }, WAIT);
        signed.set(who, done.index);
        tokens.set(who, new URL(done.manageUrl).searchParams.get("token") ?? "");
        return;
      }
      case "show":
      case "show again":
      case "lose":
        return await see(id, index, waiting.get(who), seenOf(who, what));
      case "close":
        return void (await drafts.close(id));
      case "dispute": {
        const said = { speaks: "person", name: "Somebody Else", words: "Never.", keepsName: false } as const;
        const mailbox = who === 0 ? "another@order.example" : `d${who}@order.example`;
        const { dispute } = await disputes.submit(id, { index: index ?? 0, mailbox, ...said }, {});
        await disputes.confirm({ dispute, code: await codeOf(dispute) });
        return;
      }
      case "uphold":
        return void (await disputes.uphold(id, index ?? 0, "Genuine.", BY));
      case "believe":
        return void (await disputes.remove(id, index ?? 0, "Believed.", BY));
      case "withdraw":
        return void (await signing.withdraw(token, WAIT));
      case "forget":
        return void (await signing.anonymise(token, WAIT));
      case "erase":
        return void (await acts.erase(id, index ?? 0, BY));
      case "anonymise":
        return void (await acts.anonymise(id, index ?? 0, BY));
      default:
        await acts.remove(id, index ?? 0, { reason: what as "forged" }, BY);
    }
  }

  async function codeOf(pending: string): Promise<string> {
    const { items } = await opened.depositary.outbox.list({ limit: 100 });
    const mail = items.find(({ id }) => id.endsWith(pending));
    return /\b([A-Z2-7]{4} [A-Z2-7]{4})\b/.exec(mail?.text ?? "")?.[1] ?? "AAAA AAAA";
  }

  test("gives the counts of replay, and rows that agree with it", async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(steps, async (tried) => {
        const { depositary, store } = opened;
        const statement = await depositary.drafts.open(
          (await depositary.drafts.create(makeDraft({ terms: { ...makeDraft().terms, leastLevel } }))).id,
        );
        const crowd: Crowd = { statement, tokens: new Map(), signed: new Map(), waiting: new Map() };
        for (const step of tried) {
          const outcomes = await Promise.allSettled(step.map((one) => perform(crowd, one)));
          for (const outcome of outcomes) {
            // Refused is refused, with a code; anything else is a fault of ours.
            if (outcome.status === "rejected")
              assert.ok(Reflect.get(Object(outcome.reason), "code"), String(outcome.reason));
          }
        }
        const entries = (await readEntries(store.db, statement.id, 0, 1_000)).map((bytes) => parseEntry(bytes));
        for (const entry of entries) reached.add(entry.act);
        // Throws where one is illegal.
        const replayed = replay(entries);
        const view = await depositary.statements.find(statement.id);
        assert.deepEqual(view?.counts, summarise(replayed.statement));
        const { opened: _opened, ...sums } = view?.reconciliation ?? { opened: [] };
        assert.deepEqual(sums, reconcile(replayed.statement));
        const rows = await store.db
          .selectFrom("signature")
          .selectAll()
          .where("statement_id", "=", statement.id)
          .execute();
        assert.equal(rows.length, replayed.signatures.size);
        const forgotten = new Set((await listErasures(store, statement.id)).map((row) => row.signature_index));
        for (const row of rows) {
          const { status, reason, level } = replayed.signatures.get(row.idx) ?? {};
          assert.deepEqual([row.status, row.reason, row.level], [status, reason ?? null, level]);
          const shown = await listObservations(store, statement.id, [String(row.idx)]);
          const attested = entries.flatMap((entry, at) => (entry.act === "attest" && entry.of === row.idx ? [at] : []));
          assert.deepEqual(
            shown.map((one) => one.attest_index),
            row.private_sealed === null ? [] : attested,
          );
          const kept = row.public_part !== null;
          assert.equal(forgotten.has(row.idx), !kept, `signature ${row.idx} is ${status}`);
          const isEnded = row.status !== "standing" && row.status !== "disputed";
          if (isEnded) assert.equal(row.identity_mac, null);
          assert.equal(row.ended_index === null, !isEnded);
          if (row.ended_index !== null) assert.partialDeepStrictEqual(entries[row.ended_index], { of: row.idx });
        }
      }),
      { numRuns: engine === "sqlite" ? 40 : 40, seed: 20261125 },
    );
    for (const one of ["sign", "attest", "withdraw", "remove", "erase", "close"])
      assert.ok(reached.has(one), `${one} was reached`);
  });
}
