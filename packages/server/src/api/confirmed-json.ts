import type { z } from "@hono/zod-openapi";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import type { Confirmed } from "../depositary/signing.ts";
import type { Waiting } from "../depositary/waiting.ts";
import type { confirmedAnswer, receiptAnswer, waitingAnswer } from "./signature-schemas.ts";

export function confirmedJson(confirmed: Confirmed): z.input<typeof confirmedAnswer> {
  return { ...confirmed, receipt: confirmed.receipt && receiptJson(confirmed.receipt) };
}

export function waitingJson({ statement, waitsFor, until, evidenceUrl }: Waiting): z.input<typeof waitingAnswer> {
  return { status: "waiting", statement, waitsFor: [...waitsFor], until: new Date(until).toISOString(), evidenceUrl };
}

export function receiptJson(receipt: Receipt): z.input<typeof receiptAnswer> {
  const { opening, identity, ...rest } = receipt;
  return {
    ...rest,
    ...(identity === undefined ? {} : { identity: [...identity] }),
    opening: opening && { public: { ...opening.public }, private: { ...opening.private } },
  };
}
