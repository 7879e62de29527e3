import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import type { Depositary } from "../depositary/depositary.ts";
import { describeIssues, FieldsRefusedError } from "../depositary/field-problems.ts";
import type { WithToken } from "../http/bearer.ts";
import type { IdempotencyKeys } from "../http/idempotency.ts";
import type { RateLimiter } from "../http/rate-limiter.ts";
import type { SendJson } from "../http/security-headers.ts";
import type { Log } from "../log.ts";

/** What the endpoints are given. */
export type ApiDeps = {
  readonly depositary: Depositary;
  readonly limiter: RateLimiter;
  readonly idempotency: IdempotencyKeys;
  readonly log: Log;
  /** For the answers that are asked for most. */
  readonly sendJson: SendJson;
  /** The client's network address, for rate limits. */
  address(c: Context): string;
};

/** What every request may carry: its token, where one was required. */
export type ApiEnv = WithToken;

export type Api = OpenAPIHono<ApiEnv>;
export type ApiMiddleware = MiddlewareHandler<ApiEnv>;

/** An API whose schemas refuse in our own words, naming every field. */
export function makeApi(): Api {
  return new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (result.success) return;
      // The validator hands over what it parsed, to tell what is missing from what is wrong.
      const input: unknown = Reflect.get(result, "data");
      throw new FieldsRefusedError(describeIssues(result.error.issues, input));
    },
  });
}

/** A JSON body for a route's description. */
export function jsonBody<T>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}

/** A JSON answer for a route's description. */
export function jsonAnswer<T>(description: string, schema: T) {
  return { description, content: { "application/json": { schema } } };
}
