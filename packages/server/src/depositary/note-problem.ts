import type { UndersignedError } from "@undersigned/core/errors.ts";

/** Why a note pasted by an organisation shows nothing, and what to do. @param vkey the key that its domain names */
export function describeNoteProblem(error: UndersignedError, vkey: string): string {
  switch (error.code) {
    case "wrong_origin":
      return `This note is about something else: ${error.message}. Sign with the command shown on this page.`;
    case "digest_mismatch":
      return `This note is for another version of the text: ${error.message}. Sign with the command shown on this page.`;
    case "signature_missing":
      return `This note is not signed with the key that your domain names, ${vkey}: sign with that key, or let the domain name the other.`;
    case "signature_invalid":
      return `The signature in this note does not fit: ${error.message}. Copy the note whole, from its first line to its last, and change nothing in it.`;
    default:
      return `This is not a note as “undersigned sign” writes it: ${error.message}. Copy it whole, with the empty line in it and the line that begins with a dash.`;
  }
}
