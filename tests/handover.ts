import type { VerifierKey } from "../packages/core/src/log/note.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import type { MoveReport, MoveStep } from "../packages/server/src/handover/move.ts";
import { move } from "../packages/server/src/handover/move.ts";
import type { RotateReport, RotateStep } from "../packages/server/src/handover/rotate.ts";
import { rotate } from "../packages/server/src/handover/rotate.ts";
import type { Store } from "../packages/store/src/store.ts";
import type { OpenPlace, Place } from "./depositary.ts";

export type MoveOptions = { to: string; exportTo?: string | null; onStep?: (step: MoveStep) => void };

/** A key as a verifier gives it by hand. */
export const given = (key: VerifierKey) => ({ key, source: "given" }) as const;

export function keyOf({ depositary }: OpenPlace): VerifierKey {
  return parseVerifierKey(depositary.identity.vkey);
}

export async function moveWith(store: Store, { dataDir }: Place, options: MoveOptions): Promise<MoveReport> {
  const { to, exportTo = null, onStep } = options;
  const deps = { store, dataDir, witnessPolicy: null, clock: Date.now, to, exportTo, onNotice: () => undefined };
  return await move(onStep === undefined ? deps : { ...deps, onStep });
}

/** Moves a place whose server is stopped. */
export async function moveAt(place: Place, options: MoveOptions): Promise<MoveReport> {
  const store = await place.openStore();
  try {
    return await moveWith(store, place, options);
  } finally {
    await store.close();
  }
}

/** Replaces the key of a place whose server is stopped. */
export async function rotateAt(place: Place, onStep?: (step: RotateStep) => void): Promise<RotateReport> {
  const store = await place.openStore();
  try {
    const deps = { store, dataDir: place.dataDir, witnessPolicy: null, clock: Date.now };
    return await rotate(onStep === undefined ? deps : { ...deps, onStep });
  } finally {
    await store.close();
  }
}
