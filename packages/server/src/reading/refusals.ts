import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";

/* What whoever brought something is told when it could not be read to its end, whatever it was. */

const REMEDY =
  "Take out pictures, tables and whatever does not belong to the text, or copy the text and paste it instead.";

/** @param limit milliseconds */
export function refuseSlow(limit: number): MalformedError {
  return new MalformedError(
    "too_large",
    `This takes too long to read: the limit is ${limit / 1000} seconds. ${REMEDY}`,
  );
}

/** @param limit megabytes */
export function refuseSwollen(limit: number): MalformedError {
  return new MalformedError("too_large", `This needs too much memory to read: the limit is ${limit} MB. ${REMEDY}`);
}

export function refuseUnreadable(): MalformedError {
  return new MalformedError(
    "source_damaged",
    "This could not be read: something in it is not as it should be. Open it, save it anew and try again, or copy the text and paste it instead.",
  );
}

export function refuseBusy(limit: number): RefusedError {
  return new RefusedError(
    "rate_limited",
    `Too many files are being read at this moment: at most ${limit} wait. Nothing was lost. Please try again in a minute.`,
  );
}

export function refuseClosed(): RefusedError {
  return new RefusedError("unavailable", "Files cannot be read at this moment. Please try again in a minute.");
}
