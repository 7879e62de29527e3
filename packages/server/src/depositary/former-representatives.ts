import type { Transaction } from "@undersigned/store/engine.ts";
import { isFormerRepresentative, readGeneration } from "@undersigned/store/representatives.ts";
import type { Secrets } from "../secrets.ts";
import { parseMailbox } from "./mailbox.ts";
import { ownDomainOf } from "./own-domain.ts";
import { mac } from "./seal.ts";
import { makeManageToken } from "./signing-tokens.ts";

type Access = Pick<Transaction, "db">;
type Keys = Pick<Secrets, "macKey">;

/** By which a mailbox is remembered that no longer speaks for its domain. */
export function representativeMac({ macKey }: Keys, domain: string, mailbox: string): Uint8Array {
  return mac(macKey, "representative", domain, parseMailbox(mailbox).canonical);
}

/** The domain that a mailbox speaks for now. */
export async function representedDomain(access: Access, keys: Keys, mailbox: string): Promise<string | null> {
  const domain = ownDomainOf(mailbox);
  if (domain === null) return null;
  const isFormer = await isFormerRepresentative(access, domain, representativeMac(keys, domain, mailbox));
  return isFormer ? null : domain;
}

/**
 * The link to a signature for the mailbox that signed, which asks for it: one that opens it, also where links were replaced
 * and the say was given back since. Null for whoever no longer speaks for the organisation.
 */
export async function tokenForSigner(
  access: Access,
  keys: Keys,
  { statementId, index, mailbox }: { readonly statementId: string; readonly index: number; readonly mailbox: string },
): Promise<string | null> {
  const generation = await readGeneration(access, statementId, index);
  if (generation > 0 && (await representedDomain(access, keys, mailbox)) === null) return null;
  return makeManageToken(keys.macKey, statementId, index, generation);
}
