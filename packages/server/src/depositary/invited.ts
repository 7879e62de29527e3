import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { InvitationRow } from "@undersigned/store/invitations.ts";
import type { Secrets } from "../secrets.ts";
import { seal, unseal } from "./seal.ts";

/** Whom an invitation goes to. */
export type Invited = {
  /** As mail is sent to it. */
  readonly mailbox: string;
  /** The organisation's name. */
  readonly name: string;
  /** Somebody's there, whom the mail addresses. */
  readonly contact?: string | undefined;
};

type Place = Pick<InvitationRow, "statement_id" | "id">;

/** Seals whom an invitation goes to, to its place. */
export function sealInvited({ sealKey }: Pick<Secrets, "sealKey">, place: Place, invited: Invited): Uint8Array {
  return seal(sealKey, encodeUtf8(JSON.stringify(invited)), "invitation", place.statement_id, place.id);
}

/** @throws MalformedError when it was sealed with another key, or changed */
export function openInvited(
  { sealKey }: Pick<Secrets, "sealKey">,
  { invited_sealed, ...place }: Place & Pick<InvitationRow, "invited_sealed">,
): Invited {
  return JSON.parse(decodeUtf8(unseal(sealKey, invited_sealed, "invitation", place.statement_id, place.id)));
}
