import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import type { Fetched, FetchRules } from "./fetch-rules.ts";
import { LookUpProblem } from "./problem.ts";

/** Reads an answer to its end, or to the limit of what it unpacks to. @throws LookUpProblem; errors of node:http and node:zlib */
export async function readBody(response: IncomingMessage, url: URL, rules: FetchRules): Promise<Omit<Fetched, "url">> {
  const { "content-type": type = "", "content-length": length } = response.headers;
  try {
    const bytes = unpack(response, url, rules);
    checkType(type, url, rules);
    if (Number(length ?? 0) > rules.bodyLimit) throw tooLarge(url, rules);
    const parts: Buffer[] = [];
    let size = 0;
    let truncated = false;
    try {
      for await (const part of bytes) {
        size += part.length;
        if (size > rules.bodyLimit) throw tooLarge(url, rules);
        parts.push(part);
      }
    } catch (error) {
      if (!rules.takesTruncated || !isCutOff(error) || size === 0) throw error;
      truncated = true;
    }
    return { type, body: new Uint8Array(Buffer.concat(parts)), truncated };
  } finally {
    response.destroy();
  }
}

function unpack(response: IncomingMessage, url: URL, { encodings }: FetchRules): Readable {
  const encoding = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return response;
  const known = encodings.find((each) => each === encoding || `x-${each}` === encoding);
  if (known === undefined) {
    const asked = encodings.length === 0 ? "plain" : `plain, ${encodings.join(" or ")}`;
    throw new LookUpProblem(
      "encoding",
      `${url.href} came compressed (${encoding}) although ${asked} was asked for. Let the server honour “Accept-Encoding: ${encodings.join(", ") || "identity"}” there.`,
    );
  }
  const unpacking = known === "gzip" ? createGunzip() : createBrotliDecompress();
  // What breaks off the answer breaks off the unpacking: reading it must not wait for more.
  response.on("error", (error) => unpacking.destroy(error));
  return response.pipe(unpacking);
}

function checkType(given: string, url: URL, { types }: FetchRules): void {
  const type = (given.split(";")[0] ?? "").trim().toLowerCase();
  if (types.includes(type)) return;
  throw new LookUpProblem(
    "content_type",
    `${url.href} came as “${type || "nothing"}”, and ${types.join(" or ")} was expected. Perhaps it is another page, such as one for errors.`,
  );
}

/** The connection ended before the body did, or the compressed bytes did. */
function isCutOff(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "ECONNRESET" || code === "Z_BUF_ERROR" || code === "ERR_STREAM_PREMATURE_CLOSE";
}

function tooLarge(url: URL, { bodyLimit, instead }: FetchRules): LookUpProblem {
  return new LookUpProblem(
    "too_large",
    `${url.href} is longer than ${bodyLimit / 1_048_576} MiB, and was not read to its end. Use a smaller page, or ${instead}.`,
  );
}
