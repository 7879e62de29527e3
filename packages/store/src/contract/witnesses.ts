import assert from "node:assert/strict";
import { test } from "node:test";
import { releaseLease, takeLease } from "../leases.ts";
import type { WitnessTable } from "../schema.ts";
import { deleteCosigned, listCosigned, listWitnesses, recordCosignature, recordWitness } from "../witnesses.ts";
import type { Contract } from "./context.ts";
import { NOW, someBytes } from "./context.ts";

/** Leases, witnesses and what they cosigned. */
export function witnessesContract({ engine, store, openAnother }: Contract): void {
  test(`${engine}: a lease is held by one, kept by asking again, and taken over when it runs out`, async () => {
    const other = await openAnother();
    const take = (holder: string, now: number, at = store()) =>
      takeLease(at, { name: "work", holder, now, until: now + 1000 });
    const first = await Promise.all([take("a", NOW), take("b", NOW, other), take("c", NOW), take("d", NOW, other)]);
    assert.equal(first.filter((taken) => taken).length, 1);
    const holder = ["a", "b", "c", "d"][first.indexOf(true)] ?? "";
    assert.equal(await take(holder, NOW + 900), true);
    assert.equal(await take("late", NOW + 1800, other), false);
    assert.equal(await take("late", NOW + 1900, other), true);
    assert.equal(await take(holder, NOW + 1900), false);
    await releaseLease(store(), "work", holder);
    assert.equal(await take(holder, NOW + 1900), false);
    await releaseLease(other, "work", "late");
    assert.equal(await take(holder, NOW + 1900), true);
  });

  test(`${engine}: how it stands with a witness is kept, the last word counting`, async () => {
    const witness = makeWitness("reading.example+1", { confirmed_size: 2 ** 40 });
    await recordWitness(store(), makeWitness("reading.example+1", { condition: "unreachable", detail: "no answer" }));
    await recordWitness(store(), witness);
    const kept = await listWitnesses(await openAnother());
    assert.deepEqual(
      kept.filter(({ vkey }) => vkey === witness.vkey),
      [witness],
    );
  });

  test(`${engine}: cosigned checkpoints are listed from the newest, each with its cosignatures, and can be forgotten`, async () => {
    const cosign = (size: number, vkey: string, seed: number) =>
      recordCosignature(store(), at(size), someBytes(seed, 72), makeWitness(vkey, { confirmed_size: size }));
    await Promise.all([cosign(7, "a+1", 1), cosign(7, "b+1", 2), cosign(9, "a+1", 3)]);
    await cosign(9, "a+1", 4);
    assert.deepEqual(await listCosigned(store()), [
      { ...at(9), cosignatures: [{ vkey: "a+1", signature: someBytes(4, 72) }] },
      {
        ...at(7),
        cosignatures: [
          { vkey: "a+1", signature: someBytes(1, 72) },
          { vkey: "b+1", signature: someBytes(2, 72) },
        ],
      },
    ]);
    assert.deepEqual(
      (await listCosigned(store(), 7)).map(({ size }) => size),
      [7],
    );
    assert.deepEqual(await listCosigned(store(), 8), []);
    await deleteCosigned(store(), [7, 8]);
    await deleteCosigned(store(), []);
    assert.deepEqual(
      (await listCosigned(store())).map(({ size }) => size),
      [9],
    );
  });

  test(`${engine}: a cosignature of another root at a size that is kept is never stored`, async () => {
    await recordCosignature(store(), at(12), someBytes(1, 72), makeWitness("a+1"));
    const forked = { ...at(12), root: someBytes(99) };
    await assert.rejects(recordCosignature(store(), forked, someBytes(2, 72), makeWitness("b+1")), /two roots/);
    assert.equal((await listCosigned(store(), 12))[0]?.cosignatures.length, 1);
  });
}

function at(size: number) {
  return { size, root: someBytes(size), checkpoint: someBytes(size, 200) };
}

function makeWitness(vkey: string, change: Partial<WitnessTable> = {}): WitnessTable {
  const plain = { confirmed_size: 0, condition: "cosigning", detail: null, since: NOW, cosigned_at: null };
  return { vkey, ...plain, ...change };
}
