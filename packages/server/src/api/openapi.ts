import { z } from "@hono/zod-openapi";
import type { Identity } from "../depositary/identity.ts";
import type { Api } from "./context.ts";

const problem = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().openapi({ description: "Which problem it is; closed and stable" }),
    errors: z
      .array(
        z.object({
          field: z.string().openapi({ description: "Members joined by dots", example: "texts.0.lang" }),
          message: z.string(),
          limit: z.number().optional(),
          line: z.int().optional(),
          column: z.int().optional(),
        }),
      )
      .optional(),
    id: z.string().optional().openapi({ description: "Under which a failure of ours is logged" }),
  })
  .openapi("Problem");

const bytes = z.string().openapi({ type: "string", format: "binary" });

/** `/api/openapi.json`: OpenAPI 3.1, from the schemas that check requests. Also names what lies outside `/api`. */
export function mountOpenApi(api: Api, identity: Identity): void {
  describeFiles(api);
  api.openAPIRegistry.register("Problem", problem);
  api.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description: "From `undersigned token create`, or the page of tokens",
  });
  let document: string | undefined;
  api.get("/api/openapi.json", (c) => {
    document ??= JSON.stringify(describe(api, identity));
    return c.body(document, 200, { "Content-Type": "application/json", "Cache-Control": "public, max-age=300" });
  });
}

function describe(api: Api, { baseUrl }: Identity): object {
  const document = api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Undersigned",
      version: "1",
      description:
        "A depositary for joint statements. Refusals are RFC 9457 problem details with a `code`. POST requests with a token take an Idempotency-Key.",
      license: { name: "AGPL-3.0-or-later" },
    },
    servers: [{ url: baseUrl }],
  });
  const refusal = {
    description: "A refusal",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ["get", "post", "put", "delete"] as const) {
      const operation = path[method];
      if (operation !== undefined) operation.responses = { ...operation.responses, "4XX": refusal, "5XX": refusal };
    }
  }
  return document;
}

/** What is served as files, outside `/api`. */
function describeFiles(api: Api): void {
  const files: [path: string, summary: string, type: string, parameters: string[]][] = [
    ["/s/{slug}/{lang}.md", "The exact bytes of a text", "text/markdown", ["slug", "lang"]],
    [
      "/s/{slug}/versions/{number}/{file}",
      "What a version is made of: manifest.json, consent-notice.txt, text.LANG.md; and signatures.note, by organisations' own keys",
      "application/octet-stream",
      ["slug", "number", "file"],
    ],
    [
      "/s/{slug}/responses/{file}",
      "A document in which an addressee answered: SHA256.txt, SHA256.md, SHA256.pdf",
      "application/octet-stream",
      ["slug", "file"],
    ],
    [
      "/s/{slug}/translations/{number}/{file}",
      "A translation that nobody signed: text.LANG.md",
      "text/markdown",
      ["slug", "number", "file"],
    ],
    ["/s/{slug}/log/checkpoint", "C2SP checkpoint of a statement's log", "text/plain", ["slug"]],
    ["/s/{slug}/log/tile/{path}", "C2SP tile of a statement's log", "application/octet-stream", ["slug", "path"]],
    ["/log/checkpoint", "C2SP checkpoint of the log of heads", "text/plain", []],
    ["/log/tile/{path}", "C2SP tile of the log of heads", "application/octet-stream", ["path"]],
  ];
  for (const [path, summary, type, parameters] of files) {
    const params = z.object(Object.fromEntries(parameters.map((name) => [name, z.string()])));
    api.openAPIRegistry.registerPath({
      method: "get",
      path,
      summary,
      request: parameters.length > 0 ? { params } : {},
      responses: { 200: { description: "The bytes", content: { [type]: { schema: bytes } } } },
    });
  }
  const key = z.object({ origin: z.string(), vkey: z.string() });
  api.openAPIRegistry.registerPath({
    method: "get",
    path: "/.well-known/undersigned.json",
    summary: "Origin and C2SP verifier key of the log of heads",
    responses: { 200: { description: "The key", content: { "application/json": { schema: key } } } },
  });
}
