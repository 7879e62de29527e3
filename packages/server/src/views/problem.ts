import { UndersignedError } from "@undersigned/core/errors.ts";
import { FieldsRefusedError } from "../depositary/field-problems.ts";
import { HaltedError, StatementHaltedError } from "../depositary/trouble.ts";
import type { Say } from "../words/speak.ts";
import type { FieldError } from "./form.ts";

/** Refusals say themselves what was wrong and what to do; only of a fault behind the scenes is there nothing to know. */
export function problemWords(say: Say, error: UndersignedError): string {
  const isSpoken =
    error.code !== "unavailable" || error instanceof HaltedError || error instanceof StatementHaltedError;
  return isSpoken ? error.message : say("errors.unavailable");
}

/**
 * A refusal as the errors of a form. Anything else is thrown on: it is not the form's.
 * @param fields names of the form's fields; what is wrong with anything else is wrong with the form as a whole
 */
export function fieldErrors(say: Say, error: unknown, fields?: readonly string[]): readonly FieldError[] {
  if (!(error instanceof UndersignedError)) throw error;
  return problemsOf(say, error).map(({ field, message }) => {
    return { field: fields === undefined || fields.includes(field) ? field : "", message };
  });
}

function problemsOf(say: Say, error: UndersignedError): readonly FieldError[] {
  if (error instanceof FieldsRefusedError) return error.problems;
  const field = "field" in error && typeof error.field === "string" ? error.field : "";
  return [{ field, message: problemWords(say, error) }];
}
