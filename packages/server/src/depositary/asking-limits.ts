import { RefusedError } from "@undersigned/core/errors.ts";
import type { AskingRow } from "@undersigned/store/askings.ts";
import { countAskedOf, listAskedBy } from "@undersigned/store/askings.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import type { AskingKind } from "./askings.ts";

const DAY = 86_400_000;
/** So many mails a day ask one mailbox about one statement. A library that signed may be asked to vouch by many. */
const MAILS_A_DAY: Readonly<Record<AskingKind, number>> = { approval: 3, vouch: 20, naming: 3 };
/** So many a signatory may ask, in all: what was taken back is counted too, since a mail went out. */
const MOST: Readonly<Record<AskingKind, number>> = { approval: 10, vouch: 10, naming: 300 };

/** @throws RefusedError `rate_limited`, with the field that holds who is asked */
export async function checkAskingLimits(
  tx: Transaction,
  { statement_id, kind, asked_by, mailbox_mac }: Pick<AskingRow, "statement_id" | "kind" | "asked_by" | "mailbox_mac">,
  field: string,
  now: number,
): Promise<void> {
  if ((await countAskedOf(tx, statement_id, mailbox_mac, now - DAY)) >= MAILS_A_DAY[kind]) {
    throw new RefusedError(
      "rate_limited",
      `This address was asked ${MAILS_A_DAY[kind]} times about this statement within a day. Tell them to look among the unwanted mail, or try again tomorrow.`,
      { field },
    );
  }
  const asked = await listAskedBy(tx, statement_id, asked_by);
  if (asked.filter((row) => row.kind === kind).length < MOST[kind]) return;
  throw new RefusedError(
    "rate_limited",
    `At most ${MOST[kind]} can be asked in all, and as many were: those that were taken back count too.`,
    { field },
  );
}
