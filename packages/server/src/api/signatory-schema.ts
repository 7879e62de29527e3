import { z } from "@hono/zod-openapi";
import type { SignatoryView } from "../depositary/statements.ts";
import { briefly, briefObservation } from "./evidence-schemas.ts";

/** A name of the list. */
export const signatory = z
  .object({
    index: z.int().openapi({ description: "In the statement's log" }),
    kind: z.enum(["organisation", "person"]),
    capacity: z.enum(["institutional", "personal"]),
    level: z.int(),
    name: z.string(),
    organisation: z.string().optional(),
    role: z.string().optional(),
    place: z.string().optional(),
    names: z.record(z.string(), z.string()).optional().openapi({ description: "Of an organisation: by language tag" }),
    country: z.string().optional().openapi({ description: "ISO 3166-1 alpha-2" }),
    authority: z
      .string()
      .optional()
      .openapi({ description: "Of an organisation: the role of whoever declared authority to sign; not proved" }),
    domain: z.string().optional().openapi({
      description: "Of an organisation: the domain of the mailbox that confirmed, unless it is a mail service's",
    }),
    lang: z.string().openapi({ description: "Language it was read in" }),
    date: z.iso.date(),
    reservation: z.string().optional(),
    version: z.int(),
    logo: z
      .object({ url: z.url(), width: z.int(), height: z.int() })
      .optional()
      .openapi({ description: "A PNG, in pixels; permitted beside this name under this statement only" }),
    evidence: z.array(briefObservation).openapi({ description: "What was observed beyond the mailbox, in order" }),
  })
  .openapi("Signatory");

/** @param statement under which it stands */
export function signatoryJson(
  statement: { readonly url: string },
  { observations, logo, ...one }: SignatoryView,
): z.infer<typeof signatory> {
  const { sha256, width, height } = logo ?? { sha256: "", width: 0, height: 0 };
  return {
    ...one,
    ...(logo ? { logo: { url: `${statement.url}/logos/${sha256}.png`, width, height } } : {}),
    evidence: observations.map(briefly),
  };
}
