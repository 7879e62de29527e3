import { RefusedError } from "@undersigned/core/errors.ts";
import type { Context, MiddlewareHandler } from "hono";
import type { Administrators, TokenAtHand } from "../depositary/administrators.ts";

/** What a request that was let in by a bearer token carries. */
export type WithToken = { Variables: { tokenId: string; token: TokenAtHand } };

type Checks = Pick<Administrators, "checkToken">;

/** RFC 6750 section 2.1. @throws RefusedError `unauthenticated` without a valid bearer token */
export function requireToken(administrators: Checks): MiddlewareHandler<WithToken> {
  return async function checkBearer(c, next) {
    const token = await findToken(c, administrators);
    if (token === null) {
      throw new RefusedError(
        "unauthenticated",
        "This needs a token: send “Authorization: Bearer TOKEN”. `undersigned token create` makes one.",
      );
    }
    c.set("tokenId", token.id);
    c.set("token", token);
    await next();
  };
}

/**
 * The valid bearer token that the request carries, where none is needed; null when it carries none.
 * @throws RefusedError `unauthenticated` when it carries another: whoever sends one means it
 */
export async function findToken(c: Context, administrators: Checks): Promise<TokenAtHand | null> {
  const header = c.req.header("Authorization");
  if (header === undefined) return null;
  const bearer = /^Bearer +([\w.~+/-]{1,512}=*)$/i.exec(header.trim())?.[1];
  const found = bearer === undefined ? null : await administrators.checkToken(bearer);
  if (found !== null) return found;
  throw new RefusedError("unauthenticated", "This token is not known here. It may have been revoked: make another.");
}
