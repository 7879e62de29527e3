import { MalformedError } from "@undersigned/core/errors.ts";
import type { MiddlewareHandler } from "hono";
import { bodyLimit as streamLimit } from "hono/body-limit";

/** Bytes of a signature's form: every field at its limit in the widest script, three times over. */
export const FORM_LIMIT = 64 * 1024;
/** Bytes of a form with a picture: more than a picture may have, so that whoever chose a large one is told so. */
export const PICTURE_LIMIT = 4 * 1024 * 1024;
/** Bytes of a draft: the text in several languages. */
export const DRAFT_LIMIT = 4 * 1024 * 1024;
/** Bytes of a form with a text that is brought in: more than a file may have, so that whoever chose a large one is told so. */
export const SOURCE_LIMIT = 32 * 1024 * 1024;
/** Bytes of a form with a list of invitations: the file, and what is around it. */
export const LIST_LIMIT = 6 * 1024 * 1024;
/** Bytes of a request with a copy to check: the longest file in base64, and what is around it. */
export const CHECK_BODY_LIMIT = 16 * 1024 * 1024;

/**
 * Refuses bodies of more than `limit` bytes, before they are read where their length is told, else as soon as they grow
 * beyond it.
 * @throws MalformedError `too_large`
 */
export function limitBody(limit: number): MiddlewareHandler {
  const refuse = () => {
    throw new MalformedError(
      "too_large",
      `That is too much at once: at most ${formatBytes(limit)} are taken here. Please shorten it, or send it in parts.`,
    );
  };
  const limitStream = streamLimit({ maxSize: limit, onError: refuse });
  return async function checkBody(c, next) {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const length = c.req.header("Content-Length");
    // node:http reads no more of a body than its Content-Length; looking at the stream itself would be slow.
    if (length === undefined || c.req.header("Transfer-Encoding") !== undefined) return limitStream(c, next);
    if (Number(length) > limit) refuse();
    return next();
  };
}

function formatBytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MB` : `${bytes / 1024} kB`;
}
