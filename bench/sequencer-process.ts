import { makePreparing } from "../packages/server/src/depositary/preparing.ts";
import { makeSequencer } from "../packages/server/src/depositary/sequencer.ts";
import { anchorsOf, makeDraft, makePlace, makeSignature, observeOf } from "../tests/depositary.ts";

/**
 * The sequencer alone, in a process of its own: no HTTP, no publishing, no mail. Signatures that were confirmed are taken from
 * the table of pending ones; what is measured is until all are committed: entry, tiles, size, root, counts, the signature
 * with its sealed part, the mail in the outbox, and the pending row that is emptied.
 */
const engine = process.env.SEQUENCER_ENGINE === "postgres" ? "postgres" : "sqlite";
const count = Number(process.env.SEQUENCER_COUNT);
/** Confirmations that wait at once: two batches of the sequencer, so that the next is always ready. */
const AT_ONCE = 1_024;

const place = await makePlace(engine);
const opened = await place.open({ publishInterval: 3_600_000 });
const { depositary, store, secrets } = opened;
try {
  const { id } = await depositary.drafts.create(makeDraft());
  const statement = await depositary.drafts.open(id);
  await inGroups(count, async (i) => {
    const signature = makeSignature(statement, { name: `Signatory ${i}`, mailbox: `signatory-${i}@post.example` });
    await depositary.signing.submit(id, signature, { address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` });
  });
  const pending = await store.db.selectFrom("pending").select("id").where("statement_id", "=", id).execute();
  const deps = { store, secrets, baseUrl: "https://letters.example", clock: Date.now };
  const describe = async () => ({ title: "Open the reading rooms", url: "https://letters.example/s/rooms" });
  const sequencer = makeSequencer(
    { ...deps, describe, anchors: anchorsOf(place, opened), observe: observeOf(opened) },
    () => undefined,
  );
  const preparing = makePreparing({ ...deps, describe });
  const half = Math.floor(pending.length / 2);

  // One half is prepared beforehand, as a server does while the database is busy; the other within the time.
  const prepared: Awaited<ReturnType<typeof preparing.prepare>>[] = [];
  await inGroups(half, async (i) => {
    prepared[i] = await preparing.prepare(id, pending[i]?.id ?? "");
  });
  const alone = await measure(half, (i) => confirm(pending[i]?.id ?? "", prepared[i] ?? null));
  const together = await measure(half, async (i) => {
    const pendingId = pending[half + i]?.id ?? "";
    await confirm(pendingId, await preparing.prepare(id, pendingId));
  });
  async function confirm(pendingId: string, ready: (typeof prepared)[number]): Promise<void> {
    await sequencer.act(id, { kind: "confirm", pendingId, code: null, prepared: ready });
  }
  const { total } = await depositary.statements.counts(id);
  if (total !== 2 * half) throw new Error(`${total} signatures are counted, and ${2 * half} were confirmed`);
  process.send?.({ alone, together });
} finally {
  await depositary.close();
  await place.remove();
}

/** Does `work` for each number below `count`, AT_ONCE at a time. */
async function inGroups(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, worker));
}

type Rate = { readonly perSecond: number; readonly perProcessorSecond: number };

async function measure(count: number, work: (i: number) => Promise<void>): Promise<Rate> {
  const start = performance.now();
  const used = process.cpuUsage();
  await inGroups(count, work);
  const { user, system } = process.cpuUsage(used);
  return {
    perSecond: (count / (performance.now() - start)) * 1_000,
    perProcessorSecond: (count / (user + system)) * 1_000_000,
  };
}
