import { z } from "@hono/zod-openapi";
import type { LogOn } from "../depositary/signed-on.ts";
import { formatMoment } from "./statement-json.ts";

/** What the log held on a day. */
export const logOn = z
  .object({
    day: z.iso.date().openapi({ description: "To its end, in UTC" }),
    publishedAt: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When the state that counts was published; null: nothing was by then" }),
    size: z.int().openapi({ description: "Entries of the log in that state" }),
    total: z.int().openapi({ description: "Signatures that counted, under all versions" }),
    organisations: z.int(),
    people: z.int(),
    named: z.int(),
    unnamed: z.int(),
    versions: z.array(z.object({ number: z.int(), signed: z.int() })),
  })
  .openapi("LogOn");

export function logOnJson(log: LogOn): z.infer<typeof logOn> {
  return { ...log, publishedAt: formatMoment(log.publishedAt), versions: [...log.versions] };
}
