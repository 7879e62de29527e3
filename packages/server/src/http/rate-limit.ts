import type { Context, MiddlewareHandler } from "hono";
import type { RateLimiter } from "./rate-limiter.ts";
import type { RateAct } from "./rate-limits.ts";

/**
 * Counts each request that does something towards the limits of `act`.
 * @param options.reading whether those that only read are counted too, because reading is the work
 * @param options.parameter name of the path parameter that names the statement, where the act has one
 * @throws RateLimitedError
 */
export function limitRate(
  limiter: RateLimiter,
  act: RateAct,
  options: { address: (c: Context) => string; parameter?: string; reading?: boolean },
): MiddlewareHandler {
  return async function countAct(c, next) {
    if (c.req.method === "POST" || options.reading) {
      const statement = options.parameter === undefined ? undefined : c.req.param(options.parameter);
      limiter.take(act, { address: options.address(c), statement });
    }
    await next();
  };
}
