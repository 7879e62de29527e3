import type { MiddlewareHandler, TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";

/** Nothing from elsewhere, nothing inline, no frame around us: a script that got into a page would not run. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const ALWAYS: readonly (readonly [name: string, value: string])[] = [
  ["Content-Security-Policy", CONTENT_SECURITY_POLICY],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  // Addresses hold tokens, so no other site learns them; our own forms still tell us that they are ours.
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
];

/** One year. Not for subdomains: they may be others'. */
const STRICT_TRANSPORT = "max-age=31536000";

/** Sets each header that the answer does not set itself. `secure`: the site is served by https. */
export function securityHeaders({ secure }: { secure: boolean }): MiddlewareHandler {
  const headers = headersFor(secure);
  return async function setSecurityHeaders(c, next) {
    await next();
    if (complete.has(c.res)) return;
    const present = c.res.headers;
    for (const [name, value] of headers) if (!present.has(name)) present.set(name, value);
    // What any site may read (Access-Control-Allow-Origin), any site may also embed.
    if (present.get("Access-Control-Allow-Origin") === "*") present.set("Cross-Origin-Resource-Policy", "cross-origin");
  };
}

function headersFor(secure: boolean): readonly (readonly [name: string, value: string])[] {
  return secure ? [...ALWAYS, ["Strict-Transport-Security", STRICT_TRANSPORT]] : ALWAYS;
}

/** Answers that were made with all their headers: whoever touched them again would pay for a Headers object each. */
const complete = new WeakSet<Response>();

export function isComplete(response: Response): boolean {
  return complete.has(response);
}

/** Sends JSON that nobody may keep. For what is asked thousands of times a second: nothing need be added later. */
export type SendJson = <T, S extends 200 | 202>(
  value: T,
  status: S,
) => Response & TypedResponse<JSONParsed<T>, S, "json">;

export function makeSendJson({ secure }: { secure: boolean }): SendJson {
  const headers = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    ...Object.fromEntries(headersFor(secure)),
  };
  return function sendJson<T, S extends 200 | 202>(value: T, status: S) {
    const response = new Response(JSON.stringify(value), { status, headers });
    complete.add(response);
    // The type that Hono gives to what `c.json` makes; it has no counterpart at run time.
    return response as Response & TypedResponse<JSONParsed<T>, S, "json">;
  };
}
