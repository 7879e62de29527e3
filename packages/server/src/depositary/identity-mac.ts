import type { Secrets } from "../secrets.ts";
import { parseMailbox } from "./mailbox.ts";
import { mac } from "./seal.ts";

/** Who signs, as far as it must be recognised again: by HMACs that differ from statement to statement, so that nobody can be followed across them. */
export type IdentityMacs = { readonly mailboxMac: Uint8Array; readonly identityMac: Uint8Array };

export function mailboxMac({ macKey }: Pick<Secrets, "macKey">, statementId: string, mailbox: string): Uint8Array {
  return mac(macKey, "mailbox", statementId, parseMailbox(mailbox).canonical);
}

/** The same mailbox may sign again only under another name: people share mailboxes. */
export function identityMacs(
  secrets: Pick<Secrets, "macKey">,
  statementId: string,
  mailbox: string,
  name: string,
): IdentityMacs {
  const canonical = parseMailbox(mailbox).canonical;
  return {
    mailboxMac: mac(secrets.macKey, "mailbox", statementId, canonical),
    identityMac: mac(secrets.macKey, "identity", statementId, canonical, foldName(name)),
  };
}

/** Case, width, spaces and punctuation do not make another name. */
function foldName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
}
