import { encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { reconcile } from "@undersigned/core/signature/reconcile.ts";
import { summarise } from "@undersigned/core/signature/replay.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import { emptyStatement } from "@undersigned/core/signature/statement-state.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import { digestManifest } from "@undersigned/core/statement/manifest.ts";
import { listAdditions } from "@undersigned/store/additions.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readLog } from "@undersigned/store/log-reading.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { listStatements } from "@undersigned/store/statements.ts";
import { listOpenings } from "@undersigned/store/versions.ts";
import type { Secrets } from "../secrets.ts";
import { NO_ADDITIONS, viewAdditions } from "./addition-views.ts";
import { checkDraft } from "./draft-check.ts";
import type { Draft } from "./drafts.ts";
import type { SigningKey } from "./keys.ts";
import { maySee } from "./may-see.ts";
import { formatSeconds } from "./moments.ts";
import type { Publishing } from "./publishing.ts";
import { findSignatory, listSignatories, refuseCursor } from "./signatories.ts";
import type { Frozen, StatementReading } from "./statement-reading.ts";
import type { Statements, StatementView, TextView, VersionView } from "./statements.ts";
import { nothingWhileHalted } from "./trouble.ts";
import { readVersionFile } from "./version-files.ts";

export type StatementsDeps = {
  readonly store: Store;
  readonly reading: StatementReading;
  readonly publishing: Publishing;
  readonly key: SigningKey;
  readonly secrets: Secrets;
  readonly baseUrl: string;
  /** Of the log of heads. */
  readonly origin: () => string;
  readonly clock: () => number;
};

const LIST_LIMIT = 50;

export function createStatements(deps: StatementsDeps): Statements {
  const { store, reading, clock } = deps;
  return {
    async find(idOrSlug, access = {}) {
      const row = await reading.row(idOrSlug);
      return row && maySee(row, access, clock()) ? await viewStatement(deps, row) : null;
    },
    async list({ administrator = false, assignedTo, cursor, limit = LIST_LIMIT }) {
      const rows = await listStatements(store, {
        publicAt: administrator ? null : clock(),
        assignedTo,
        before: cursor === undefined ? null : readListCursor(cursor),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: await Promise.all(page.map((row) => viewStatement(deps, row))),
        next: rows.length > limit && last ? `${last.created_at}.${last.id}` : null,
      };
    },
    async text(id, lang) {
      const row = await reading.row(id);
      if (!row) return null;
      if (row.state === "draft") return draftText(row, lang, clock());
      const frozen = await reading.frozen(row.id, row.version);
      return frozen?.texts.find((text) => text.lang === lang) ?? null;
    },
    async manifest(id) {
      const row = await reading.row(id);
      return row ? ((await reading.frozen(row.id, row.version))?.manifestBytes ?? null) : null;
    },
    versionFile: (id, number, name) => readVersionFile(store, id, number, name),
    async counts(id) {
      const row = await reading.row(id);
      return summarise(await readState(store, row?.id ?? id));
    },
    signatory: (id, index) => findSignatory(deps, id, index),
    signatories: (id, query) => listSignatories(deps, id, query),
  };
}

async function viewStatement(deps: StatementsDeps, row: StatementRow): Promise<StatementView> {
  if (row.state === "draft") return viewDraft(deps, row);
  const frozen = await deps.reading.frozen(row.id, row.version);
  if (!frozen)
    throw new RefusedError("unavailable", `The version of statement ${row.id} is missing from the database.`);
  const state = await readState(deps.store, row.id);
  return {
    ...viewRow(deps, row),
    initiators: frozen.manifest.initiators,
    demands: frozen.manifest.demands,
    terms: frozen.manifest.terms,
    consentNotice: frozen.consentNotice,
    version: viewVersion(frozen),
    counts: summarise(state),
    reconciliation: { ...reconcile(state), opened: await listOpenings(deps.store, row.id) },
    additions: viewAdditions(await listAdditions(deps.store, row.id)),
    log: await viewLog(deps, row.id),
  };
}

function viewDraft(deps: StatementsDeps, row: StatementRow): StatementView {
  const draft: Draft = JSON.parse(row.draft);
  const { manifest, texts, consentNotice } = checkDraft(draft, row.id, deps.clock());
  const titles = new Map(draft.texts.map((text, i) => [text.lang, texts[i]?.text]));
  return {
    ...viewRow(deps, row),
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
        blocks: titles.get(text.lang)?.blocks.length ?? 0,
        title: plainText(titles.get(text.lang)?.title ?? []),
      })),
    },
    counts: summarise(emptyStatement()),
    reconciliation: null,
    additions: NO_ADDITIONS,
    log: null,
  };
}

function viewRow(deps: StatementsDeps, row: StatementRow) {
  return {
    id: row.id,
    slug: row.slug,
    url: `${deps.baseUrl}/s/${row.slug}`,
    state: row.state,
    title: row.title,
    visibility: row.visibility,
    publishes: formatMoment(row.publishes_at),
    linkKey: row.link_key,
    openedAt: row.opened_at,
    closes: formatMoment(row.closes_at),
    closedAt: row.closed_at,
  };
}

export function viewVersion({ number, digest, openedAt, texts }: Frozen): VersionView {
  return {
    number,
    digest,
    openedAt,
    texts: texts.map(({ lang, sha256, text, authentic, prevails, title }) => ({
      lang,
      sha256,
      blocks: text.blocks.length,
      authentic,
      prevails,
      title,
    })),
  };
}

async function viewLog({ publishing, key, origin }: StatementsDeps, id: string): Promise<StatementView["log"]> {
  const logOrigin = `${origin()}/s/${id}`;
  // The page stays readable while the anchors forbid to serve checkpoints.
  const published = await publishing.published(id).catch(nothingWhileHalted);
  return {
    origin: logOrigin,
    vkey: formatVerifierKey(key.verifierKey(logOrigin)),
    size: published?.statement.size ?? 0,
    root: published ? encodeHex(published.statement.root) : "",
  };
}

function draftText(row: StatementRow, lang: string, now: number): TextView | null {
  const draft: Draft = JSON.parse(row.draft);
  const i = draft.texts.findIndex((text) => text.lang === lang);
  const parsed = checkDraft(draft, row.id, now).texts[i];
  const typed = draft.texts[i];
  if (!parsed || !typed) return null;
  const { markdown, authentic, prevails } = typed;
  return {
    lang,
    bytes: encodeUtf8(markdown),
    sha256: parsed.sha256,
    text: parsed.text,
    authentic: authentic !== false,
    prevails: prevails === true,
  };
}

async function readState(store: Store, id: string): Promise<StatementState> {
  const log = await readLog(store.db, id);
  return log ? JSON.parse(log.state) : emptyStatement();
}

/** RFC 3339 in UTC, to the second. */
function formatMoment(time: number | null): string | null {
  return time === null ? null : formatSeconds(time);
}

function readListCursor(cursor: string): { createdAt: number; id: string } {
  const [, createdAt, id] = /^(\d{1,15})\.([a-z2-7]{16})$/.exec(cursor) ?? [];
  if (createdAt === undefined || id === undefined) throw refuseCursor();
  return { createdAt: Number(createdAt), id };
}
