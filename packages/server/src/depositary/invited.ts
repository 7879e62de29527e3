import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { InvitationRow } from "@undersigned/store/invitations.ts";
import type { Secrets } from "../secrets.ts";
import { seal, unseal } from "./seal.ts";

/** Whom an invitation goes to. */
export type Invited = {
  /** The organisation's name. */
  readonly name: string;
  /** Null once it is not to be written to. */
  readonly address: InvitedAddress | null;
  /** Hexadecimal: by it the mailbox can still be remembered as one that wants no mail at all; only once it is deleted here. */
  readonly optOutMac?: string | undefined;
};

export type InvitedAddress = {
  /** As mail is sent to it. */
  readonly mailbox: string;
  /** Somebody there, whom the mail addresses. */
  readonly contact?: string | undefined;
};

type Place = Pick<InvitationRow, "statement_id" | "id">;
type Sealed = Pick<InvitationRow, "name_sealed" | "mailbox_sealed">;

/** Seals whom an invitation goes to, to its place. */
export function sealInvited(
  { sealKey }: Pick<Secrets, "sealKey">,
  { statement_id, id }: Place,
  { address, ...named }: Invited,
): Sealed {
  const sealed = (part: string, value: object) =>
    seal(sealKey, encodeUtf8(JSON.stringify(value)), "invitation", part, statement_id, id);
  return {
    name_sealed: sealed("name", named),
    mailbox_sealed: address === null ? null : sealed("mailbox", address),
  };
}

/** @throws MalformedError when it was sealed with another key, or changed */
export function openInvited(
  { sealKey }: Pick<Secrets, "sealKey">,
  { name_sealed, mailbox_sealed, statement_id, id }: Place & Sealed,
): Invited {
  const opened = (part: string, sealed: Uint8Array) =>
    JSON.parse(decodeUtf8(unseal(sealKey, sealed, "invitation", part, statement_id, id)));
  return {
    ...opened("name", name_sealed),
    address: mailbox_sealed === null ? null : opened("mailbox", mailbox_sealed),
  };
}
