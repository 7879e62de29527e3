import { z } from "@hono/zod-openapi";

/** Cursor paging: `next` of one page is `cursor` of the one after it. */
export const cursorField = z.string().max(200).optional();

/** How many items a page has at most. */
export function limitField(standard: number, greatest: number) {
  return z.coerce
    .number()
    .int()
    .min(1)
    .max(greatest)
    .default(standard)
    .openapi({ type: "integer", minimum: 1, maximum: greatest, default: standard });
}

export const nextField = z.string().nullable().openapi({ description: "Cursor of the next page; null on the last" });
