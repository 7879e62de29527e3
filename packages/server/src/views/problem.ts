import type { ErrorCode } from "@undersigned/core/errors.ts";
import { MalformedError, RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { english } from "../words/catalogue.ts";
import type { Say } from "../words/speak.ts";
import type { FieldError } from "./form.ts";

/** Refusals that name a field and its limit speak for themselves; the others have words of their own. */
export function problemWords(say: Say, error: UndersignedError): string {
  if (error instanceof RefusedError && error.field !== undefined) return error.message;
  if (error instanceof MalformedError) return error.message;
  return hasWords(error.code) ? say(`errors.${error.code}`) : say("errors.other");
}

/** A refusal as the error of a field, or of the whole form. Anything else is thrown on: it is not the form's. */
export function fieldErrors(say: Say, error: unknown): readonly FieldError[] {
  if (!(error instanceof UndersignedError)) throw error;
  return [
    { field: (error instanceof RefusedError ? error.field : undefined) ?? "", message: problemWords(say, error) },
  ];
}

function hasWords(code: ErrorCode): code is ErrorCode & keyof typeof english.errors {
  return Object.hasOwn(english.errors, code);
}
