import { randomBytes } from "node:crypto";
import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { digestManifest } from "@undersigned/core/statement/manifest.ts";
import { assign } from "@undersigned/store/accounts.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { DraftFields, StatementRow } from "@undersigned/store/statements.ts";
import {
  deleteDraft,
  findStatement,
  insertDraft,
  markClosed,
  markOpened,
  replaceDraft,
  setClosesAt,
} from "@undersigned/store/statements.ts";
import type { Administrators } from "./administrators.ts";
import type { Doer } from "./doer.ts";
import { checkDraft, titleOf } from "./draft-check.ts";
import type { Draft, Drafts } from "./drafts.ts";
import { formatSeconds, isSayable } from "./moments.ts";
import type { OpenedVersion } from "./opened-version.ts";
import { keepVersion } from "./opened-version.ts";
import type { Sequencer } from "./sequencer.ts";
import { randomPublicId } from "./signing-tokens.ts";
import { makeSlug } from "./slug.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { Statements, StatementView } from "./statements.ts";

type Deps = {
  readonly store: Store;
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly administrators: Pick<Administrators, "organisation">;
  readonly sequencer: Sequencer;
  readonly clock: () => number;
  /** Fixes the origin under which logs are signed, before the first entry is. */
  readonly fixOrigin: () => Promise<void>;
};

export function createDrafts(deps: Deps): Drafts {
  const { store, clock } = deps;
  const view = (id: string) => viewForAdministrator(deps, id);
  return {
    defaults: async () => defaultDraft(await deps.administrators.organisation()),
    check: async (draft) => checkDraft(draft, PLACEHOLDER_ID, clock()),
    async create(draft, by = null) {
      const id = randomPublicId();
      const fields = draftFields(draft, id, clock());
      const row = { ...fields, id, link_key: randomBytes(15).toString("base64url"), created_at: clock() };
      const inserted = (await insertDraft(store, row)) || (await insertWithFreeSlug(store, row, draft));
      if (!inserted) throw refuseSlug(row.slug);
      if (by?.role === "initiator") await assign(store, { statement_id: id, account_id: by.id });
      return await view(id);
    },
    async replace(id, draft) {
      const row = await find(store, id);
      const fields = draftFields(draft, row.id, clock());
      let outcome = await replaceDraft(store, row.id, fields);
      if (outcome === "slug_taken" && !draft.slug)
        outcome = await replaceDraft(store, row.id, withIdInSlug(fields, row.id));
      if (outcome === "slug_taken") throw refuseSlug(fields.slug);
      if (outcome === "not_a_draft") throw refuseState("It was opened for signature meanwhile: its text is frozen.");
      return await view(row.id);
    },
    async get(id) {
      const row = await find(store, id);
      if (row.state !== "draft") throw refuseState("It is no longer a draft: its text is frozen.");
      const draft: Draft = JSON.parse(row.draft);
      return draft;
    },
    async open(id, by) {
      const row = await find(store, id);
      await openDraft(deps, row, by ?? null);
      return await view(row.id);
    },
    async close(id, by) {
      const row = await find(store, id);
      await closeStatement(deps, row.id, { by: by ?? null });
      return await view(row.id);
    },
    async extend(id, closes, by) {
      const row = await find(store, id);
      await extendStatement(deps, row, closes, by ?? null);
      return await view(row.id);
    },
    async discard(id) {
      const row = await find(store, id);
      if (!(await deleteDraft(store, row.id)))
        throw refuseState("Only a draft can be discarded; what was opened stays.");
      deps.reading.forget();
    },
  };
}

/** Has the length of an id, for checks of a draft that has none yet. */
const PLACEHOLDER_ID = "a".repeat(16);

function defaultDraft(organisation: Awaited<ReturnType<Administrators["organisation"]>>): Draft {
  const { name = "", domain, contact = "" } = organisation ?? {};
  return {
    texts: [{ lang: "en", markdown: "", authentic: true }],
    initiators: name ? [{ name, ...(domain ? { domain } : {}) }] : [],
    demands: [],
    closes: null,
    terms: {
      who: ["organisation", "person"],
      leastLevel: { organisation: 1, person: 1 },
      reservations: false,
      unnamed: true,
      minimumAge: 16,
      controller: { name, contact },
      retention: { unconfirmedDays: 14, mailboxDays: 365 },
    },
    visibility: "public",
    publishes: null,
  };
}

async function find(store: Store, id: string): Promise<StatementRow> {
  const row = await findStatement(store, id);
  if (!row) throw new RefusedError("not_found", "There is no such statement here.");
  return row;
}

async function viewForAdministrator({ reading, statements }: Deps, id: string): Promise<StatementView> {
  reading.forget();
  const statement = await statements.find(id, { administrator: true });
  if (!statement) throw new RefusedError("not_found", "There is no such statement here.");
  return statement;
}

