import type { Transaction } from "./engine.ts";

/**
 * Keeps a statement's signatures from being ended by others until the transaction ends. Whoever ends one takes it first;
 * whoever writes down something about a signatory because the signature stands takes it before reading that it does.
 * Else, on PostgreSQL, the words or a mail of somebody who is just being forgotten could be written after all of that
 * was deleted.
 */
export async function lockEndings(tx: Transaction, statementId: string): Promise<void> {
  await tx.lock(`endings:${statementId}`);
}
