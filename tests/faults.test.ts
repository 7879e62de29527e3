import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { equalBytes } from "../packages/core/src/bytes.ts";
import { append, emptyEdge, rootOfEdge } from "../packages/core/src/log/append.ts";
import { openCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { parseHead } from "../packages/core/src/log/head.ts";
import { hashLeaf } from "../packages/core/src/log/merkle.ts";
import { makeSigningKey } from "../packages/server/src/depositary/keys.ts";
import { loadSecrets } from "../packages/server/src/secrets.ts";
import { HEADS, readEntries } from "../packages/store/src/log-reading.ts";
import type { Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import type { FaultProcess, Served } from "./fault-process.ts";
import { journaled, ORIGIN, STATEMENT, startProcess } from "./fault-process.ts";
import { copyDatabase } from "./older-database.ts";

type Fault = { readonly what: string; strike(process: FaultProcess): void };

/** Every step that makes something last, and each way in which it can fail. */
const FAULTS: readonly Fault[] = [
  ...(["refused", "committed unknown", "lost unknown"] as const).flatMap(
    (fault) =>
      [
        { what: `recording an act: ${fault}`, strike: ({ faults }) => faults.strike(`log:${STATEMENT}`, fault) },
        { what: `the publish round: ${fault}`, strike: ({ faults }) => faults.strike(`log:${HEADS}`, fault) },
      ] satisfies Fault[],
  ),
  ...(["before", "after"] as const).flatMap(
    (fault) =>
      [
        {
          what: `writing the journal of erasures: fails ${fault} it`,
          strike: (process) => process.strikeFile("journal", fault),
        },
        { what: `writing the anchor: fails ${fault} it`, strike: (process) => process.strikeFile("anchor", fault) },
      ] satisfies Fault[],
  ),
];

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`whatever fails, no checkpoint that was served is ever contradicted, on ${engine}`, () => {
    let story: Story;
    before(async () => {
      story = makeStory(await makePlace(engine));
    });
    after(async () => {
      await story.endAll();
      await story.place.remove();
    });
    afterEach(async () => {
      await story.check();
      await story.endAll();
    });
    for (const fault of FAULTS) {
      test(`${fault.what}; it goes on`, () => failAndGoOn(story, fault));
      test(`${fault.what}; it dies there, and starts again`, () => dieAndRestart(story, fault));
    }
    for (const moment of ["before", "after"] as const) {
      test(`it dies ${moment} it serves what it published, and starts again`, () => dieServing(story, moment));
    }
    test("an older copy is put back: nothing more is signed until what was served is there again", () => goBack(story));
  });
}

async function failAndGoOn(story: Story, fault: Fault): Promise<void> {
  const process = await story.start();
  fault.strike(process);
  await story.actAndPublish(process);
  assert.ok(process.faults.struck() && process.fileStruck(), "the fault came");
  // A file that failed is tried again by the next look, a commit by the next round.
  for (let i = 0; i < 3; i++) await story.actAndPublish(process);
  assert.equal(process.anchors.trouble(), null);
}

async function dieAndRestart(story: Story, fault: Fault): Promise<void> {
  const process = await story.start();
  fault.strike(process);
  process.faults.dieThen();
  await story.tryTo(() => process.act(story.next(), story.erased()));
  await story.tryTo(() => process.round());
  assert.ok(process.faults.struck() && process.fileStruck(), "the fault came");
  process.faults.die();
  await story.end(process);
  await story.start();
}

async function dieServing(story: Story, moment: "before" | "after"): Promise<void> {
  const process = await story.start();
  await process.act(story.next(), story.erased());
  await process.round();
  if (moment === "after") await story.read(process);
  process.faults.die();
  await story.end(process);
  await story.start();
}

