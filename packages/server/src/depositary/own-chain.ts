import { UndersignedError } from "@undersigned/core/errors.ts";
import type { HandedOver, IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import { checkIdentityChain } from "@undersigned/core/log/identity-chain.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { listIdentityActs } from "@undersigned/store/identity-acts.ts";

/** How this depositary's key and host came to be what they are (spec/identity.md), oldest first. */
export type OwnChain = {
  /** As they go into receipts and bundles. */
  readonly links: readonly IdentityLink[];
  readonly handOvers: readonly HandedOver[];
};

/** @throws UndersignedError `unavailable` when what is stored does not hold */
export async function readOwnChain(access: Pick<Transaction, "db">): Promise<OwnChain> {
  const links = (await listIdentityActs(access)).map(({ entry, proof }) => ({ entry, proof }));
  try {
    return { links, handOvers: checkIdentityChain(links) };
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new UndersignedError(
      "unavailable",
      `What the database says of how the key was replaced does not hold (${cause.message}): restore it from a backup`,
      { cause },
    );
  }
}
