import type { Hono } from "hono";
import { notFoundPage } from "../error-page.ts";
import type { Site } from "./site.ts";
import { findStatement } from "./site.ts";

const TYPES: Readonly<Record<string, string>> = {
  txt: "text/plain; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  pdf: "application/pdf",
};

/**
 * `GET /s/:slug/responses/:file`: a document in which an addressee answered, under its SHA-256. It came from outside: it is
 * only ever saved, and never opened as a page of ours.
 */
export function mountResponses(app: Hono, site: Site): void {
  app.get("/s/:slug/responses/:file{[0-9a-f]{64}\\.(?:txt|md|pdf)}", async (c) => {
    const [digest = "", format = ""] = c.req.param("file").split(".");
    const statement = await findStatement(c, site);
    const bytes = statement === null ? null : await site.depositary.additions.document(statement.id, digest, format);
    if (statement === null || bytes === null) return notFoundPage(c);
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": TYPES[format] ?? "application/octet-stream",
      "Content-Disposition": `attachment; filename="${statement.slug}.answer.${digest.slice(0, 8)}.${format}"`,
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "Cache-Control": `${statement.visibility === "link" ? "private" : "public"}, max-age=31536000, immutable, no-transform`,
      "Access-Control-Allow-Origin": "*",
      // RFC 9530: the digest of the content, for tools.
      "Repr-Digest": `sha-256=:${Buffer.from(digest, "hex").toString("base64")}:`,
    });
  });
}
