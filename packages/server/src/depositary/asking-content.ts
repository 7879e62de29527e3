import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { Vouching } from "@undersigned/core/signature/observation.ts";
import type { Secrets } from "../secrets.ts";
import { seal, unseal } from "./seal.ts";

/** What a question holds that only its parties may read. */
export type AskingContent = {
  /** Of whom is asked; null once it is not needed any more. */
  readonly mailbox: string | null;
  /** The organisation that is asked, of a vouch. */
  readonly of?: Vouching;
};

export function sealAsking(
  { sealKey }: Pick<Secrets, "sealKey">,
  statementId: string,
  id: string,
  content: AskingContent,
): Uint8Array {
  return seal(sealKey, encodeUtf8(JSON.stringify(content)), "asking", statementId, id);
}

/** @throws MalformedError when the row was changed or moved, or the key is another */
export function openAsking(
  { sealKey }: Pick<Secrets, "sealKey">,
  row: { readonly statement_id: string; readonly id: string; readonly asking_sealed: Uint8Array },
): AskingContent {
  return JSON.parse(decodeUtf8(unseal(sealKey, row.asking_sealed, "asking", row.statement_id, row.id)));
}
