import type { Insertable, Selectable } from "kysely";
import type { Transaction } from "./engine.ts";
import type { StatementTable } from "./schema.ts";
import { isUniqueViolation } from "./store-errors.ts";

type Access = Pick<Transaction, "db">;
export type StatementRow = Selectable<StatementTable>;

/** What of a draft may still change. */
export type DraftFields = Pick<
  Insertable<StatementTable>,
  "slug" | "draft" | "title" | "visibility" | "publishes_at" | "closes_at"
>;

/** Returns false, and inserts nothing, when the slug (or the id) is taken. */
export async function insertDraft(
  { db }: Access,
  draft: DraftFields & { readonly id: string; readonly link_key: string; readonly created_at: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("statement")
    .values({
      ...draft,
      state: "draft",
      opened_at: null,
      closed_at: null,
      version: 0,
      indexed_to: 0,
      mailboxes_kept: 1,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows !== undefined && numInsertedOrUpdatedRows > 0n;
}

/** Replaces a draft as a whole, as long as it is one. To be called outside a transaction: a taken slug is an error in it. */
export async function replaceDraft(
  { db }: Access,
  id: string,
  fields: DraftFields,
): Promise<"replaced" | "not_a_draft" | "slug_taken"> {
  try {
    const { numUpdatedRows } = await db
      .updateTable("statement")
      .set(fields)
      .where("id", "=", id)
      .where("state", "=", "draft")
      .executeTakeFirst();
    return numUpdatedRows > 0n ? "replaced" : "not_a_draft";
  } catch (error) {
    if (isUniqueViolation(error)) return "slug_taken";
    throw error;
  }
}

/** Returns whether there was such a draft. */
export async function deleteDraft({ db }: Access, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("statement")
    .where("id", "=", id)
    .where("state", "=", "draft")
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** A statement by its id, else by its slug. */
export async function findStatement({ db }: Access, idOrSlug: string): Promise<StatementRow | null> {
  const rows = await db
    .selectFrom("statement")
    .selectAll()
    .where((is) => is.or([is("id", "=", idOrSlug), is("slug", "=", idOrSlug)]))
    .execute();
  return rows.find((row) => row.id === idOrSlug) ?? rows[0] ?? null;
}

/** Place of a statement in the list. */
export type StatementCursor = { readonly createdAt: number; readonly id: string };

export type ListFilter = {
  /** Only what everyone may see at this time: no drafts, nothing for those with the link only. Null: everything. */
  readonly publicAt: number | null;
  /** Only what is assigned to this account. */
  readonly assignedTo?: string | undefined;
  readonly before?: StatementCursor | null;
  readonly limit: number;
};

/** Statements, newest first. */
export async function listStatements({ db }: Access, filter: ListFilter): Promise<StatementRow[]> {
  let query = db.selectFrom("statement").selectAll();
  const { publicAt, assignedTo, before } = filter;
  if (assignedTo !== undefined) {
    query = query.where("id", "in", (from) =>
      from.selectFrom("assignment").select("statement_id").where("account_id", "=", assignedTo),
    );
  }
  if (publicAt !== null) {
    query = query
      .where("state", "!=", "draft")
      .where((is) => is.or([is("visibility", "=", "public"), is("publishes_at", "<=", publicAt)]));
  }
  if (before) {
    query = query.where((is) => is(is.refTuple("created_at", "id"), "<", is.tuple(before.createdAt, before.id)));
  }
  return query.orderBy("created_at", "desc").orderBy("id", "desc").limit(filter.limit).execute();
}

/**
 * A draft becomes open for signature with its version 1 (or the number given). Returns false when it is no longer the
 * draft that was read: somebody else opened, discarded or changed it.
 * @param opened.draft as it was read, when what was frozen was made
 */
export async function markOpened(
  { db }: Access,
  id: string,
  opened: {
    readonly draft: string;
    readonly version: number;
    readonly openedAt: number;
    readonly closesAt: number | null;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("statement")
    .set({
      state: "open",
      version: opened.version,
      opened_at: opened.openedAt,
      closes_at: opened.closesAt,
      draft: "{}",
    })
    .where("id", "=", id)
    .where("state", "=", "draft")
    .where("draft", "=", opened.draft)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Keeps what the next version of an open statement is to say, "{}" for nothing. Returns false, and keeps nothing, when the
 * statement is not open, or that version is not the one to come any more.
 * @param version number of the version that is open now
 */
export async function replaceNextDraft({ db }: Access, id: string, version: number, draft: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("statement")
    .set({ draft })
    .where("id", "=", id)
    .where("state", "=", "open")
    .where("version", "=", version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * The next version of an open statement is open from now on, and its signatories are to be told. Returns false when the
 * statement is no longer as it was read: somebody closed it, changed its date or the draft, or opened a version.
 */
export async function markNextOpened(
  { db }: Access,
  read: Pick<StatementRow, "id" | "version" | "draft" | "closes_at">,
  title: string,
): Promise<boolean> {
  const { id, version, draft, closes_at } = read;
  const { numUpdatedRows } = await db
    .updateTable("statement")
    .set({ version: version + 1, title, draft: "{}", told_to: 0 })
    .where("id", "=", id)
    .where("state", "=", "open")
    .where("version", "=", version)
    .where("draft", "=", draft)
    .where("closes_at", closes_at === null ? "is" : "=", closes_at)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ids of open statements whose signatories are being told of a new version. */
export async function listToTell({ db }: Access): Promise<string[]> {
  const rows = await db
    .selectFrom("statement")
    .select("id")
    .where("state", "=", "open")
    .where("told_to", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}

/** Signatures below `to` were told of this version, or all of them where it is null. Returns false when somebody else went on from `from`. */
export async function advanceTold(
  { db }: Access,
  { id, version, from, to }: { id: string; version: number; from: number; to: number | null },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("statement")
    .set({ told_to: to })
    .where("id", "=", id)
    .where("version", "=", version)
    .where("told_to", "=", from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Returns false when the statement is not open, or when it should close only if its time is over by `dueAt` and it is not
 * (any more).
 */
export async function markClosed(
  { db }: Access,
  id: string,
  closedAt: number,
  { dueAt }: { readonly dueAt?: number | undefined } = {},
): Promise<boolean> {
  const open = db
    .updateTable("statement")
    .set({ state: "closed", closed_at: closedAt, draft: "{}", told_to: null })
    .where("id", "=", id)
    .where("state", "=", "open");
  const { numUpdatedRows } = await (dueAt === undefined
    ? open
    : open.where("closes_at", "<=", dueAt)
  ).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Sets another closing time. Returns false when the statement is not open. */
export async function setClosesAt({ db }: Access, id: string, closesAt: number | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("statement")
    .set({ closes_at: closesAt })
    .where("id", "=", id)
    .where("state", "=", "open")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ids of open statements whose time is over, and that must be closed. */
export async function dueToClose({ db }: Access, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom("statement")
    .select("id")
    .where("state", "=", "open")
    .where("closes_at", "<=", now)
    .orderBy("closes_at")
    .execute();
  return rows.map((row) => row.id);
}

/** Ids of statements that are open or closed, oldest first: what background work goes through. */
export async function listOpenedIds({ db }: Access): Promise<string[]> {
  const rows = await db
    .selectFrom("statement")
    .select("id")
    .where("state", "!=", "draft")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}

/** The search index of signatories now reaches `to`. Returns false when somebody else brought it on from `from`. */
export async function advanceIndexed({ db }: Access, id: string, from: number, to: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("statement")
    .set({ indexed_to: to })
    .where("id", "=", id)
    .where("indexed_to", "=", from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
