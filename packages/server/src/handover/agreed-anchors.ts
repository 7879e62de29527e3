import { RefusedError } from "@undersigned/core/errors.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { Anchors } from "../depositary/anchor.ts";
import { makeAnchors } from "../depositary/anchor.ts";
import { openAnchorFolder } from "../depositary/anchor-file.ts";
import { askSizes } from "../depositary/ask-sizes.ts";
import { openErasureJournal } from "../depositary/erasure-journal.ts";
import type { Tenure } from "../depositary/tenure.ts";
import { describeTrouble } from "../depositary/trouble.ts";

export type AnchorsDeps = {
  readonly store: Store;
  readonly dataDir: string;
  /** Witnesses to ask how much they know, before anything is signed; null: nobody. */
  readonly witnessPolicy: Policy | null;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
};

/**
 * Compares the database with all that was published, and brings the anchor up to it.
 * @throws RefusedError `wrong_state` when they do not agree, saying why and what to do
 */
export async function openAgreedAnchors(
  { store, dataDir, witnessPolicy: policy, clock }: AnchorsDeps,
  tenure: Tenure,
): Promise<Anchors> {
  const journal = openErasureJournal({ store, dataDir, clock });
  const folder = openAnchorFolder(dataDir);
  const seen: Anchors["seen"] = (witnessed) => anchors.seen(witnessed);
  const ask = () => askSizes({ store, policy, clock, seen, ...tenure });
  const anchors = makeAnchors({ store, ...tenure, folder, journal, ask, onNotice: () => undefined });
  await anchors.start();
  const trouble = anchors.trouble();
  if (trouble !== null) throw new RefusedError("wrong_state", describeTrouble(trouble));
  return anchors;
}
