import { RefusedError } from "@undersigned/core/errors.ts";
import { findDocument, insertAddition, listAdditions } from "@undersigned/store/additions.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { z } from "zod";
import { viewAdditions } from "./addition-views.ts";
import type { Additions, GivenCorrection } from "./additions.ts";
import { ADDITION_LIMIT } from "./additions.ts";
import { wordsAt } from "./corrected-words.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { boxField, contactField } from "./fields.ts";
import type { ReadDocument } from "./given-document.ts";
import { readDocument } from "./given-document.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Frozen, StatementReading } from "./statement-reading.ts";

type Deps = {
  readonly store: Store;
  readonly reading: StatementReading;
  readonly sequencer: Sequencer;
  readonly clock: () => number;
};

/** Code points of an addressee: spec/entry.md. */
const ADDRESSEE_LIMIT = 200;
/** Code points of a note: spec/entry.md. */
const NOTE_LIMIT = 1_000;
const correctionFields = z.object({ note: boxField(NOTE_LIMIT) });
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
    async readCorrection(idOrSlug, correction) {
      const row = await findOpened(deps, idOrSlug);
      return (await findCorrected(deps, row, correction)).corrected;
    },
    async correct(idOrSlug, correction, by) {
      const row = await findOpened(deps, idOrSlug);
      const { frozen, corrected } = await findCorrected(deps, row, correction);
      const { lang, block, note } = corrected;
      const { corrections } = viewAdditions(await listAdditions(store, row.id));
      const same = corrections.find(
        (one) =>
          one.stands && one.version === frozen.number && one.lang === lang && one.block === block && one.note === note,
      );
      if (same) return { statement: row.id, index: same.index, repeated: true };
      const { index } = await sequencer.act(row.id, {
        kind: "statement",
        by,
        entry: { act: "correction", version: frozen.digest, lang, block, note },
        async record(tx, at) {
          const about = { act: "correction" as const, version: frozen.number, sha256: null, told_to: 0 };
          await keep(tx, { statement_id: row.id, entry_index: at, ...about, added_at: clock() }, null);
        },
      });
      return { statement: row.id, index, repeated: false };
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

type Corrected = { version: number; lang: string; block: number; note: string; words: string };

/** The version that a correction is about, and the words beside which it is to stand. */
async function findCorrected(
  { reading }: Deps,
  row: StatementRow,
  { version = row.version, lang, block, note }: GivenCorrection,
): Promise<{ frozen: Frozen; corrected: Corrected }> {
  const frozen = await reading.frozen(row.id, version);
  if (frozen === null) throw refuse("version", `This statement has no version ${version}.`);
  if (!frozen.texts.some((text) => text.lang === lang))
    throw refuse("lang", `Version ${version} has no text in this language.`);
  const words = wordsAt(frozen, lang, block);
  if (words === null)
    throw refuse("block", `The text has no ¶ ${block}. Give the number in its margin, or 0 for its title.`);
  const parsed = correctionFields.safeParse({ note });
  if (!parsed.success) throw new FieldsRefusedError(describeIssues(parsed.error.issues, { note }));
  return { frozen, corrected: { version: frozen.number, lang, block, note: parsed.data.note, words } };
}

function refuse(field: string, message: string): RefusedError {
  return new RefusedError("invalid_field", message, { field });
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
