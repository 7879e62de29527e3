import { invariant } from "@undersigned/core/errors.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { ListedAddition } from "@undersigned/store/additions.ts";
import type { AdditionsView, ResponseView } from "./additions.ts";

/** What readers see of a statement's additions, which are given in the order of the log. */
export function viewAdditions(rows: readonly ListedAddition[]): AdditionsView {
  return { responses: viewResponses(rows) };
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
