import { MalformedError } from "@undersigned/core/errors.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readLog } from "@undersigned/store/log-reading.ts";
import { findByMailbox } from "@undersigned/store/pending.ts";
import { searchWords } from "@undersigned/store/signatory-words.ts";
import type { SignatureListRow } from "@undersigned/store/signature-list.ts";
import { listAllSignatures, listSignaturesAmong } from "@undersigned/store/signature-list.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { listVersions } from "@undersigned/store/versions.ts";
import type { Secrets } from "../secrets.ts";
import type { Acts, SignatureView } from "./acts.ts";
import { possibleActs } from "./acts.ts";
import { foldWords } from "./fold-words.ts";
import { mailboxMac } from "./identity-mac.ts";
import { refuseCursor } from "./signatories.ts";

type Deps = { readonly store: Store; readonly secrets: Pick<Secrets, "macKey"> };
type Query = Parameters<Acts["signatures"]>[1];
type Rows = { readonly rows: readonly SignatureListRow[]; readonly next: number | null };

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;
/** Words of a search that count: each is one more probe of the index. */
const WORDS_LIMIT = 8;

/** One page of a statement's signatures, for its administrators. */
export async function listSignatureViews(
  deps: Deps,
  statement: StatementRow,
  query: Query,
): Promise<{ items: SignatureView[]; next: string | null }> {
  const limit = Math.min(Math.max(1, query.limit ?? DEFAULT_LIMIT), GREATEST_LIMIT);
  const after = query.cursor === undefined ? -1 : readCursor(query.cursor);
  const q = query.q?.trim() ?? "";
  const { rows, next } =
    q === ""
      ? await browse(deps, statement.id, { kind: query.kind, after, limit })
      : await search(deps, statement.id, q, { kind: query.kind, after, limit });
  return { items: await viewAll(deps, statement, rows), next: next === null ? null : String(next) };
}

export async function findSignatureView(
  deps: Deps,
  statement: StatementRow,
  index: number,
): Promise<SignatureView | null> {
  if (!Number.isSafeInteger(index)) return null;
  const { store } = deps;
  const rows = await listSignaturesAmong(store.db, store.engine, statement.id, [index]);
  return (await viewAll(deps, statement, rows))[0] ?? null;
}

type Part = { readonly kind: SignatureView["kind"] | undefined; readonly after: number; readonly limit: number };

async function browse({ store }: Deps, id: string, part: Part): Promise<Rows> {
  const size = (await readLog(store.db, id))?.size ?? 0;
  return await listAllSignatures(store.db, id, { ...part, size });
}

/** An index finds its signature, an address those of its mailbox, whether a name is shown or not; words find names that are. */
async function search(deps: Deps, id: string, q: string, { kind, after, limit }: Part): Promise<Rows> {
  const { store } = deps;
  const among = async (indices: readonly number[]) => {
    const rows = await listSignaturesAmong(store.db, store.engine, id, indices);
    return rows.filter((row) => kind === undefined || row.kind === kind);
  };
  if (/^\d{1,15}$/.test(q)) return { rows: await among([Number(q)]), next: null };
  if (q.includes("@")) return { rows: await among(await findOfMailbox(deps, id, q)), next: null };
  const prefixes = foldWords(q).slice(0, WORDS_LIMIT);
  if (prefixes.length === 0) return { rows: [], next: null };
  const page = await searchWords(store, { statementId: id, prefixes, kind, after, limit });
  return { rows: await among(page.indices), next: page.next };
}

async function findOfMailbox({ store, secrets }: Deps, id: string, mailbox: string): Promise<number[]> {
  try {
    return await findByMailbox(store.db, id, mailboxMac(secrets, id, mailbox));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return [];
  }
}

async function viewAll(
  { store }: Deps,
  statement: StatementRow,
  rows: readonly SignatureListRow[],
): Promise<SignatureView[]> {
  const numbers = new Map((await listVersions(store, statement.id)).map(({ digest, number }) => [digest, number]));
  return rows.map((row) => {
    const shown: Partial<PublicPart> = row.named === 1 && row.public_part !== null ? JSON.parse(row.public_part) : {};
    const { name = null, organisation, role, place } = shown;
    return {
      index: row.idx,
      kind: row.kind,
      capacity: row.capacity,
      level: row.level,
      name,
      ...(organisation ? { organisation } : {}),
      ...(role ? { role } : {}),
      ...(place ? { place } : {}),
      named: row.named === 1,
      date: new Date(row.signed_at).toISOString().slice(0, 10),
      version: numbers.get(row.version) ?? 0,
      status: row.status,
      reason: row.reason,
      endedIndex: row.ended_index,
      forgottenAt: row.forget_at,
      acts: possibleActs(row, statement.state),
    };
  });
}

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw refuseCursor();
  return Number(cursor);
}
