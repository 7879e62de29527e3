import type { Context, Hono } from "hono";
import type { Depositary } from "../depositary/depositary.ts";
import type { RateLimiter } from "../http/rate-limiter.ts";
import type { Log } from "../log.ts";

export type ApiOptions = {
  readonly log: Log;
  readonly limiter: RateLimiter;
  /** The caller's network address, as the set-up of proxies allows to know it. */
  address(c: Context): string;
};

/** `/api/v1` and its description. */
export function mountApi(_app: Hono, _depositary: Depositary, _options: ApiOptions): void {}
