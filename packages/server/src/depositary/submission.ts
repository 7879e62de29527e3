import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { PrivatePart } from "@undersigned/core/signature/part.ts";
import type { Secrets } from "../secrets.ts";
import { seal, unseal } from "./seal.ts";
import type { SignatureInput } from "./signing.ts";
import type { Asks } from "./waiting.ts";

/** A signature as submitted, with the record of consent that must outlive the form. */
export type Submission = {
  readonly input: SignatureInput;
  /** SHA-256 of the consent notice that was shown, hexadecimal. */
  readonly notice: string;
  /** Least age that was declared, in years. */
  readonly age: number;
  /** When consent was given, milliseconds since the epoch. */
  readonly consentedAt: number;
  /** What the version's terms ask of it. */
  readonly asks: Asks;
  /** What was observed of a signatory who consents again; absent of one who signs. */
  readonly evidence?: PrivatePart["evidence"];
};

export function sealSubmission(
  { sealKey }: Pick<Secrets, "sealKey">,
  statementId: string,
  pendingId: string,
  submission: Submission,
): Uint8Array {
  return seal(sealKey, encodeUtf8(JSON.stringify(submission)), "pending", statementId, pendingId);
}

/** @throws MalformedError when the row was changed or moved, or the key is another */
export function openSubmission(
  { sealKey }: Pick<Secrets, "sealKey">,
  statementId: string,
  pendingId: string,
  sealed: Uint8Array,
): Submission {
  return JSON.parse(decodeUtf8(unseal(sealKey, sealed, "pending", statementId, pendingId)));
}
