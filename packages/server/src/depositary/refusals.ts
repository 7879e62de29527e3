import { RefusedError } from "@undersigned/core/errors.ts";

/** Of a signature that was typed under a version which is not the open one any more. */
export function refuseOldText(url: string): RefusedError {
  return new RefusedError(
    "wrong_version",
    `The text changed after you asked to sign it, so nothing was signed. Read the new text and sign it at ${url}.`,
  );
}
