import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CompactReplay, STATUSES } from "./compact-replay.ts";
import type { Counts } from "./counts.ts";
import type { Entry, Level } from "./entry.ts";
import { CAPACITIES, KINDS, REMOVAL_REASONS } from "./entry.ts";
import { reconcile, sumRemoved } from "./reconcile.ts";
import { replay, step, summarise } from "./replay.ts";
import { IllegalEntryError } from "./rules.ts";
import type { SignatureState } from "./signature-state.ts";
import type { StatementState } from "./statement-state.ts";
import { emptyStatement } from "./statement-state.ts";
import { touchedIndex } from "./transition.ts";

const digest = (number: number) => number.toString(16).padStart(64, "0");
const times = ["2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", "2026-12-03T00:00:00Z", null] as const;

// Few versions, low indices and many signs: so most sequences reach deep states, and still hit every rule.
const version = fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 4 })).map(digest);
const of = fc.nat(14);
const level = fc.constantFrom<Level[]>(1, 2, 3, 3, 2, 4);
const closes = fc.constantFrom(...times);
const consent = {
  version,
  kind: fc.constantFrom(...KINDS),
  capacity: fc.constantFrom("institutional" as const, "institutional" as const, ...CAPACITIES),
  level,
  named: fc.boolean(),
  commitment: fc.constant(digest(0xc)),
};
const act = <A extends Entry["act"]>(name: A) => fc.constant(name);
const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: act("open"), version, closes }) },
  { weight: 1, arbitrary: fc.record({ act: act("extend"), closes }) },
  { weight: 1, arbitrary: fc.record({ act: act("close") }) },
  { weight: 24, arbitrary: fc.record({ act: act("sign"), ...consent }) },
  { weight: 6, arbitrary: fc.record({ act: act("resign"), of, ...consent }) },
  { weight: 4, arbitrary: fc.record({ act: act("attest"), of, level, observation: fc.constant(digest(0)) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      act: fc.constantFrom(...(["withdraw", "dispute", "dispute", "uphold", "erase", "anonymise"] as const)),
      of,
    }),
  },
  { weight: 4, arbitrary: fc.record({ act: act("remove"), of, reason: fc.constantFrom(...REMOVAL_REASONS) }) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({ act: act("translation"), version, lang: fc.constant("fr"), sha256: fc.constant(digest(0)) }),
      fc.record({ act: act("succeed"), origin: fc.constant("a"), size: fc.nat(12), root: fc.constant(digest(0)) }),
    ),
  },
);
const opening = fc.constant<Entry>({ act: "open", version: digest(1), closes: null });
const entries = fc
  .tuple(opening, fc.array(entry, { maxLength: 60, size: "max" }))
  .map(([first, rest]) => [first, ...rest]);

/** Counts from nothing but the signatures and the versions opened, in the slowest and plainest way. */
function recountSlowly(statement: StatementState, signatures: readonly SignatureState[]): Counts {
  const inState = (status: SignatureState["status"]) => signatures.filter((s) => s.status === status).length;
  const removed = (reason: SignatureState["reason"]) => signatures.filter((s) => s.reason === reason).length;
  const versions: Counts["versions"] = {};
  for (const opened of statement.versions) {
    const counted = signatures.filter(
      (s) => s.version === opened && (s.status === "standing" || s.status === "anonymised"),
    );
    const at = (kind: string, number: number) => counted.filter((s) => s.kind === kind && s.level === number).length;
    versions[opened] = {
      total: counted.length,
      organisations: counted.filter((s) => s.kind === "organisation").length,
      people: counted.filter((s) => s.kind === "person").length,
      named: counted.filter((s) => s.named).length,
      unnamed: counted.filter((s) => !s.named).length,
      levels: {
        organisation: [at("organisation", 1), at("organisation", 2), at("organisation", 3), at("organisation", 4)],
        person: [at("person", 1), at("person", 2), at("person", 3)],
      },
    };
  }
  return {
    versions,
    tallies: {
      signed: signatures.length,
      disputed: inState("disputed"),
      withdrawn: inState("withdrawn"),
      removed: {
        disputed: removed("disputed"),
        duplicate: removed("duplicate"),
        forged: removed("forged"),
        ineligible: removed("ineligible"),
        legal: removed("legal"),
        mistaken: removed("mistaken"),
      },
      erased: inState("erased"),
      anonymised: inState("anonymised"),
    },
  };
}

/** Freezes all of it: whoever then changes it in place throws, for modules are strict. */
function deepFreeze(value: unknown): void {
  if (value === null || typeof value !== "object") return;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
}

