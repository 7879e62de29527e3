import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import { listAdditions } from "@undersigned/store/additions.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { listNamed } from "@undersigned/store/signatures.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { viewAdditions } from "./addition-views.ts";
import type { Additions } from "./additions.ts";
import type { StatementReading } from "./statement-reading.ts";

export type CandidateDeps = {
  readonly store: Store;
  readonly reading: StatementReading;
  readonly additions: Pick<Additions, "translation">;
};

/** Texts that a copy is held against: of more, those of the newest versions. */
const TEXTS_LIMIT = 200;
/** Names of more signatories are not looked for in a copy: nothing is then said of who is missing or unknown. */
const NAMES_LIMIT = 10_000;

/**
 * All texts of a statement that a copy may be of, of all its versions, newest first.
 * @param languages in which words of the copy were found; none: all languages of the newest version
 */
export async function loadCandidates(
  deps: CandidateDeps,
  row: StatementRow,
  languages: readonly string[],
): Promise<Candidate[]> {
  const namesIn = namesByLanguage(await listRecords(deps.store, row.id));
  const unsigned = viewAdditions(await listAdditions(deps.store, row.id)).translations.filter(({ stands }) => stands);
  const candidates: Candidate[] = [];
  const isWanted = (lang: string, version: number) =>
    languages.length === 0 ? version === row.version : languages.includes(lang);
  for (let version = row.version; version > 0 && candidates.length < TEXTS_LIMIT; version--) {
    const frozen = await deps.reading.frozen(row.id, version);
    if (!frozen) continue;
    const newest = version === row.version;
    const { demands } = frozen.manifest;
    const of = { version, newest, demands: demands.map(({ block }) => block) };
    for (const { lang, text, authentic } of frozen.texts) {
      if (!isWanted(lang, version)) continue;
      candidates.push({ ...of, lang, text, names: namesIn(lang), standing: authentic ? "authentic" : "translation" });
    }
    for (const { lang } of unsigned.filter((one) => one.version === version && isWanted(one.lang, version))) {
      const found = await deps.additions.translation(row.id, version, lang);
      if (found) candidates.push({ ...of, lang, text: found.text, names: namesIn(lang), standing: "unsigned" });
    }
  }
  return candidates;
}

type Named = Pick<PublicPart, "name" | "names">;

/** Everybody who is named on the list; null where they are too many. */
async function listRecords(store: Store, statementId: string): Promise<Named[] | null> {
  const rows = await listNamed(store.db, statementId, { after: -1, limit: NAMES_LIMIT + 1 });
  return rows.length > NAMES_LIMIT ? null : rows.map(({ public_part }): Named => JSON.parse(public_part ?? "{}"));
}

/** An organisation has a name of its own in some languages. */
function namesByLanguage(records: readonly Named[] | null): (lang: string) => readonly string[] | null {
  const known = new Map<string, readonly string[]>();
  return (lang) => {
    if (records === null) return null;
    const names = known.get(lang) ?? records.flatMap((record) => record.names?.[lang] ?? record.name ?? []);
    known.set(lang, names);
    return names;
  };
}
