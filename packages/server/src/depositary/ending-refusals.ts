import { RefusedError } from "@undersigned/core/errors.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import type { Ending } from "./ending.ts";
import { refuseToken } from "./signing-tokens.ts";

/**
 * Makes sure that this signature may end so: the rules of replay (spec/entry.md), in words for whoever asked.
 * @throws RefusedError `token_invalid`, `not_found`, `wrong_state`, `invalid_field`
 */
export function refuseEnding(
  statement: StatementState,
  row: SignatureRow | undefined,
  ending: Ending,
): asserts row is SignatureRow {
  if (!row) {
    if (ending.by === null && ending.act !== "remove") throw refuseToken();
    throw new RefusedError("not_found", "There is no signature with this number in the statement's log.");
  }
  if (row.status !== "standing" && row.status !== "disputed") {
    const left = ending.act === "withdraw" ? "Nothing is left to take back." : "What has ended is final.";
    throw new RefusedError("wrong_state", `This signature no longer stands: it was ${row.status}. ${left}`);
  }
  if (ending.act === "anonymise") refuseAnonymising(statement, row);
  if (ending.act === "remove" && ending.reason === "disputed" && row.status !== "disputed") {
    throw new RefusedError(
      "invalid_field",
      "A signature is removed as disputed only while a dispute over it is open, and none is. Where nobody of that name signed, the reason is forged.",
      { field: "reason" },
    );
  }
}

function refuseAnonymising(statement: StatementState, row: SignatureRow): void {
  if (row.kind !== "person") {
    throw new RefusedError(
      "wrong_state",
      "Only people are forgotten and still counted. An organisation’s signature can be withdrawn, removed or erased.",
    );
  }
  if (statement.status !== "closed") {
    throw new RefusedError(
      "wrong_state",
      "People are forgotten and still counted only once the statement is closed. Until then a signature can be withdrawn or erased.",
    );
  }
  if (row.status === "disputed") {
    throw new RefusedError(
      "wrong_state",
      "A dispute over this signature is open. It must be settled before it can be forgotten and still count.",
    );
  }
}
