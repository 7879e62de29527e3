import type { Store } from "@undersigned/store/engine.ts";
import { fetchPage } from "../lookup/fetch-page.ts";
import type { Guard } from "../lookup/guarded-fetch.ts";
import type { Reading } from "../reading/reading.ts";
import type { Secrets } from "../secrets.ts";
import type { Administrators } from "./administrators.ts";
import { createDrafts } from "./create-drafts.ts";
import { createImports } from "./create-imports.ts";
import { createNextVersions } from "./create-next-versions.ts";
import type { Depositary } from "./depositary.ts";
import type { Sequencer } from "./sequencer.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Statements } from "./statements.ts";

type Options = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly administrators: Administrators;
  readonly clock: () => number;
};

type DraftingDeps = {
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly sequencer: Sequencer;
  readonly sources: Reading;
  readonly guard: Guard;
  readonly fixOrigin: () => Promise<void>;
};

/** Texts until they are frozen. */
export function createDrafting(
  { store, secrets, administrators, clock }: Options,
  { guard, sources, ...deps }: DraftingDeps,
): Pick<Depositary, "drafts" | "nextVersions" | "imports"> {
  const drafts = createDrafts({ store, administrators, clock, ...deps });
  return {
    drafts,
    nextVersions: createNextVersions({ store, clock, ...deps }),
    imports: createImports({
      store,
      secrets,
      drafts,
      sources,
      fetchPage: (address) => fetchPage(guard, address),
      clock,
    }),
  };
}
