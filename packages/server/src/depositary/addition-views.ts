import { invariant } from "@undersigned/core/errors.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { ListedAddition } from "@undersigned/store/additions.ts";
import type { AdditionsView, CorrectionView, ResponseView } from "./additions.ts";
import { CORRECTION_DAYS } from "./additions.ts";

const DAY = 86_400_000;

/** What readers see of a statement's additions, which are given in the order of the log. */
export function viewAdditions(rows: readonly ListedAddition[]): AdditionsView {
  return { responses: viewResponses(rows), corrections: viewCorrections(rows) };
}

function viewResponses(rows: readonly ListedAddition[]): ResponseView[] {
  const responses = rows
    .filter(({ act }) => act === "response")
    .map(({ entry_index: index, bytes, format, size, added_at: addedAt }): ResponseView => {
      const entry = parseEntry(bytes);
      invariant(entry.act === "response", "an answer's entry is a response");
      const { addressee, sha256 } = entry;
      const document = format === null || size === null ? null : { format, size };
      return { index, addressee, sha256, document, addedAt, stands: true };
    });
  const last = new Map(responses.map(({ addressee, index }) => [addressee, index]));
  return responses.map((one) => ({ ...one, stands: last.get(one.addressee) === one.index }));
}

function viewCorrections(rows: readonly ListedAddition[]): CorrectionView[] {
  const corrections = rows.flatMap(
    ({ act, entry_index: index, bytes, version, added_at: addedAt }): CorrectionView[] => {
      // A version that was lost with a database has no page beside which a note could stand.
      if (act !== "correction" || version === null) return [];
      const entry = parseEntry(bytes);
      invariant(entry.act === "correction", "a correction's entry is one");
      const { lang, block, note } = entry;
      return [{ index, version, lang, block, note, addedAt, objectUntil: objectUntil(addedAt), stands: true }];
    },
  );
  const last = new Map(corrections.map((one) => [placeOf(one), one.index]));
  return corrections.map((one) => ({ ...one, stands: last.get(placeOf(one)) === one.index }));
}

function placeOf({ version, lang, block }: CorrectionView): string {
  return `${version} ${lang} ${block}`;
}

/** Until when one can object to what was added then; both in milliseconds since the epoch. */
export function objectUntil(addedAt: number): number {
  return addedAt + CORRECTION_DAYS * DAY;
}
