import { createRoute, z } from "@hono/zod-openapi";
import { decodeHex, decodeUtf8, encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { digestObservation, formatObservation } from "@undersigned/core/signature/observation.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { briefly, briefObservation } from "./evidence-schemas.ts";
import { findStatement } from "./find-statement.ts";
import { keyQuery, statementParam } from "./statement-schemas.ts";

const observation = briefObservation
  .extend({
    observation: z
      .record(z.string(), z.unknown())
      .openapi({ description: "As the depositary signed it: undersigned/observation@v1, see spec/observation.md" }),
    salt: z.string().openapi({ description: "32 bytes in hexadecimal" }),
    digest: z
      .string()
      .openapi({ description: "What the attest carries: HMAC-SHA-256 of the observation under its salt" }),
    note: z.string().openapi({ description: "The depositary's signed note over the observation (C2SP)" }),
  })
  .openapi("Observation");

const evidence = z
  .object({
    index: z.int(),
    kind: z.enum(["organisation", "person"]),
    level: z.int(),
    name: z.string(),
    domain: z.string().optional(),
    observations: z.array(observation),
  })
  .openapi("Evidence");

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/signatories/{index}/evidence",
  summary: "How it is known that a signatory on the list signed: every observation, with what it takes to check it",
  request: {
    params: statementParam.extend({
      index: z
        .string()
        .regex(/^(?:0|[1-9][0-9]{0,14})$/)
        .openapi({ param: { name: "index", in: "path" }, description: "As the list of signatories gives it" }),
    }),
    query: keyQuery,
  },
  responses: { 200: jsonAnswer("The evidence; gone as soon as the name is", evidence) },
});

export function mountGetEvidence(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function getEvidence(c) {
    const { statement } = await findStatement(c, depositary);
    const index = Number(c.req.valid("param").index);
    const signatory = await depositary.statements.signatory(statement.id, index);
    if (signatory === null) {
      // The same for nobody, somebody without a name, and somebody whose name is hidden or gone.
      throw new RefusedError("not_found", "No name is shown at this place of the list.");
    }
    const { kind, level, name, domain } = signatory;
    const observations = (await depositary.evidence.published(statement.id, index)).map((view) => ({
      ...briefly(view),
      observation: JSON.parse(decodeUtf8(formatObservation(view.observation))),
      salt: view.salt,
      digest: encodeHex(digestObservation(decodeHex(view.salt), view.observation)),
      note: view.note,
    }));
    const body = { index, kind, level, name, ...(domain === undefined ? {} : { domain }), observations };
    return c.json(body, 200, { "X-Robots-Tag": "noindex, nofollow" });
  });
}
