import { createRoute } from "@hono/zod-openapi";
import { decodeBase64 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { z } from "zod";
import type { GivenSource } from "../depositary/given-source.ts";
import { checkAnswer, checkBody, checkJson } from "./check-schemas.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer, jsonBody } from "./context.ts";
import { keyQuery } from "./statement-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/checks",
  summary: "Hold a copy of a statement, found anywhere, against what is deposited here",
  description:
    "Give one of text, html, markdown, url and base64. What is found is kept for 30 days under a secret link, and deleted then unless it was published. With an Idempotency-Key (16 to 255 visible ASCII characters) the same request is answered by the same check while it is kept.",
  request: { query: keyQuery, body: jsonBody(checkBody) },
  responses: { 201: jsonAnswer("What was found", checkAnswer) },
});

export function mountMakeCheck(api: Api, { depositary, limiter, address }: ApiDeps): void {
  api.openapi(route, async function makeCheck(c) {
    limiter.take("check", { address: address(c) });
    const { statement = null, ...given } = c.req.valid("json");
    const access = { linkKey: c.req.valid("query").key };
    const again = readKey(c.req.header("Idempotency-Key"));
    const { token, check } = await depositary.checks.make({ source: readSource(given), statement }, access, again);
    return c.json(checkJson(depositary.identity.baseUrl, check, token), 201);
  });
}

type Given = Omit<z.infer<typeof checkBody>, "statement">;

function readSource({ text, html, markdown, url, base64, name, type }: Given): GivenSource {
  const sources: GivenSource[] = [];
  if (text !== undefined) sources.push({ kind: "text", text });
  if (html !== undefined) sources.push({ kind: "html", text: html });
  if (markdown !== undefined) sources.push({ kind: "markdown", text: markdown });
  if (url !== undefined) sources.push({ kind: "address", url });
  if (base64 !== undefined) {
    const named = { ...(name === undefined ? {} : { name }), ...(type === undefined ? {} : { type }) };
    sources.push({ kind: "file", bytes: readBase64(base64), ...named });
  }
  const [source] = sources;
  if (source !== undefined && sources.length === 1) return source;
  const message = `Give one of text, html, markdown, url and base64: ${sources.length} were given.`;
  throw new RefusedError("invalid_field", message, { field: "text" });
}

function readBase64(text: string): Uint8Array {
  try {
    return decodeBase64(text);
  } catch (cause) {
    const message = "This is not base64 (RFC 4648 section 4, with its padding, without line breaks).";
    throw new RefusedError("invalid_field", message, { field: "base64", cause });
  }
}

/** Longer than elsewhere: no token says whose key it is, so it must be one that nobody else takes. */
function readKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{16,255}$/.test(key)) return key;
  const field = "Idempotency-Key";
  throw new RefusedError("invalid_field", `${field}: 16 to 255 visible ASCII characters, please.`, { field });
}
