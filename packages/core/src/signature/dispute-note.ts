import { VerificationError } from "../errors.ts";
import type { Signer, VerifierKey } from "../log/note.ts";
import { parseNote, signNote } from "../log/note.ts";
import type { Disputed } from "./dispute-record.ts";
import { formatDisputeText } from "./dispute-record.ts";
import { checkKeyName, checkStatementOrigin, openSigned } from "./signature-note.ts";

/**
 * Says with an organisation's own key that it never gave a signature: a note of one line.
 * @param signer under the organisation's domain as name
 * @throws MalformedError `malformed` where the name is no domain, or the statement no origin of one
 */
export function signDispute(disputed: Disputed, signer: Signer): Uint8Array {
  checkKeyName(signer.name);
  checkStatementOrigin(disputed.statement, "statement");
  return signNote(formatDisputeText(disputed), [signer]);
}

/**
 * Verifies that an organisation's own key says so. Lines of other keys show nothing and are passed over.
 * @throws MalformedError as `parseNote` does, and `malformed` for a key that is not named by a domain
 * @throws VerificationError `wrong_origin` for a note over anything else, `signature_missing` where the key has no line,
 *   `signature_invalid` where its line fails
 */
export function verifyDisputeNote(note: Uint8Array | string, key: VerifierKey, disputed: Disputed): void {
  if (parseNote(note).text !== formatDisputeText(disputed)) {
    throw new VerificationError(
      "wrong_origin",
      `the note does not say that signature ${disputed.index} of ${disputed.statement} was never given`,
    );
  }
  openSigned(note, [key]);
}
