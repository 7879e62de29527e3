import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { checkCosignatures } from "@undersigned/core/log/cosignature.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { meetsQuorum } from "@undersigned/core/log/policy.ts";
import { parseLogProof } from "@undersigned/core/log/proof.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import type { MailedReceipt } from "../mail/delivery.ts";
import type { ReceiptMaking } from "./make-receipts.ts";
import type { StatementReading } from "./statement-reading.ts";

/** A receipt to mail. `settled`: as many witnesses have cosigned its log of heads as the depositary asks for. */
export type FoundReceipt = MailedReceipt & { readonly settled: boolean };

/**
 * Receipts as they go out by mail, made when the mail does.
 * @returns `later` while the entry is not published; null when what the receipt would open was destroyed meanwhile
 */
export type MailedReceipts = (statementId: string, index: number) => Promise<FoundReceipt | "later" | null>;

/** Until then a publish round has mostly come: mails with a receipt are not due before, in milliseconds. */
export const RECEIPT_DELAY = 1_000;

/** @param policy the witnesses that the depositary asks; null: none */
export function makeMailedReceipts(
  receipts: ReceiptMaking,
  reading: StatementReading,
  policy: Policy | null,
): MailedReceipts {
  return async function find(statementId, index) {
    const receipt = await receipts.find(statementId, index);
    if (receipt === null) return "later";
    const { opening } = receipt;
    if (opening !== null && !("part" in opening.public) && !("part" in opening.private)) return null;
    const slug = (await reading.row(statementId))?.slug ?? statementId;
    const settled = policy === null || isCosigned(receipt, policy);
    return { filename: `receipt-${slug}.json`, bytes: formatReceipt(receipt), settled };
  };
}

function isCosigned({ proofs }: Receipt, policy: Policy): boolean {
  const note = parseNote(parseLogProof(encodeUtf8(proofs.heads)).checkpoint);
  const keys = policy.witnesses.map(({ key }) => key);
  const cosigned = checkCosignatures(note, keys);
  return meetsQuorum(
    policy,
    cosigned.map(({ key }) => key),
  );
}