async function goBack(story: Story): Promise<void> {
  const first = await story.start();
  const older = await copyDatabase(first.store);
  await story.actAndPublish(first);
  const newer = await copyDatabase(first.store);
  await older.putBack(first.store);
  await story.end(first);

  const behind = await startProcess(story.place);
  assert.equal(behind.anchors.trouble()?.kind, "behind");
  await assert.rejects(behind.act(story.next()), { code: "unavailable" });
  await behind.round();
  await assert.rejects(behind.serve(), { code: "unavailable" });
  await newer.putBack(behind.store);
  await behind.round();
  assert.equal(behind.anchors.trouble(), null);
  await story.end(behind);
  await story.start();
}

type Story = ReturnType<typeof makeStory>;

/** One depositary through several processes, and everything that any of them ever served, in order. */
function makeStory(place: Place) {
  const served: Checkpoint[] = [];
  const running = new Set<FaultProcess>();
  let index = 0;
  let signature = 0;

  async function start(): Promise<FaultProcess> {
    const process = await startProcess(place);
    running.add(process);
    assert.equal(process.anchors.trouble(), null);
    index = (await readEntries(process.store.db, STATEMENT, 0, 1_000)).length;
    for (let i = 0; i < 2; i++) await actAndPublish(process);
    return process;
  }

  async function tryTo(work: () => Promise<void>): Promise<void> {
    await work().catch(() => undefined);
  }

  async function actAndPublish(process: FaultProcess): Promise<void> {
    await tryTo(() => process.act(index, ++signature));
    index = (await readEntries(process.store.db, STATEMENT, 0, 1_000)).length;
    await tryTo(() => process.round());
    await tryTo(() => read(process));
  }

  async function read(process: FaultProcess): Promise<void> {
    served.push(...(await process.serve()).map((one) => open(place, one)));
    const size = served.findLast(({ log }) => log === "statement")?.size ?? 0;
    const erasures = process.store.db.selectFrom("erasure").select("signature_index").where("entry_index", "<", size);
    const kept = new Set(journaled(place));
    for (const { signature_index } of await erasures.execute()) {
      assert.ok(kept.has(signature_index), "what was erased is in the journal once it is published");
    }
  }

  async function end(process: FaultProcess): Promise<void> {
    running.delete(process);
    await process.close();
  }

  return {
    place,
    start,
    tryTo,
    actAndPublish,
    read,
    end,
    next: () => index,
    erased: () => ++signature,
    async endAll() {
      for (const process of running) await end(process);
    },
    /** All checkpoints that were ever served are of the logs that are there now, and none was followed by a smaller one. */
    async check() {
      const [process] = running;
      assert.ok(process);
      const logs = {
        heads: await readEntries(process.store.db, HEADS, 0, 10_000),
        statement: await readEntries(process.store.db, STATEMENT, 0, 10_000),
      };
      const roots = { heads: rootsOf(logs.heads), statement: rootsOf(logs.statement) };
      const greatest = { heads: 0, statement: 0 };
      for (const { log, size, root } of served) {
        assert.ok(size >= greatest[log], `the ${log} log shrank from ${greatest[log]} to ${size}`);
        greatest[log] = size;
        assert.ok(equalBytes(roots[log][size] ?? new Uint8Array(0), root), `the ${log} log of size ${size} is another`);
      }
      // The last that was served is all there is: it went on after the fault.
      assert.deepEqual(greatest, { heads: logs.heads.length, statement: logs.statement.length });
      assert.equal(parseHead(logs.heads.at(-1) as Uint8Array).size, logs.statement.length);
    },
  };
}

type Checkpoint = { readonly log: Served["log"]; readonly size: number; readonly root: Uint8Array };

function open(place: Place, { log, note }: Served): Checkpoint {
  const origin = log === "heads" ? ORIGIN : `${ORIGIN}/s/${STATEMENT}`;
  const { size, root } = openCheckpoint(note, makeSigningKey(loadSecrets(place.dataDir)).verifierKey(origin), origin);
  return { log, size, root };
}

/** The root at every size from 0 on. */
function rootsOf(entries: readonly Uint8Array[]): Uint8Array[] {
  let edge = emptyEdge();
  const roots = [rootOfEdge(edge)];
  for (const entry of entries) {
    const appended = append(edge, [hashLeaf(entry)]);
    edge = appended.edge;
    roots.push(appended.root);
  }
  return roots;
}
