import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { DisputeRow } from "@undersigned/store/disputes.ts";
import type { Secrets } from "../secrets.ts";
import { seal, unseal } from "./seal.ts";

/** What was typed by whoever says that they never signed: for those who check it, and nobody else. */
export type DisputeSaid = {
  /** Who speaks: for the organisation whose name it is, or a person for themselves. */
  readonly speaks: "organisation" | "person";
  readonly mailbox: string;
  readonly name: string;
  readonly words: string;
};

/** What the signatory said to it, by the link in the mail to its own mailbox. */
export type DisputeAnswer = {
  readonly words: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

type Place = Pick<DisputeRow, "statement_id" | "id">;
type Sealing = Pick<Secrets, "sealKey">;

export function sealSaid({ sealKey }: Sealing, { statement_id, id }: Place, said: DisputeSaid): Uint8Array {
  return seal(sealKey, encodeUtf8(JSON.stringify(said)), "dispute", statement_id, id);
}

/** Null once it is deleted. @throws MalformedError when the row was changed or moved, or the key is another */
export function openSaid(
  { sealKey }: Sealing,
  row: Place & { readonly said_sealed: Uint8Array | null },
): DisputeSaid | null {
  if (row.said_sealed === null) return null;
  return JSON.parse(decodeUtf8(unseal(sealKey, row.said_sealed, "dispute", row.statement_id, row.id)));
}

export function sealAnswer({ sealKey }: Sealing, { statement_id, id }: Place, answer: DisputeAnswer): Uint8Array {
  return seal(sealKey, encodeUtf8(JSON.stringify(answer)), "dispute-answer", statement_id, id);
}

/** Null where nothing was said, or it is deleted. @throws MalformedError as `openSaid` */
export function openAnswer(
  { sealKey }: Sealing,
  row: Place & { readonly answer_sealed: Uint8Array | null },
): DisputeAnswer | null {
  if (row.answer_sealed === null) return null;
  return JSON.parse(decodeUtf8(unseal(sealKey, row.answer_sealed, "dispute-answer", row.statement_id, row.id)));
}
