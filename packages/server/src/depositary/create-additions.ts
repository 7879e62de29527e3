import { RefusedError } from "@undersigned/core/errors.ts";
import { findDocument, insertAddition, listAdditions } from "@undersigned/store/additions.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { z } from "zod";
import { viewAdditions } from "./addition-views.ts";
import type { Additions } from "./additions.ts";
import { ADDITION_LIMIT } from "./additions.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { contactField } from "./fields.ts";
import type { ReadDocument } from "./given-document.ts";
import { readDocument } from "./given-document.ts";
import type { Sequencer } from "./sequencer.ts";
import type { StatementReading } from "./statement-reading.ts";

type Deps = {
  readonly store: Store;
  readonly reading: StatementReading;
  readonly sequencer: Sequencer;
  readonly clock: () => number;
};

/** Code points of an addressee: spec/entry.md. */
const ADDRESSEE_LIMIT = 200;
const responseFields = z.object({ addressee: contactField(ADDRESSEE_LIMIT) });

export function createAdditions(deps: Deps): Additions {
  const { store, sequencer, clock } = deps;

  return {
    readResponse({ addressee, document }) {
      const { format, sha256 } = readDocument(document);
      return { addressee: checkAddressee(addressee), format, sha256 };
    },
    async respond(idOrSlug, response, by) {
      const { id } = await findOpened(deps, idOrSlug);
      const addressee = checkAddressee(response.addressee);
      const document = readDocument(response.document);
      const { sha256 } = document;
      const { responses } = viewAdditions(await listAdditions(store, id));
      const same = responses.find((one) => one.stands && one.addressee === addressee && one.sha256 === sha256);
      if (same) return { statement: id, index: same.index, sha256, repeated: true };
      const { index } = await sequencer.act(id, {
        kind: "statement",
        by,
        entry: { act: "response", addressee, sha256 },
        async record(tx, at) {
          const row = { statement_id: id, entry_index: at, act: "response" as const, version: null, told_to: null };
          await keep(tx, { ...row, sha256, added_at: clock() }, document);
        },
      });
      return { statement: id, index, sha256, repeated: false };
    },
    async document(id, sha256, format) {
      const found = await findDocument(store, id, sha256);
      return found?.format === format ? found.bytes : null;
    },
  };
}

async function findOpened({ reading }: Deps, idOrSlug: string): Promise<StatementRow> {
  const row = await reading.row(idOrSlug);
  if (!row || row.state === "draft") throw new RefusedError("not_found", "There is no such statement here.");
  return row;
}

function checkAddressee(addressee: string): string {
  const parsed = responseFields.safeParse({ addressee });
  if (parsed.success) return parsed.data.addressee;
  throw new FieldsRefusedError(describeIssues(parsed.error.issues, { addressee }));
}

async function keep(
  tx: Transaction,
  addition: Parameters<typeof insertAddition>[1],
  document: ReadDocument | null,
): Promise<void> {
  const { statement_id } = addition;
  if ((await listAdditions(tx, statement_id)).length >= ADDITION_LIMIT) {
    const message = `At most ${ADDITION_LIMIT} answers, corrections and translations are added to one statement.`;
    throw new RefusedError("wrong_state", message);
  }
  await insertAddition(tx, addition, document && { ...document, statement_id, size: document.bytes.length });
}
