import { RefusedError } from "@undersigned/core/errors.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import { z } from "zod";
import type { AddingDeps } from "./adding.ts";
import { findOpened, keepAddition, readAdditions } from "./adding.ts";
import type { Additions, GivenCorrection } from "./additions.ts";
import { wordsAt } from "./corrected-words.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { boxField } from "./fields.ts";
import type { Frozen } from "./statement-reading.ts";

/** Code points of a note: spec/entry.md. */
const NOTE_LIMIT = 1_000;
const correctionFields = z.object({ note: boxField(NOTE_LIMIT) });

/** Notes beside a block, for slips of the pen. */
export function makeCorrecting(deps: AddingDeps): Pick<Additions, "correct" | "readCorrection"> {
  const { sequencer, clock } = deps;
  return {
    async readCorrection(idOrSlug, correction) {
      const row = await findOpened(deps, idOrSlug);
      return (await findCorrected(deps, row, correction)).corrected;
    },
    async correct(idOrSlug, correction, by) {
      const row = await findOpened(deps, idOrSlug);
      const { frozen, corrected } = await findCorrected(deps, row, correction);
      const { lang, block, note } = corrected;
      const { corrections } = await readAdditions(deps, row.id);
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
          await keepAddition(tx, { statement_id: row.id, entry_index: at, ...about, added_at: clock() }, null);
        },
      });
      return { statement: row.id, index, repeated: false };
    },
  };
}

type Corrected = { version: number; lang: string; block: number; note: string; words: string };

/** The version that a correction is about, and the words beside which it is to stand. */
async function findCorrected(
  { reading }: AddingDeps,
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
