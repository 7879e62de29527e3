import { createRoute, z } from "@hono/zod-openapi";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { StatementTitle } from "../depositary/organisations.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { signatory, signatoryJson } from "./signatory-schema.ts";

const title = z.object({ id: z.string(), slug: z.string(), url: z.url(), title: z.string() });

const route = createRoute({
  method: "get",
  path: "/api/v1/organisations/{domain}",
  summary: "What was signed here from addresses at a domain, as far as it stands and everyone may see it; newest first",
  request: {
    params: z.object({
      domain: z
        .string()
        .max(253)
        .openapi({ param: { name: "domain", in: "path" }, description: "As in the DNS", example: "coalition.example" }),
    }),
    query: z.object({ cursor: cursorField, limit: limitField(50, 200) }),
  },
  responses: {
    200: jsonAnswer(
      "A page",
      z.object({
        domain: z.string(),
        signed: z.array(z.object({ statement: title, signatory })),
        initiated: z.array(title).openapi({
          description: "Statements that name the domain as an initiator's, which is not checked; on the first page",
        }),
        next: nextField,
      }),
    ),
  },
});

export function mountGetOrganisation(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function getOrganisation(c) {
    const found = await depositary.organisations.find(c.req.valid("param").domain, c.req.valid("query"));
    if (found === null) throw new RefusedError("not_found", "Nothing in the record under this domain.");
    const { domain, signed, initiated, next } = found;
    return c.json(
      {
        domain,
        signed: signed.map((one) => ({
          statement: titleJson(one.statement),
          signatory: signatoryJson(one.statement, one.signatory),
        })),
        initiated: initiated.map(titleJson),
        next,
      },
      200,
    );
  });
}

function titleJson({ id, slug, url, title: words }: StatementTitle): z.infer<typeof title> {
  return { id, slug, url, title: words };
}
