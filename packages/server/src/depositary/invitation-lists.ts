import { createHash } from "node:crypto";
import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import type { UploadRow } from "@undersigned/store/invitation-uploads.ts";
import { deleteUpload, findUpload, putUpload } from "@undersigned/store/invitation-uploads.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Encoding } from "../invite/decode-list.ts";
import { decodeList } from "../invite/decode-list.ts";
import { readInviteRows } from "../invite/invite-rows.ts";
import type { Columns } from "../invite/match-columns.ts";
import { matchColumns } from "../invite/match-columns.ts";
import type { ReadList } from "../invite/read-list.ts";
import { readList } from "../invite/read-list.ts";
import type { Secrets } from "../secrets.ts";
import { makeInvitationId } from "./invitation-tokens.ts";
import type { InvitationLists, ListReview, ReviewedRow } from "./invitations.ts";
import type { InvitingDeps } from "./inviting.ts";
import { findKnown, invite, languagesOf, refuseInviting } from "./inviting.ts";
import { seal, unseal } from "./seal.ts";

type Deps = InvitingDeps & {
  /** The statement, as it is now. @throws RefusedError `not_found` */
  readonly find: (idOrSlug: string) => Promise<StatementRow>;
};

/** A list as it is kept: read once, so that every step afterwards sees the same rows. */
export type KeptList = ReadList & { readonly encoding: Encoding; readonly columns: Columns };

/** Rows that the columns are known by. */
const SAMPLES = 50;
const LIST_ID = /^[a-z2-7]{21}$/;

export function createInvitationLists(deps: Deps): InvitationLists {
  const { store, find, clock } = deps;

  async function keep(statementId: string, id: string, list: KeptList): Promise<void> {
    const sealed = seal(deps.secrets.sealKey, encodeUtf8(JSON.stringify(list)), "invitation-upload", statementId, id);
    await putUpload(store, { statement_id: statementId, id, file_sealed: sealed, created_at: clock() });
  }

  async function read(statementId: string, id: string): Promise<KeptList | null> {
    const row = LIST_ID.test(id) ? await findUpload(store, statementId, id) : null;
    return row && openList(deps.secrets, row);
  }

  async function review(statement: StatementRow, id: string): Promise<ListReview | null> {
    const list = await read(statement.id, id);
    if (list === null) return null;
    const rows = await reviewRows(deps, statement, list);
    const inviting = rows.filter(({ problem, known }) => problem === null && known === null);
    const { encoding, delimiter, columns } = list;
    return {
      ...{ id, encoding, delimiter, columns, rows },
      firstRow: list.rows[0]?.cells ?? [],
      samples: list.rows.slice(columns.hasHeader ? 1 : 0, SAMPLES).map(({ cells }) => cells),
      count: inviting.length,
      digest: digestOf(inviting),
    };
  }

  return {
    async keep(idOrSlug, bytes) {
      const statement = await find(idOrSlug);
      refuseInviting(statement, clock());
      const { text, encoding } = decodeList(bytes);
      const list = readList(text);
      const id = makeInvitationId(clock(), 0);
      await keep(statement.id, id, { ...list, encoding, columns: matchColumns(list.rows) });
      return id;
    },
    async review(idOrSlug, listId) {
      return await review(await find(idOrSlug), listId);
    },
    async choose(idOrSlug, listId, columns) {
      const { id } = await find(idOrSlug);
      const list = await read(id, listId);
      if (list === null) throw refuseList();
      checkColumns(columns, list);
      await keep(id, listId, { ...list, columns });
    },
    async send(idOrSlug, listId, digest, by) {
      const statement = await find(idOrSlug);
      refuseInviting(statement, clock());
      const reviewed = await review(statement, listId);
      if (reviewed === null) throw refuseList();
      if (reviewed.digest !== digest) {
        throw new RefusedError(
          "wrong_state",
          "Something changed since this list was shown to you: somebody signed, was invited or wants no mail. Look at it again, then send it.",
        );
      }
      const inviting = reviewed.rows.filter(({ problem, known }) => problem === null && known === null);
      const outcomes = await invite(
        deps,
        statement,
        inviting.map(({ mailbox, name, lang, contact }) => ({ mailbox, name, lang, contact: contact || undefined })),
        by,
      );
      await deleteUpload(store, statement.id, listId);
      return { invited: outcomes.filter(({ outcome }) => outcome === "invited").length };
    },
    async discard(idOrSlug, listId) {
      await deleteUpload(store, (await find(idOrSlug)).id, listId);
    },
  };
}

/** @throws MalformedError when it was changed or moved, or the key is another */
export function openList(
  { sealKey }: Pick<Secrets, "sealKey">,
  { statement_id, id, file_sealed }: Pick<UploadRow, "statement_id" | "id" | "file_sealed">,
): KeptList {
  return JSON.parse(decodeUtf8(unseal(sealKey, file_sealed, "invitation-upload", statement_id, id)));
}

/** The rows with what is known here of their mailboxes. */
async function reviewRows(deps: Deps, statement: StatementRow, list: KeptList): Promise<ReviewedRow[]> {
  const rows = readInviteRows(list.rows, list.columns, await languagesOf(deps, statement));
  const inviting = rows.filter(({ problem }) => problem === null);
  const known = await findKnown(deps.store, deps.secrets, statement.id, inviting);
  const knownOf = new Map(inviting.map((row, i) => [row, known[i] ?? null]));
  return rows.map((row) => ({ ...row, known: knownOf.get(row) ?? null }));
}

function digestOf(rows: readonly ReviewedRow[]): string {
  const told = rows.map(({ mailbox, name, lang, contact }) => [mailbox, name, lang, contact]);
  return createHash("sha256").update(JSON.stringify(told)).digest("hex");
}

function checkColumns({ meanings }: Columns, { rows }: ReadList): void {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (meanings.length !== width) throw new MalformedError("malformed", `The list has ${width} columns.`);
  const twice = meanings.find((meaning, at) => meaning !== "none" && meanings.indexOf(meaning) !== at);
  if (twice === undefined) return;
  throw new RefusedError(
    "invalid_field",
    "Two columns have the same meaning. Choose one of them, and “not needed” for the other.",
    { field: `column.${meanings.lastIndexOf(twice)}` },
  );
}

function refuseList(): RefusedError {
  return new RefusedError(
    "not_found",
    "This list is not here any more: it was sent, or a day is over and it was deleted. Hand it in again.",
  );
}
