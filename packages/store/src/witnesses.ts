import { equalBytes } from "@undersigned/core/bytes.ts";
import { invariant } from "@undersigned/core/errors.ts";
import { sql } from "kysely";
import type { Store, Transaction } from "./engine.ts";
import type { WitnessTable } from "./schema.ts";

/** Works on a store as well as within a transaction. */
type Access = Pick<Transaction, "db">;

/** A checkpoint of the log of heads, with the cosignatures that are kept of it. */
export type CosignedCheckpoint = {
  readonly size: number;
  readonly root: Uint8Array;
  /** Signed note, without cosignatures. */
  readonly checkpoint: Uint8Array;
  readonly cosignatures: readonly { readonly vkey: string; readonly signature: Uint8Array }[];
};

export async function listWitnesses({ db }: Access): Promise<WitnessTable[]> {
  return await db.selectFrom("witness").selectAll().orderBy("vkey").execute();
}

export async function recordWitness({ db }: Access, witness: WitnessTable): Promise<void> {
  await db
    .insertInto("witness")
    .values(witness)
    .onConflict((conflict) => conflict.column("vkey").doUpdateSet(witness))
    .execute();
}

/**
 * Keeps what a witness cosigned, and how it now stands with it. A second cosignature of the same checkpoint takes the
 * place of the first.
 */
export async function recordCosignature(
  store: Store,
  cosigned: Omit<CosignedCheckpoint, "cosignatures">,
  signature: Uint8Array,
  witness: WitnessTable,
): Promise<void> {
  const { size, root, checkpoint } = cosigned;
  await store.transaction(async (tx) => {
    await tx.insertMany("cosigned", [{ size, root, checkpoint }], { onConflict: "ignore" });
    const kept = await tx.db.selectFrom("cosigned").select("root").where("size", "=", size).executeTakeFirstOrThrow();
    invariant(equalBytes(kept.root, root), `two roots of the log of heads were cosigned at size ${size}`);
    await tx.db
      .insertInto("cosignature")
      .values({ size, vkey: witness.vkey, signature })
      .onConflict((conflict) => conflict.columns(["size", "vkey"]).doUpdateSet({ signature: sql`excluded.signature` }))
      .execute();
    await recordWitness(tx, witness);
  });
}

/** Every cosigned checkpoint that is kept, the newest first; only that of `size` when one is given. */
export async function listCosigned({ db }: Access, size?: number): Promise<CosignedCheckpoint[]> {
  const rows = await db
    .selectFrom("cosigned")
    .innerJoin("cosignature", "cosignature.size", "cosigned.size")
    .select(["cosigned.size", "cosigned.root", "cosigned.checkpoint", "cosignature.vkey", "cosignature.signature"])
    .$if(size !== undefined, (query) => query.where("cosigned.size", "=", size ?? 0))
    .orderBy("cosigned.size", "desc")
    .orderBy("cosignature.vkey")
    .execute();
  const bySize = new Map<number, typeof rows>();
  for (const row of rows) bySize.set(row.size, [...(bySize.get(row.size) ?? []), row]);
  return [...bySize.values()].map((group) => {
    const { size, root, checkpoint } = group[0] as (typeof rows)[number];
    return { size, root, checkpoint, cosignatures: group.map(({ vkey, signature }) => ({ vkey, signature })) };
  });
}

/** Forgets every cosigned checkpoint: what follows is signed with another key. Which size each witness knows stays known. */
export async function deleteAllCosigned({ db }: Access): Promise<void> {
  await db.deleteFrom("cosignature").execute();
  await db.deleteFrom("cosigned").execute();
}

/** Forgets cosigned checkpoints of these sizes. */
export async function deleteCosigned(store: Store, sizes: readonly number[]): Promise<void> {
  if (sizes.length === 0) return;
  await store.transaction(async ({ db }) => {
    await db.deleteFrom("cosignature").where("size", "in", sizes).execute();
    await db.deleteFrom("cosigned").where("size", "in", sizes).execute();
  });
}
