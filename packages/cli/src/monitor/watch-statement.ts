import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { parseManifest } from "@undersigned/core/statement/manifest.ts";
import { readListedNames } from "./listed-names.ts";
import type { StatementMemory } from "./memory.ts";
import { proveNames } from "./prove-names.ts";
import type { Act } from "./statement-reading.ts";
import { tellAct } from "./tell-act.ts";
import type { Visiting } from "./visiting.ts";
import { originOf, versionsMirror } from "./visiting.ts";
import type { SignatoryName } from "./watched.ts";
import { findWatched } from "./watched.ts";

/** What is new in a statement, for those who watch. */
export type News = { readonly acts: readonly Act[]; readonly opened: readonly Manifest[] };

/**
 * Tells what is new in a statement of the organisations that are watched: that it speaks in their name, that they signed, and
 * what became of their signatures. A statement that was not looked at before is looked through whole.
 */
export async function watchStatement(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  { acts, opened }: News,
): Promise<void> {
  const { watching } = visiting;
  const size = statement.reached?.size ?? 0;
  if (watching.length === 0 || size === 0) return;
  const isNew = statement.lookedTo === 0;
  const manifests = isNew ? await readManifests(visiting, id) : opened;
  for (const manifest of manifests) tellInitiators(visiting, id, manifest);
  tellActs(visiting, id, statement, acts);
  // One that was hidden when it was looked for is in the list again.
  const consents = acts.filter(({ entry }) => ["sign", "resign", "uphold"].includes(entry.act));
  if (isNew || consents.length > 0 || statement.unproved.length > 0) {
    await lookForNames(visiting, id, statement, consents);
  }
  statement.lookedTo = size;
}

async function readManifests(visiting: Visiting, id: string): Promise<Manifest[]> {
  const mirror = versionsMirror(visiting, id);
  const manifests: Manifest[] = [];
  for (let number = 1; ; number++) {
    const bytes = await mirror.read(`${number}/manifest.json`);
    if (bytes === null) return manifests;
    manifests.push(parseManifest(bytes));
  }
}

function tellInitiators(visiting: Visiting, id: string, manifest: Manifest): void {
  const statement = originOf(visiting, id);
  for (const { name, domain } of manifest.initiators) {
    const watched = findWatched(domain, visiting.watching);
    if (watched === null) continue;
    visiting.found(
      "watched_opened",
      `${statement} was opened for signature (version ${manifest.number}) and names ${name} (${domain}) as one who speaks in it.`,
      { statement, about: `${manifest.number} ${domain} ${name}` },
    );
  }
}

function tellActs(visiting: Visiting, id: string, statement: StatementMemory, acts: readonly Act[]): void {
  const names = new Map(statement.watched.map((name) => [name.index, name]));
  const origin = originOf(visiting, id);
  for (const act of acts) {
    const { index, entry } = act;
    const name = "of" in entry ? names.get(entry.of) : undefined;
    const told = tellAct(act);
    if (name === undefined || told === null) continue;
    const [code, what] = told;
    visiting.found(code, `${name.name} (${name.domain}) in ${origin}: ${what} (entry ${index}).`, {
      statement: origin,
      about: `${index}`,
    });
  }
}

/** Looks at names that were not looked at before, and proves those that are watched. */
async function lookForNames(
  visiting: Visiting,
  id: string,
  statement: StatementMemory,
  consents: readonly Act[],
): Promise<void> {
  const size = statement.reached?.size ?? 0;
  const known = new Set(statement.watched.map(({ index }) => index));
  const again = consents.flatMap(({ entry }) => (entry.act === "resign" || entry.act === "uphold" ? [entry.of] : []));
  const range = { from: statement.lookedTo, to: size, again: [...new Set([...again, ...statement.unproved])] };
  const listed = await readListedNames(visiting, id, range);
  const wanted = listed.filter(
    ({ index, domain }) => !known.has(index) && findWatched(domain, visiting.watching) !== null,
  );
  const proved = await proveNames(visiting, id, statement, wanted);
  statement.unproved = wanted.filter((name) => !proved.includes(name)).map(({ index }) => index);
  const origin = originOf(visiting, id);
  for (const name of proved) {
    visiting.found("watched_signed", `${name.name} (${name.domain}) has signed ${origin} (entry ${name.index}).`, {
      statement: origin,
      about: `${name.index}`,
    });
  }
  statement.watched = [...statement.watched, ...proved].sort(byIndex);
}

function byIndex(one: SignatoryName, other: SignatoryName): number {
  return one.index - other.index;
}
