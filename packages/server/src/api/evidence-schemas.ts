import { z } from "@hono/zod-openapi";
import { formatSeconds } from "../depositary/moments.ts";
import type { ShownObservation } from "../depositary/statements.ts";

const kind = z.enum(["dns", "well-known", "web-page", "key", "approval", "openid", "vouch", "named", "gone"]);

/** An observation, as a list of signatories has it. */
export const briefObservation = z
  .object({
    kind,
    time: z.string().openapi({ description: "When it was observed, RFC 3339 in UTC" }),
    seenAgain: z.string().nullable().openapi({ description: "When it was last looked for and found unchanged" }),
    attest: z.int().nullable().openapi({ description: "Index of the entry that commits to it" }),
  })
  .openapi("BriefObservation");

export function briefly({ observation, index, seenAgain }: ShownObservation): z.infer<typeof briefObservation> {
  const { kind, time } = observation;
  return { kind, time, seenAgain: seenAgain === null ? null : formatSeconds(seenAgain), attest: index };
}
