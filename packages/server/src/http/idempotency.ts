import { createHash } from "node:crypto";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { MiddlewareHandler } from "hono";
import type { WithToken } from "./bearer.ts";

/** What is known of a key; the same shape as the store's claims. */
export type KeyClaim =
  | { readonly kind: "new" | "under_way" | "conflict" }
  | { readonly kind: "answered"; readonly status: number; readonly body: string };

/** Where keys are kept. */
export type IdempotencyKeys = {
  claim(key: { keyHash: Uint8Array; requestHash: Uint8Array; now: number; expiresAt: number }): Promise<KeyClaim>;
  record(keyHash: Uint8Array, answer: { status: number; body: string; expiresAt: number }): Promise<void>;
  release(keyHash: Uint8Array): Promise<void>;
};

const LIFE = 24 * 3_600_000;
/** Longer than any request takes: after that, the server that carried it out is dead, and the request may come again. */
const UNDER_WAY = 5 * 60_000;

/**
 * The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the first request with a key is carried out, and
 * for 24 hours the same request with it gets the same answer. A key belongs to the token it came with.
 * @throws RefusedError `idempotency_conflict` when the key came with another request, or the first is still under way
 */
export function answerOnce(keys: IdempotencyKeys, clock: () => number): MiddlewareHandler<WithToken> {
  return async function heedKey(c, next) {
    const key = c.req.header("Idempotency-Key");
    if (c.req.method !== "POST" || key === undefined) return next();
    checkKey(key);
    const keyHash = hash(c.get("tokenId"), key);
    const requestHash = hash(c.req.method, new URL(c.req.url).pathname, await c.req.text());
    const now = clock();
    const claim = await keys.claim({ keyHash, requestHash, now, expiresAt: now + UNDER_WAY });
    if (claim.kind === "answered") return replay(claim);
    if (claim.kind === "conflict") throw refuse("was used for another request: take a new one");
    if (claim.kind === "under_way") throw refuse("belongs to a request that is still under way: wait for its answer");
    await next();
    // What failed for a reason of ours, or of the moment, may succeed the next time.
    const { status } = c.res;
    if (status >= 500 || status === 429) await keys.release(keyHash);
    else await keys.record(keyHash, { status, body: await c.res.clone().text(), expiresAt: clock() + LIFE });
    return;
  };
}

function replay({ status, body }: { status: number; body: string }): Response {
  const type = status >= 400 ? "application/problem+json; charset=utf-8" : "application/json";
  return new Response(body === "" ? null : body, {
    status,
    headers: { "Content-Type": type, "Idempotency-Replayed": "true" },
  });
}

function checkKey(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  throw new RefusedError("invalid_field", "Idempotency-Key: 1 to 255 visible ASCII characters, please.", {
    field: "Idempotency-Key",
  });
}

function refuse(fault: string): RefusedError {
  return new RefusedError("idempotency_conflict", `This Idempotency-Key ${fault}.`);
}

function hash(...parts: readonly string[]): Uint8Array {
  return createHash("sha256").update(JSON.stringify(parts)).digest();
}
