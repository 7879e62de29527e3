import { RefusedError } from "@undersigned/core/errors.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { searchWords } from "@undersigned/store/signatory-words.ts";
import type { ListedSignature } from "@undersigned/store/signatures.ts";
import { listNamed, listNamedAmong } from "@undersigned/store/signatures.ts";
import { listVersionNumbers } from "@undersigned/store/versions.ts";
import { foldWords } from "./fold-words.ts";
import type { SidesDeps } from "./signatory-sides.ts";
import { addSides } from "./signatory-sides.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { SignatoryView, Statements } from "./statements.ts";

type Query = Parameters<Statements["signatories"]>[1];
type Page = Awaited<ReturnType<Statements["signatories"]>>;

export type SignatoriesDeps = SidesDeps & { readonly reading: StatementReading };

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;
/** Words of a search that count: each is one more probe of the index. */
const WORDS_LIMIT = 8;

/** One page of the named, standing signatories, in the order of signing; with `q`, those whose words begin with it. */
export async function listSignatories(deps: SignatoriesDeps, idOrSlug: string, query: Query): Promise<Page> {
  const { store, reading } = deps;
  const statement = await reading.row(idOrSlug);
  if (!statement) return { items: [], next: null };
  const limit = Math.min(Math.max(1, query.limit ?? DEFAULT_LIMIT), GREATEST_LIMIT);
  const after = query.cursor === undefined ? -1 : readCursor(query.cursor);
  const page = query.q?.trim()
    ? await search(store, statement.id, { ...query, q: query.q }, after, limit)
    : await browse(store, statement.id, query, after, limit);
  const numbers = await versionNumbers(store, statement.id);
  const items = page.rows.map((row) => viewSignatory(row, numbers));
  return { items: await addSides(deps, statement.id, items), next: page.next };
}

/** The named, standing signatory at an index of the statement's log. */
export async function findSignatory(
  deps: SignatoriesDeps,
  idOrSlug: string,
  index: number,
): Promise<SignatoryView | null> {
  const { store, reading } = deps;
  const statement = await reading.row(idOrSlug);
  if (!statement || !Number.isSafeInteger(index)) return null;
  const [row] = await listNamedAmong(store.db, store.engine, statement.id, [index]);
  if (row === undefined) return null;
  const view = viewSignatory(row, await versionNumbers(store, statement.id));
  return (await addSides(deps, statement.id, [view]))[0] ?? null;
}

async function versionNumbers(store: Store, id: string): Promise<ReadonlyMap<string, number>> {
  return new Map((await listVersionNumbers(store, id)).map(({ digest, number }) => [digest, number]));
}

type Rows = { rows: ListedSignature[]; next: string | null };

async function browse(store: Store, id: string, { kind }: Query, after: number, limit: number): Promise<Rows> {
  const rows = await listNamed(store.db, id, { kind, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? String(page.at(-1)?.idx) : null };
}

/** A page of a search may be short, or empty, and still have a next one: its work is bounded, not its yield. */
async function search(
  store: Store,
  id: string,
  { q, kind }: Query & { q: string },
  after: number,
  limit: number,
): Promise<Rows> {
  const prefixes = foldWords(q).slice(0, WORDS_LIMIT);
  if (prefixes.length === 0) return { rows: [], next: null };
  const page = await searchWords(store, { statementId: id, prefixes, kind, after, limit });
  const rows = await listNamedAmong(store.db, store.engine, id, page.indices);
  return { rows, next: page.next === null ? null : String(page.next) };
}

/** @param numbers of the statement's versions, by their digests */
export function viewSignatory(
  row: Omit<ListedSignature, "signed_at">,
  numbers: ReadonlyMap<string, number>,
): SignatoryView {
  const part: PublicPart = JSON.parse(row.public_part ?? "{}");
  const { name = "", organisation, role, place, names, country, authority, domain, lang, date, reservation } = part;
  return {
    index: row.idx,
    kind: row.kind,
    capacity: row.capacity,
    level: row.level,
    name,
    ...(organisation ? { organisation } : {}),
    ...(role ? { role } : {}),
    ...(place ? { place } : {}),
    ...(names ? { names } : {}),
    ...(country ? { country } : {}),
    ...(authority ? { authority } : {}),
    ...(domain ? { domain } : {}),
    lang,
    date,
    ...(reservation ? { reservation } : {}),
    version: numbers.get(row.version) ?? 0,
    observations: [],
  };
}

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw refuseCursor();
  return Number(cursor);
}

export function refuseCursor(): RefusedError {
  return new RefusedError("invalid_field", "This is not a cursor of ours: begin again without one.", {
    field: "cursor",
  });
}
