import { RefusedError } from "@undersigned/core/errors.ts";
import type { Hono } from "hono";
import type { Depositary } from "../depositary/depositary.ts";

/** `/healthz`: this process answers. `/readyz`: so does its database, and it holds all that was published. */
export function mountHealth(app: Hono, depositary: Pick<Depositary, "ready">): void {
  const headers = { "Cache-Control": "no-store" };
  app.get("/healthz", (c) => c.text("ok\n", 200, headers));
  app.get("/readyz", async function ready(c) {
    try {
      await depositary.ready();
      return c.text("ok\n", 200, headers);
    } catch (error) {
      const why = error instanceof RefusedError ? error.message : "The database does not answer.";
      return c.text(`${why}\n`, 503, headers);
    }
  });
}
