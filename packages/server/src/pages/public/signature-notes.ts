import type { Hono } from "hono";
import type { Site } from "./site.ts";
import { findStatement } from "./site.ts";

/**
 * `GET /s/:slug/versions/:number/signatures.note`: what organisations signed with keys of their own, in one note that any C2SP
 * library reads; `signatures-2.note` and so on hold what is beyond 100 lines.
 */
export function mountSignatureNotes(app: Hono, site: Site): void {
  const file = ":file{signatures(?:-[1-9][0-9]{0,3})?\\.note}";
  app.get(`/s/:slug/versions/:number{[1-9][0-9]{0,3}}/${file}`, async (c) => {
    const { number, file } = c.req.param();
    const statement = await findStatement(c, site);
    const place = Number(/-(\d+)\./.exec(file)?.[1] ?? 1);
    const headers = { "Access-Control-Allow-Origin": "*", "Content-Type": "text/plain; charset=utf-8" };
    const notes =
      statement === null || statement.state === "draft"
        ? []
        : await site.depositary.signatureNotes.list(statement.id, Number(number));
    const note = notes[place - 1];
    if (statement === null || note === undefined) {
      return c.text("Nobody signed this with a key of its own.\n", 404, { ...headers, "Cache-Control": "no-store" });
    }
    const scope = statement.visibility === "link" ? "private" : "public";
    return c.body(new Uint8Array(note), 200, { ...headers, "Cache-Control": `${scope}, max-age=60, no-transform` });
  });
}
