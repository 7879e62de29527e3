import { createRoute, z } from "@hono/zod-openapi";
import { doerField, reasonField } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { cursorField, limitField, nextField } from "./paging.ts";
import { formatMoment } from "./statement-json.ts";
import { statementParam } from "./statement-schemas.ts";

const act = z
  .object({
    index: z.int().openapi({ description: "Of the act’s own entry in the statement’s log" }),
    act: z.enum([
      "remove",
      "erase",
      "anonymise",
      "dispute",
      "uphold",
      "open",
      "extend",
      "close",
      "response",
      "correction",
      "translation",
    ]),
    signature: z.int().nullable().openapi({ description: "Index of the signature; null of an act on the statement" }),
    reason: reasonField.nullable(),
    entry: z.looseObject({ act: z.string() }).openapi({ description: "As it stands in the log: spec/entry.md" }),
    by: doerField,
    at: z.iso.datetime(),
  })
  .openapi("RecordedAct");

const route = createRoute({
  method: "get",
  path: "/api/v1/statements/{id}/acts",
  summary:
    "What administrators and programs did with a statement and its signatures, newest first. Nothing in it tells who signed",
  security: [{ token: [] }],
  request: { params: statementParam, query: z.object({ cursor: cursorField, limit: limitField(50, 200) }) },
  responses: { 200: jsonAnswer("A page", z.object({ items: z.array(act), next: nextField })) },
});

export function mountListActs(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function listActs(c) {
    const { items, next } = await depositary.acts.recorded(c.req.valid("param").id, c.req.valid("query"));
    const page = items.map((item) => ({
      ...item,
      entry: { ...item.entry },
      by: { ...item.by },
      at: formatMoment(item.at),
    }));
    return c.json({ items: page, next }, 200);
  });
}
