import type { Hono } from "hono";
import type { Site } from "./site.ts";
import { findStatement } from "./site.ts";

const TYPES: Readonly<Record<string, string>> = {
  json: "application/json",
  txt: "text/plain; charset=utf-8",
  md: "text/markdown; charset=utf-8",
};

/**
 * `GET /s/:slug/versions/:number/:file`: what a version is made of, under the names of a bundle. Who follows the log reads
 * here what its digests stand for. Frozen, so no cache ever has to ask again, and none may change it (RFC 9111 section 5.2.2.6).
 */
export function mountVersionFiles(app: Hono, site: Site): void {
  app.get("/s/:slug/versions/:number{[1-9][0-9]{0,3}}/:file{[A-Za-z0-9.-]+\\.(?:json|txt|md)}", async (c) => {
    const { number, file } = c.req.param();
    const statement = await findStatement(c, site);
    const bytes =
      statement === null || statement.state === "draft"
        ? null
        : await site.depositary.statements.versionFile(statement.id, Number(number), file);
    if (statement === null || bytes === null) {
      return c.text("not found\n", 404, { "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*" });
    }
    const scope = statement.visibility === "link" ? "private" : "public";
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream",
      "Cache-Control": `${scope}, max-age=31536000, immutable, no-transform`,
      "Access-Control-Allow-Origin": "*",
    });
  });
}