test("random acts: step is pure, refusals change nothing, and both replays agree with a slow recount", () => {
  const acts = new Set<string>();
  const rules = new Set<string>();
  fc.assert(
    fc.property(entries, (tried) => {
      let statement = emptyStatement();
      const signatures = new Map<number, SignatureState>();
      const compact = new CompactReplay();
      const legal: Entry[] = [];
      for (const next of tried) {
        const touched = signatures.get(touchedIndex(next) ?? -1) ?? null;
        deepFreeze([statement, touched, next]);
        try {
          const { statement: after, signature } = step(statement, touched, next, statement.size);
          statement = after;
          if (signature !== null) signatures.set(signature.index, signature);
          compact.apply(next);
          legal.push(next);
          acts.add(next.act);
        } catch (error) {
          assert.ok(error instanceof IllegalEntryError, String(error));
          rules.add(error.rule);
          const before = JSON.stringify(compact.statement());
          assert.throws(() => compact.apply(next), { rule: error.rule, index: error.index, message: error.message });
          assert.equal(JSON.stringify(compact.statement()), before);
        }
      }
      assert.deepEqual(statement.counts, recountSlowly(statement, [...signatures.values()]));
      assert.deepEqual(compact.statement(), statement);
      const { signed, withdrawn, removed, erased, disputed, standing } = reconcile(statement);
      assert.equal(signed - withdrawn - sumRemoved(removed) - erased - disputed, standing);
      assert.equal(
        standing,
        [...signatures.values()].filter(({ status }) => status === "standing" || status === "anonymised").length,
      );
      assert.deepEqual([...compact.signatures()], [...signatures.values()]);
      for (const { kind, named, status } of COUNTED) {
        const alike = [...signatures.values()].filter(
          (one) => one.kind === kind && one.named === named && one.status === status,
        );
        assert.equal(compact.count({ kind, named, status }), alike.length);
      }
      assert.deepEqual(replay(legal), { statement, signatures });
      const { total, earlier } = summarise(statement);
      const sum = Object.values(statement.counts.versions).reduce((all, count) => all + count.total, 0);
      assert.equal(total + earlier, sum);
    }),
    { numRuns: 1_500 },
  );
  assert.deepEqual(acts.size >= 13, true, `acts that were legal somewhere: ${[...acts].join(" ")}`);
  assert.deepEqual(rules.size >= 15, true, `rules that were broken somewhere: ${[...rules].join(" ")}`);
});

test("signs that repeat others leave what applying each of them leaves", () => {
  let repeated = 0;
  fc.assert(
    fc.property(entries, fc.nat(20), (acts, more) => {
      const [slow, fast] = [new CompactReplay(), new CompactReplay()];
      let last: number | null = null;
      for (const entry of acts) {
        const index = slow.size;
        try {
          slow.apply(entry);
        } catch {
          continue;
        }
        fast.apply(entry);
        last = entry.act === "sign" ? index : null;
        if (last === null) continue;
        for (let i = 0; i < more; i++) slow.apply(entry);
        fast.repeatSigns(new Array(more).fill(last));
        repeated += more;
      }
      assert.deepEqual(fast.statement(), slow.statement());
      assert.deepEqual([...fast.signatures()], [...slow.signatures()]);
      assert.throws(() => fast.repeatSigns([fast.size]), /invariant/);
    }),
    { numRuns: 300 },
  );
  assert.ok(repeated > 1_000, String(repeated));
});

/** What a count can be of. */
const COUNTED = KINDS.flatMap((kind) =>
  [true, false].flatMap((named) => STATUSES.map((status) => ({ kind, named, status }))),
);

test("random cuts: a state that went through JSON goes on alike", () => {
  fc.assert(
    fc.property(entries, fc.nat(60), (tried, cut) => {
      const run = (throughJson: boolean) => {
        let statement = emptyStatement();
        const signatures = new Map<number, SignatureState>();
        for (const [at, next] of tried.entries()) {
          if (throughJson && at === cut) statement = JSON.parse(JSON.stringify(statement));
          try {
            const made = step(statement, signatures.get(touchedIndex(next) ?? -1) ?? null, next, statement.size);
            statement = made.statement;
            if (made.signature !== null) signatures.set(made.signature.index, made.signature);
          } catch (error) {
            assert.ok(error instanceof IllegalEntryError, String(error));
          }
        }
        return statement;
      };
      assert.deepEqual(run(true), run(false));
    }),
    { numRuns: 300 },
  );
});
