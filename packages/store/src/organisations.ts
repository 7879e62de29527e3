import type { RawBuilder } from "kysely";
import { sql } from "kysely";
import type { Engine, Store, Transaction } from "./engine.ts";
import type { SignatureRow } from "./signatures.ts";

type Access = Pick<Store, "db" | "engine">;

/** Domain in the public part of a signature, as the index `signature_domain` has it. */
export function signatureDomain(engine: Engine): RawBuilder<string | null> {
  return engine === "postgres" ? sql`public_part::jsonb ->> 'domain'` : sql`json_extract(public_part, '$.domain')`;
}

/** Of which signatures that index is, in literals, without which it would not be used. */
export const HAS_DOMAIN = sql<boolean>`kind = 'organisation' and status in ('standing', 'disputed')`;

/** Place of a signature among those of a domain. */
export type DomainCursor = { readonly signedAt: number; readonly statementId: string; readonly index: number };

export type DomainQuery = {
  /** As in the DNS: lower-case ASCII. */
  readonly domain: string;
  /** Only of statements that everyone may see at this time, milliseconds since the epoch. */
  readonly publicAt: number;
  readonly before: DomainCursor | null;
  readonly limit: number;
};

export type DomainSignature = Pick<
  SignatureRow,
  "statement_id" | "idx" | "kind" | "capacity" | "level" | "version" | "public_part" | "signed_at"
>;

/** Standing signatures of organisations that confirmed from an address at this, their own, domain; newest first. */
export async function listOfDomain({ db, engine }: Access, query: DomainQuery): Promise<DomainSignature[]> {
  const { domain, publicAt, before, limit } = query;
  let select = db
    .selectFrom("signature")
    .innerJoin("statement", "statement.id", "signature.statement_id")
    .select([
      "signature.statement_id",
      "signature.idx",
      "signature.kind",
      "signature.capacity",
      "signature.level",
      "signature.version",
      "signature.public_part",
      "signature.signed_at",
    ])
    .where(sql<boolean>`${signatureDomain(engine)} = ${domain}`)
    .where(HAS_DOMAIN)
    .where(sql<boolean>`named = 1 and status = 'standing' and level >= 2`)
    .where((is) => is.or([is("statement.visibility", "=", "public"), is("statement.publishes_at", "<=", publicAt)]));
  if (before !== null) {
    select = select.where((is) =>
      is(
        is.refTuple("signature.signed_at", "signature.statement_id", "signature.idx"),
        "<",
        is.tuple(before.signedAt, before.statementId, before.index),
      ),
    );
  }
  return await select
    .orderBy("signature.signed_at", "desc")
    .orderBy("signature.statement_id", "desc")
    .orderBy("signature.idx", "desc")
    .limit(limit)
    .execute();
}

/** The oldest standing signature of a statement by an organisation from this domain that reached this level; its index, or null. */
export async function findOfDomain(
  { db, engine }: Access,
  statementId: string,
  { domain, leastLevel }: { readonly domain: string; readonly leastLevel: number },
): Promise<number | null> {
  const row = await db
    .selectFrom("signature")
    .select("idx")
    .where(sql<boolean>`${signatureDomain(engine)} = ${domain}`)
    .where(HAS_DOMAIN)
    .where(sql<boolean>`named = 1 and status = 'standing'`)
    .where("statement_id", "=", statementId)
    .where("level", ">=", leastLevel)
    .orderBy("idx")
    .executeTakeFirst();
  return row?.idx ?? null;
}

/** Notes the domains that the open version of a statement names as its initiators' own. */
export async function noteInitiators(
  tx: Transaction,
  statementId: string,
  domains: readonly string[],
  openedAt: number,
): Promise<void> {
  await tx.db.deleteFrom("initiator").where("statement_id", "=", statementId).execute();
  await tx.insertMany(
    "initiator",
    [...new Set(domains)].map((domain) => ({ statement_id: statementId, domain, opened_at: openedAt })),
  );
}

/** Statements that name this domain as an initiator's and that everyone may see, newest first. */
export async function listInitiated(
  { db }: Pick<Access, "db">,
  { domain, publicAt, limit }: Pick<DomainQuery, "domain" | "publicAt" | "limit">,
): Promise<string[]> {
  const rows = await db
    .selectFrom("initiator")
    .innerJoin("statement", "statement.id", "initiator.statement_id")
    .select("initiator.statement_id")
    .where("initiator.domain", "=", domain)
    .where((is) => is.or([is("statement.visibility", "=", "public"), is("statement.publishes_at", "<=", publicAt)]))
    .orderBy("initiator.opened_at", "desc")
    .orderBy("initiator.statement_id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => row.statement_id);
}
