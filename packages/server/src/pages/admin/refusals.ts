import { RefusedError } from "@undersigned/core/errors.ts";
import { FieldsRefusedError } from "../../depositary/field-problems.ts";
import type { FieldError } from "../../views/form.ts";
import { fieldErrors } from "../../views/problem.ts";
import type { Say } from "../../words/speak.ts";

/** A refusal as things to mend in the form. Anything else is not ours to explain, and is thrown on. */
export function refusals(say: Say, error: unknown): readonly FieldError[] {
  return error instanceof FieldsRefusedError ? error.problems : fieldErrors(say, error);
}

/** Whether somebody (perhaps oneself, a moment ago) already did it, so that the state has moved on. */
export function isWrongState(error: unknown): boolean {
  return error instanceof RefusedError && error.code === "wrong_state";
}
