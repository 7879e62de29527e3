import { createRoute, z } from "@hono/zod-openapi";
import { RefusedError } from "@undersigned/core/errors.ts";
import { checkAnswer, checkJson } from "./check-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";

const check = z
  .string()
  .max(100)
  .openapi({
    param: { name: "check", in: "path" },
    description: "The last part of its secret link, or of its public address",
  });

const route = createRoute({
  method: "get",
  path: "/api/v1/checks/{check}",
  summary: "A check that is kept",
  request: { params: z.object({ check }) },
  responses: { 200: jsonAnswer("What was found", checkAnswer) },
});

export function mountGetCheck(api: Api, { depositary }: ApiDeps): void {
  const { checks, identity } = depositary;
  api.openapi(route, async function getCheck(c) {
    const given = c.req.valid("param").check;
    const [own, published] = [await checks.find(given), await checks.findPublished(given)];
    const found = own ?? published;
    if (found === null) throw new RefusedError("not_found", "There is no check here, or its days are over.");
    const body = checkJson(identity.baseUrl, found, own === null ? null : given);
    return c.json(body, 200, { "X-Robots-Tag": "noindex, nofollow" });
  });
}
