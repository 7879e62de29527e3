import { createRoute, z } from "@hono/zod-openapi";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { GivenDocument } from "../depositary/additions.ts";
import { addedDocumentAnswer } from "./act-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { statementParam } from "./statement-schemas.ts";
import { doerOfToken } from "./token-doer.ts";

const body = z
  .strictObject({
    addressee: z.string().max(1_000).openapi({ description: "Who answered: one line of at most 200 code points" }),
    text: z.string().optional().openapi({ description: "The answer, where it is plain text" }),
    base64: z
      .string()
      .optional()
      .openapi({ description: "The bytes of the answer: a PDF, or plain text in UTF-8; at most 2 MiB" }),
    name: z.string().max(300).optional().openapi({ description: "Of the file; .md makes a text Markdown" }),
  })
  .openapi("Response");

const route = createRoute({
  method: "post",
  path: "/api/v1/statements/{id}/responses",
  summary: "Record that an addressee answered, in a document that everybody can read. It stands in the log for good",
  security: [{ token: [] }],
  request: { params: statementParam, body: jsonBody(body) },
  responses: { 200: jsonAnswer("The answer is in the log", addedDocumentAnswer) },
});

export function mountAddResponse(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function addResponse(c) {
    const { addressee, ...given } = c.req.valid("json");
    const by = await doerOfToken(depositary.administrators, c.get("tokenId"));
    const response = { addressee, document: documentOf(given) };
    return c.json(await depositary.additions.respond(c.req.valid("param").id, response, by), 200);
  });
}

function documentOf({ text, base64, name }: Omit<z.output<typeof body>, "addressee">): GivenDocument {
  if ((text === undefined) === (base64 === undefined)) {
    throw new RefusedError("invalid_field", "Give the answer either as text or as base64.", { field: "text" });
  }
  if (text?.isWellFormed() === false)
    throw new RefusedError("invalid_field", "This text has half a character in it (a lone surrogate).", {
      field: "text",
    });
  if (text !== undefined) return { bytes: new TextEncoder().encode(text), name };
  const given = base64 ?? "";
  const bytes = Buffer.from(given, "base64");
  // Node reads what it can and drops the rest: what was not read to its end must not be kept as if it had been.
  if (bytes.toString("base64") !== given)
    throw new RefusedError("invalid_field", "This is not base64 (RFC 4648, section 4).", { field: "base64" });
  return { bytes: new Uint8Array(bytes), name };
}
