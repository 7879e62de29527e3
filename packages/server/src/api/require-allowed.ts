import { RefusedError } from "@undersigned/core/errors.ts";
import { routePath } from "hono/route";
import type { Depositary } from "../depositary/depositary.ts";
import { mayReach } from "../depositary/may-reach.ts";
import { requireToken } from "../http/bearer.ts";
import type { ApiMiddleware } from "./context.ts";
import { findApiAct } from "./route-acts.ts";

/**
 * Lets in whose token reaches this endpoint. A statement that is not the account's own is not there at all.
 * @throws RefusedError `unauthenticated`; `not_allowed` where the role does not reach; `not_found`
 */
export function requireAllowed(depositary: Pick<Depositary, "administrators" | "accounts">): ApiMiddleware {
  const bearer = requireToken(depositary.administrators);
  return async function checkAllowed(c, next) {
    await bearer(c, async () => {
      const act = findApiAct(c.req.method, routePath(c));
      const needed = act === undefined || act === "anybody" ? "depositary" : act;
      const reach = await mayReach(depositary, c.get("token").account, needed, c.req.param("id"));
      if (reach === "role") {
        throw new RefusedError(
          "not_allowed",
          "The account that this token belongs to has a role that may not do this.",
        );
      }
      if (reach === "elsewhere") throw new RefusedError("not_found", "There is no such statement here.");
      await next();
    });
  };
}
