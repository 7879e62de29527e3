import { MalformedError } from "@undersigned/core/errors.ts";
import type { MiddlewareHandler } from "hono";

/**
 * Refuses addresses that hold U+0000: no name, word or cursor of ours does, and PostgreSQL takes no text that holds it.
 * @throws MalformedError `malformed`
 */
export function refuseNul(): MiddlewareHandler {
  return async function checkAddress(c, next) {
    if (c.req.url.includes("%00")) {
      throw new MalformedError("malformed", "The address holds the character U+0000, which no text has.");
    }
    await next();
  };
}
