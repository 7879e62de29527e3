import type { Store } from "@undersigned/store/engine.ts";
import { listLogos } from "@undersigned/store/logos.ts";
import { listObservations } from "@undersigned/store/observations.ts";
import type { Secrets } from "../secrets.ts";
import { openObserved, viewObserved } from "./observing.ts";
import type { ShownObservation, SignatoryView } from "./statements.ts";
import { stillSaid } from "./still-said.ts";

export type SidesDeps = { readonly store: Store; readonly secrets: Pick<Secrets, "sealKey"> };

/** A page of named, standing signatories with what was observed of them and with their logos: one query each. */
export async function addSides(
  { store, secrets }: SidesDeps,
  statementId: string,
  views: readonly SignatoryView[],
): Promise<SignatoryView[]> {
  const indices = views.map(({ index }) => index);
  const observed = new Map<number, ShownObservation[]>();
  for (const row of await listObservations(store, statementId, indices.map(String))) {
    const { observation, index, seenAgain } = viewObserved(openObserved(secrets, row));
    const holder = Number(row.holder);
    observed.set(holder, [...(observed.get(holder) ?? []), { observation, index, seenAgain }]);
  }
  const organisations = views.filter(({ kind }) => kind === "organisation").map(({ index }) => index);
  const logos = new Map((await listLogos(store, statementId, organisations)).map(({ idx, ...logo }) => [idx, logo]));
  return views.map((view) => {
    const logo = logos.get(view.index);
    const observations = stillSaid(observed.get(view.index) ?? []);
    return { ...view, observations, ...(logo ? { logo } : {}) };
  });
}
