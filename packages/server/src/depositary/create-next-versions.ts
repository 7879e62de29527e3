import { decodeUtf8, encodeHex, equalBytes } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { VERSION_LIMIT } from "@undersigned/core/signature/transition.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Manifest } from "@undersigned/core/statement/manifest.ts";
import { digestManifest, formatManifest } from "@undersigned/core/statement/manifest.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { findStatement, markNextOpened, replaceNextDraft } from "@undersigned/store/statements.ts";
import { comparedOf } from "./create-versions.ts";
import type { Doer } from "./doer.ts";
import { checkDraft, titleOf } from "./draft-check.ts";
import type { Draft, DraftCheck, DraftProblem } from "./drafts.ts";
import { formatSeconds } from "./moments.ts";
import type { NextVersionCheck, NextVersions } from "./next-versions.ts";
import type { OpenedVersion } from "./opened-version.ts";
import { keepVersion } from "./opened-version.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Frozen, StatementReading } from "./statement-reading.ts";
import type { Statements, StatementView } from "./statements.ts";
import { compareVersions } from "./version-changes.ts";

type Deps = {
  readonly store: Store;
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly sequencer: Sequencer;
  readonly clock: () => number;
};

/** What the column says while nobody writes a next version. */
const NO_DRAFT = "{}";

export function createNextVersions(deps: Deps): NextVersions {
  const { store } = deps;
  return {
    async get(id) {
      const row = await find(store, id);
      return readDraft(row);
    },
    async present(id) {
      const row = await findOpen(store, id);
      return draftOfVersion(row, await frozenOf(deps, row));
    },
    async begin(id) {
      const row = await findOpen(store, id);
      const begun = readDraft(row);
      if (begun) return begun;
      const draft = draftOfVersion(row, await frozenOf(deps, row));
      await keep(deps, row, draft);
      return draft;
    },
    async replace(id, draft) {
      const row = await findOpen(store, id);
      await keep(deps, row, draft);
      return await viewForAdministrator(deps, row.id);
    },
    async check(id, draft) {
      const row = await findOpen(store, id);
      return checkNext(row, await frozenOf(deps, row), draft, deps.clock());
    },
    async preview(id, draft) {
      const row = await findOpen(store, id);
      const check = checkNext(row, await frozenOf(deps, row), draft, deps.clock());
      return previewOf(await viewForAdministrator(deps, row.id), withOwn(row, draft), check);
    },
    async open(id, version, by) {
      const row = await findOpen(store, id);
      const draft = readDraft(row);
      if (!draft) throw refuseState("No new version of it is being written: somebody opened or discarded it.");
      await openNext(deps, row, draft, { version, by: by ?? null });
      deps.reading.forget();
      return await viewForAdministrator(deps, row.id);
    },
    async discard(id) {
      const row = await findOpen(store, id);
      if (!(await replaceNextDraft(store, row.id, row.version, NO_DRAFT)))
        throw refuseState("Somebody else closed it, or opened that version, meanwhile.");
      deps.reading.forget();
    },
  };
}

async function find(store: Store, id: string): Promise<StatementRow> {
  const row = await findStatement(store, id);
  if (!row) throw new RefusedError("not_found", "There is no such statement here.");
  return row;
}

async function findOpen(store: Store, id: string): Promise<StatementRow> {
  const row = await find(store, id);
  if (row.state === "draft") throw refuseState("It is a draft still: change it, and open it.");
  if (row.state === "closed") throw refuseState("It is closed: nobody could sign the new text.");
  return row;
}

async function frozenOf({ reading }: Deps, row: StatementRow): Promise<Frozen> {
  const frozen = await reading.frozen(row.id, row.version);
  if (!frozen) throw new RefusedError("unavailable", "The text that is open cannot be read right now.");
  return frozen;
}

async function viewForAdministrator({ reading, statements }: Deps, id: string): Promise<StatementView> {
  reading.forget();
  const statement = await statements.find(id, { administrator: true });
  if (!statement) throw new RefusedError("not_found", "There is no such statement here.");
  return statement;
}

async function keep({ store, reading }: Deps, row: StatementRow, draft: Draft): Promise<void> {
  const kept = JSON.stringify(withOwn(row, draft));
  if (!(await replaceNextDraft(store, row.id, row.version, kept)))
    throw refuseState("Somebody else closed it, or opened another version of it, meanwhile: look at it again.");
  reading.forget();
}

function readDraft(row: StatementRow): Draft | null {
  if (row.state !== "open" || row.draft === NO_DRAFT) return null;
  const draft: Draft = JSON.parse(row.draft);
  return withOwn(row, draft);
}

/** What belongs to the statement, whatever its version, is never the draft's to say. */
function withOwn(row: StatementRow, draft: Draft): Draft {
  return {
    ...draft,
    slug: row.slug,
    closes: row.closes_at === null ? null : formatSeconds(row.closes_at),
    visibility: row.visibility,
    publishes: row.publishes_at === null ? null : formatSeconds(row.publishes_at),
  };
}

