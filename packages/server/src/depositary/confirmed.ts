import type { Secrets } from "../secrets.ts";
import type { Sequenced } from "./log-draft.ts";
import type { ReceiptMaking } from "./make-receipts.ts";
import type { Confirmed } from "./signing.ts";
import { makeManageToken } from "./signing-tokens.ts";

/** Milliseconds for which whoever acts waits for the receipt. */
export const RECEIPT_WAIT = 3_000;

type Deps = {
  readonly secrets: Secrets;
  readonly baseUrl: string;
  readonly receipts: ReceiptMaking;
  /** Mail was put into the outbox. */
  readonly onMail: () => void;
};

/**
 * The answer to whoever acted on a signature, with its receipt if it comes in time.
 * @param wait milliseconds
 */
export async function answerConfirmed(
  deps: Deps,
  statementId: string,
  signIndex: number,
  act: Sequenced,
  wait: number,
): Promise<Confirmed> {
  deps.onMail();
  const token = act.appended?.manageToken ?? makeManageToken(deps.secrets.macKey, statementId, signIndex);
  return {
    statement: statementId,
    index: act.index,
    receipt: await deps.receipts.make(statementId, act.index, wait, act.appended),
    receiptUrl: `${deps.baseUrl}/api/v1/receipts/${statementId}.${act.index}?token=${token}`,
    manageUrl: `${deps.baseUrl}/manage?token=${token}`,
  };
}
