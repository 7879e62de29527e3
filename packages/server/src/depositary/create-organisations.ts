import { isDomain } from "@undersigned/core/statement/domain.ts";
import type { Store } from "@undersigned/store/engine.ts";
import type { DomainCursor, DomainSignature } from "@undersigned/store/organisations.ts";
import { listInitiated, listOfDomain } from "@undersigned/store/organisations.ts";
import { listVersionNumbers } from "@undersigned/store/versions.ts";
import type { Secrets } from "../secrets.ts";
import type { Organisations, SignedByDomain, StatementTitle } from "./organisations.ts";
import { refuseCursor, viewSignatory } from "./signatories.ts";
import { addSides } from "./signatory-sides.ts";
import type { StatementReading } from "./statement-reading.ts";
import type { SignatoryView } from "./statements.ts";

export type OrganisationsDeps = {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "sealKey">;
  readonly reading: StatementReading;
  readonly baseUrl: string;
  readonly clock: () => number;
};

const DEFAULT_LIMIT = 50;
const GREATEST_LIMIT = 200;
/** Of the statements that somebody initiated, the newest. */
const INITIATED_LIMIT = 50;

export function createOrganisations(deps: OrganisationsDeps): Organisations {
  const { store, clock } = deps;
  return {
    async find(domain, { cursor, limit: wanted = DEFAULT_LIMIT } = {}) {
      if (!isDomain(domain)) return null;
      const limit = Math.min(Math.max(1, wanted), GREATEST_LIMIT);
      const before = cursor === undefined ? null : readCursor(cursor);
      const publicAt = clock();
      const rows = await listOfDomain(store, { domain, publicAt, before, limit: limit + 1 });
      const initiated = before === null ? await listInitiated(store, { domain, publicAt, limit: INITIATED_LIMIT }) : [];
      if (rows.length === 0 && initiated.length === 0) return null;
      const page = rows.slice(0, limit);
      return {
        domain,
        signed: await viewSigned(deps, page),
        next: rows.length > limit ? formatCursor(page.at(-1)) : null,
        initiated: (await Promise.all(initiated.map((id) => readTitle(deps, id)))).flatMap((title) => title ?? []),
      };
    },
  };
}

/** Rows in views, in the same order; each statement is read once. */
async function viewSigned(deps: OrganisationsDeps, rows: readonly DomainSignature[]): Promise<SignedByDomain[]> {
  const ids = [...new Set(rows.map((row) => row.statement_id))];
  const titles = new Map(await Promise.all(ids.map(async (id) => [id, await readTitle(deps, id)] as const)));
  const numbers: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
    await Promise.all(ids.map(async (id) => [id, await readNumbers(deps, id)] as const)),
  );
  const views = new Map<string, SignatoryView[]>();
  for (const id of ids) {
    const own = rows.filter((row) => row.statement_id === id);
    const bare = own.map((row) => viewSignatory(row, numbers.get(id) ?? new Map()));
    views.set(id, await addSides(deps, id, bare));
  }
  return rows.flatMap((row) => {
    const statement = titles.get(row.statement_id);
    const signatory = views.get(row.statement_id)?.find(({ index }) => index === row.idx);
    return statement && signatory ? { statement, signatory } : [];
  });
}

async function readNumbers({ store }: OrganisationsDeps, id: string): Promise<Map<string, number>> {
  return new Map((await listVersionNumbers(store, id)).map(({ digest, number }) => [digest, number]));
}

async function readTitle(
  { reading, baseUrl }: OrganisationsDeps,
  id: string,
): Promise<(StatementTitle & { version: number }) | null> {
  const row = await reading.row(id);
  if (!row) return null;
  const frozen = await reading.frozen(row.id, row.version);
  const titled = frozen?.texts.find(({ title }) => title === row.title);
  const { slug, title, version } = row;
  return { id, slug, url: `${baseUrl}/s/${slug}`, title, lang: titled?.lang, version };
}

function formatCursor(row: DomainSignature | undefined): string | null {
  return row === undefined ? null : `${row.signed_at}.${row.statement_id}.${row.idx}`;
}

function readCursor(cursor: string): DomainCursor {
  const [, signedAt, statementId, index] = /^(\d{1,15})\.([a-z2-7]{16})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (signedAt === undefined || statementId === undefined || index === undefined) throw refuseCursor();
  return { signedAt: Number(signedAt), statementId, index: Number(index) };
}