/** A version as the draft that it was opened from, with what belongs to its statement as it is now. */
export function draftOfVersion(row: StatementRow, { manifest, texts }: Frozen): Draft {
  const { consentNotice: _notice, who, leastLevel, ...terms } = manifest.terms;
  return withOwn(row, {
    texts: texts.map(({ lang, bytes, authentic, prevails }) => {
      return { lang, markdown: decodeUtf8(bytes), authentic, prevails };
    }),
    initiators: manifest.initiators.map((one) => ({ ...one })),
    demands: manifest.demands.map(({ block, addressees }) => ({ block, addressees: [...addressees] })),
    terms: {
      ...terms,
      who: [...who],
      leastLevel: { ...leastLevel },
      controller: { ...terms.controller },
      retention: { ...terms.retention },
    },
    closes: null,
    visibility: row.visibility,
    publishes: null,
  });
}

/** As any draft is checked, and that it says something that the open version does not. */
function checkNext(row: StatementRow, open: Frozen, typed: Draft, now: number): NextVersionCheck {
  const place = { number: open.number + 1, previous: open.digest };
  const check = checkDraft(withOwn(row, typed), row.id, now, place);
  const problems: DraftProblem[] = [...check.problems];
  if (open.number >= VERSION_LIMIT) {
    const message = `A statement has at most ${VERSION_LIMIT} versions, and this one has them all: make a new statement.`;
    problems.push({ field: "", message });
  }
  if (check.manifest && saysNothingNew(open.manifest, check.manifest)) {
    const message = "Nothing is changed: this is the version that is open, and nobody need be asked to sign it again.";
    problems.push({ field: "", message });
  }
  const changes =
    check.manifest && compareVersions(comparedOf(open), comparedDraft(check, check.manifest, typed), undefined);
  if (problems.length === 0) return { ...check, changes };
  return { ...check, problems, manifest: null, consentNotice: null, changes };
}

function comparedDraft(check: DraftCheck, manifest: Manifest, draft: Draft) {
  const texts = new Map<string, Text>();
  draft.texts.forEach(({ lang }, i) => {
    const parsed = check.texts[i];
    if (parsed) texts.set(lang, parsed.text);
  });
  return { number: manifest.number, openedAt: null, manifest, texts };
}

/** The consent notice is left out: it follows from the rest. */
function saysNothingNew(open: Manifest, next: Manifest): boolean {
  const { number, previous } = open;
  const terms = { ...next.terms, consentNotice: open.terms.consentNotice };
  return equalBytes(formatManifest(open), formatManifest({ ...next, number, previous, terms }));
}

function previewOf(statement: StatementView, draft: Draft, check: NextVersionCheck): StatementView {
  const { manifest, texts, consentNotice } = check;
  const parsed = new Map(draft.texts.map(({ lang }, i) => [lang, texts[i]?.text]));
  return {
    ...statement,
    title: titleOf(draft, texts),
    initiators: draft.initiators,
    demands: draft.demands,
    terms: manifest?.terms ?? null,
    consentNotice,
    version: manifest && {
      number: manifest.number,
      digest: encodeHex(digestManifest(manifest)),
      openedAt: null,
      texts: manifest.texts.map((text) => ({
        ...text,
        blocks: parsed.get(text.lang)?.blocks.length ?? 0,
        title: plainText(parsed.get(text.lang)?.title ?? []),
      })),
    },
  };
}

async function openNext(
  deps: Deps,
  row: StatementRow,
  draft: Draft,
  { version, by }: { readonly version: string; readonly by: Doer | null },
): Promise<void> {
  const { problems, manifest, consentNotice, texts } = checkNext(row, await frozenOf(deps, row), draft, deps.clock());
  const [problem] = problems;
  if (problem || !manifest || consentNotice === null) {
    throw new RefusedError("invalid_field", problem?.message ?? "The new version is not complete.", {
      field: problem?.field,
    });
  }
  const digest = encodeHex(digestManifest(manifest));
  if (digest !== version) throw refuseState("The draft, or the text that is open, is not the one that was read.");
  const title = titleOf(draft, texts);
  await deps.sequencer.act(row.id, {
    kind: "statement",
    by,
    entry: { act: "open", version: digest, closes: row.closes_at === null ? null : formatSeconds(row.closes_at) },
    record: (tx, index) => {
      const opened = { texts: draft.texts, manifest, digest, consentNotice, openedAt: deps.clock(), index };
      return recordNext(tx, row, title, opened);
    },
  });
}

/** Compared with what was read, to the letter: a draft, a date or a version that changed meanwhile is not opened over. */
async function recordNext(tx: Transaction, row: StatementRow, title: string, opened: OpenedVersion): Promise<void> {
  if (!(await markNextOpened(tx, row, title)))
    throw refuseState("Somebody else changed, opened, closed or discarded it meanwhile: look at it again.");
  await keepVersion(tx, opened);
}

function refuseState(why: string): RefusedError {
  return new RefusedError("wrong_state", `A new version cannot be made so. ${why}`);
}
