import { createRoute, z } from "@hono/zod-openapi";
import { checkAnswer, checkJson } from "./check-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";

const params = z.object({
  check: z
    .string()
    .max(100)
    .openapi({ param: { name: "check", in: "path" }, description: "The last part of its secret link" }),
});

const path = "/api/v1/checks/{check}/publication";

const publishing = createRoute({
  method: "post",
  path,
  summary: "Give a check a public address, at which it stays",
  request: { params },
  responses: { 200: jsonAnswer("The check, published", checkAnswer) },
});

const unpublishing = createRoute({
  method: "delete",
  path,
  summary: "Take the public address of a check away; it is deleted 30 days later",
  request: { params },
  responses: { 200: jsonAnswer("The check, for those with its secret link again", checkAnswer) },
});

export function mountPublishCheck(api: Api, { depositary }: ApiDeps): void {
  const { checks, identity } = depositary;
  api.openapi(publishing, async function publishCheck(c) {
    const token = c.req.valid("param").check;
    return c.json(checkJson(identity.baseUrl, await checks.publish(token), token), 200);
  });
  api.openapi(unpublishing, async function unpublishCheck(c) {
    const token = c.req.valid("param").check;
    return c.json(checkJson(identity.baseUrl, await checks.unpublish(token), token), 200);
  });
}
