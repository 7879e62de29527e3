import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import { emptyStatement } from "@undersigned/core/signature/statement-state.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readLog } from "@undersigned/store/log-reading.ts";
import { listVersionNumbers } from "@undersigned/store/versions.ts";
import { viewVersion } from "./create-statements.ts";
import { createMemo } from "./memo.ts";
import type { Frozen, StatementReading } from "./statement-reading.ts";
import type { ComparedVersion, VersionChanges } from "./version-changes.ts";
import { compareVersions } from "./version-changes.ts";
import type { Versions } from "./versions.ts";

type Deps = { readonly store: Store; readonly reading: StatementReading };

/** Comparisons to remember: every signatory of a version asks for the same one. */
const REMEMBERED = 100;

export function createVersions({ store, reading }: Deps): Versions {
  const known = createMemo<VersionChanges>({ freshFor: Number.POSITIVE_INFINITY, limit: REMEMBERED });
  return {
    async list(id) {
      const log = await readLog(store.db, id);
      const { counts }: StatementState = log ? JSON.parse(log.state) : emptyStatement();
      const rows = await listVersionNumbers(store, id);
      return rows.map(({ number, digest, opened_at }) => {
        return { number, digest, openedAt: opened_at, signed: counts.versions[digest]?.total ?? 0 };
      });
    },
    async get(id, number) {
      const frozen = await reading.frozen(id, number);
      if (!frozen) return null;
      const { initiators, demands } = frozen.manifest;
      return { ...viewVersion(frozen), initiators, demands };
    },
    async text(id, number, lang) {
      const frozen = await reading.frozen(id, number);
      return frozen?.texts.find((text) => text.lang === lang) ?? null;
    },
    async changes(id, before, after, lang) {
      return await known.get(JSON.stringify([id, before, after, lang]), async () => {
        const [one, other] = [await reading.frozen(id, before), await reading.frozen(id, after)];
        return one && other ? compareVersions(comparedOf(one), comparedOf(other), lang) : null;
      });
    },
  };
}

export function comparedOf({ number, openedAt, manifest, texts }: Frozen): ComparedVersion {
  return { number, openedAt, manifest, texts: new Map(texts.map(({ lang, text }) => [lang, text])) };
}