function draftFields(draft: Draft, id: string, now: number): DraftFields {
  const title = titleOf(draft, checkDraft(draft, id, now).texts);
  return {
    slug: draft.slug || makeSlug(title, id),
    draft: JSON.stringify(draft),
    title,
    visibility: draft.visibility,
    publishes_at: parseMoment(draft.publishes),
    closes_at: parseMoment(draft.closes),
  };
}

/** A slug made from the title may be taken; one that was asked for by name is then refused. */
async function insertWithFreeSlug(
  store: Store,
  row: Parameters<typeof insertDraft>[1],
  draft: Draft,
): Promise<boolean> {
  if (draft.slug) return false;
  return await insertDraft(store, withIdInSlug(row, row.id));
}

function withIdInSlug<T extends { readonly slug: string }>(fields: T, id: string): T {
  return { ...fields, slug: `${fields.slug}-${id.slice(0, 6)}` };
}

/** As typed it may be no moment at all: that is among the draft's problems, and it has no effect until it is mended. */
function parseMoment(moment: string | null): number | null {
  const time = moment === null ? Number.NaN : Date.parse(moment);
  return Number.isNaN(time) ? null : time;
}

async function openDraft(deps: Deps, row: StatementRow, by: Doer | null): Promise<void> {
  if (row.state !== "draft") throw refuseState("It was opened before.");
  const draft: Draft = JSON.parse(row.draft);
  const { problems, manifest, consentNotice } = checkDraft(draft, row.id, deps.clock());
  const [problem] = problems;
  if (problem || !manifest || consentNotice === null) {
    throw new RefusedError("invalid_field", problem?.message ?? "The draft is not complete.", {
      field: problem?.field,
    });
  }
  await deps.fixOrigin();
  const digest = encodeHex(digestManifest(manifest));
  await deps.sequencer.act(row.id, {
    kind: "statement",
    by,
    entry: { act: "open", version: digest, closes: row.closes_at === null ? null : formatSeconds(row.closes_at) },
    record: (tx, index) =>
      recordOpening(tx, row, { texts: draft.texts, manifest, digest, consentNotice, openedAt: deps.clock(), index }),
  });
}

async function recordOpening(tx: Transaction, row: StatementRow, opened: OpenedVersion): Promise<void> {
  const { draft, closes_at: closesAt } = row;
  if (!(await markOpened(tx, row.id, { draft, version: 1, openedAt: opened.openedAt, closesAt })))
    throw refuseState("Somebody else changed, opened or discarded it meanwhile: look at it again.");
  await keepVersion(tx, opened);
}

/**
 * Closes a statement: for good, since its log says so.
 * @param options.by null where nobody does it
 * @param options.dueAt only if its time is over then (milliseconds since the epoch): it may have been extended just now
 */
export async function closeStatement(
  deps: Pick<Deps, "sequencer" | "clock">,
  id: string,
  options: { readonly dueAt?: number; readonly by?: Doer | null } = {},
): Promise<void> {
  await deps.sequencer.act(id, {
    kind: "statement",
    by: options.by ?? null,
    entry: { act: "close" },
    async record(tx) {
      if (!(await markClosed(tx, id, deps.clock(), options)))
        throw refuseState("It is not open, or it is not time yet.");
    },
  });
}

async function extendStatement(deps: Deps, row: StatementRow, closes: string | null, by: Doer | null): Promise<void> {
  if (row.state !== "open") throw refuseState("It is not open.");
  const time = parseMoment(closes);
  if (closes !== null && (time === null || time <= deps.clock() || !isSayable(time)))
    throw refuseCloses("Choose a moment that lies ahead, or no date at all.");
  const said = row.closes_at === null ? null : formatSeconds(row.closes_at);
  const wanted = time === null ? null : formatSeconds(time);
  if (wanted === said) return;
  // Those who signed were told the date: it may give others more time, and never less (spec/entry.md, extend_not_later).
  if (said === null) throw refuseCloses("It was opened without a date: it is open until somebody closes it.");
  if (wanted !== null && wanted <= said) {
    throw refuseCloses(`The date can only be moved later than ${said}, or be taken away. To end it sooner, close it.`);
  }
  await deps.sequencer.act(row.id, {
    kind: "statement",
    by,
    entry: { act: "extend", closes: wanted },
    async record(tx) {
      if (!(await setClosesAt(tx, row.id, time))) throw refuseState("It is not open.");
    },
  });
}

function refuseCloses(why: string): RefusedError {
  return new RefusedError("invalid_field", why, { field: "closes" });
}

function refuseState(why: string): RefusedError {
  return new RefusedError("wrong_state", `This statement cannot be changed so. ${why}`);
}

function refuseSlug(slug: string): RefusedError {
  return new RefusedError("invalid_field", `The address “${slug}” is taken by another statement: choose another.`, {
    field: "slug",
  });
}
