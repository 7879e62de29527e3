import { findDocument } from "@undersigned/store/additions.ts";
import { z } from "zod";
import type { AddingDeps } from "./adding.ts";
import { findOpened, keepAddition, readAdditions } from "./adding.ts";
import type { Additions } from "./additions.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { contactField } from "./fields.ts";
import { readDocument } from "./given-document.ts";

/** Code points of an addressee: spec/entry.md. */
const ADDRESSEE_LIMIT = 200;
const responseFields = z.object({ addressee: contactField(ADDRESSEE_LIMIT) });

/** Answers of addressees. */
export function makeResponding(deps: AddingDeps): Pick<Additions, "respond" | "readResponse" | "document"> {
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
      const { responses } = await readAdditions(deps, id);
      const same = responses.find(
        (one) => one.stands && one.addressee === addressee && one.sha256 === sha256 && one.document !== null,
      );
      if (same) return { statement: id, index: same.index, sha256, repeated: true };
      const { index } = await sequencer.act(id, {
        kind: "statement",
        by,
        entry: { act: "response", addressee, sha256 },
        async record(tx, at) {
          const row = { statement_id: id, entry_index: at, act: "response" as const, version: null, told_to: null };
          await keepAddition(tx, { ...row, sha256, added_at: clock() }, document);
        },
      });
      return { statement: id, index, sha256, repeated: false };
    },
    async document(id, sha256, format) {
      const found = await findDocument(store, id, sha256, "response");
      return found?.format === format ? found.bytes : null;
    },
  };
}

function checkAddressee(addressee: string): string {
  const parsed = responseFields.safeParse({ addressee });
  if (parsed.success) return parsed.data.addressee;
  throw new FieldsRefusedError(describeIssues(parsed.error.issues, { addressee }));
}
