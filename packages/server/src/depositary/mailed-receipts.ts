import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import type { MailedReceipt } from "../mail/delivery.ts";
import type { ReceiptMaking } from "./make-receipts.ts";
import type { StatementReading } from "./statement-reading.ts";
import { nothingWhileHalted } from "./trouble.ts";

/**
 * Receipts as they go out by mail, made when the mail does.
 * @returns `later` while the entry is not published; null when what the receipt would open was destroyed meanwhile
 */
export type MailedReceipts = (statementId: string, index: number) => Promise<MailedReceipt | "later" | null>;

/** Until then a publish round has mostly come: mails with a receipt are not due before, in milliseconds. */
export const RECEIPT_DELAY = 1_000;

export function makeMailedReceipts(receipts: ReceiptMaking, reading: StatementReading): MailedReceipts {
  return async function find(statementId, index) {
    const receipt = await receipts.find(statementId, index).catch(nothingWhileHalted);
    if (receipt === null) return "later";
    const { opening } = receipt;
    if (opening !== null && !("part" in opening.public) && !("part" in opening.private)) return null;
    const slug = (await reading.row(statementId))?.slug ?? statementId;
    return { filename: `receipt-${slug}.json`, bytes: formatReceipt(receipt) };
  };
}
