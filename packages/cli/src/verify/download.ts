import { open } from "node:fs/promises";
import { RefusedError } from "@undersigned/core/errors.ts";

/** How long a server may keep silent, in milliseconds. */
const SILENCE = 30_000;

export type DownloadOptions = {
  /** Greatest length in bytes. */
  readonly limit: number;
  readonly accept: string;
  /** Milliseconds in all; without it only silence ends a download. */
  readonly within?: number;
  readonly onProgress?: (done: number, total: number | null) => void;
};

/**
 * The bytes at an address, as they arrive. It follows no redirection: what was asked for is what must answer.
 * @throws RefusedError `unavailable` with what happened, `not_found`
 */
async function* request(url: URL, { limit, accept, within, onProgress }: DownloadOptions): AsyncGenerator<Uint8Array> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE);
  const end = within === undefined ? undefined : AbortSignal.timeout(within);
  const signal = end === undefined ? silence.signal : AbortSignal.any([silence.signal, end]);
  try {
    const response = await fetch(url, { redirect: "manual", headers: { Accept: accept }, signal });
    if (response.status !== 200 || response.body === null) throw refuseStatus(url, response);
    const announced = Number(response.headers.get("content-length") ?? Number.NaN);
    const total = Number.isSafeInteger(announced) ? announced : null;
    let done = 0;
    for await (const chunk of response.body) {
      timer.refresh();
      done += chunk.length;
      if (done > limit) throw new RefusedError("unavailable", `${url.href} sends more than ${limit} bytes.`);
      onProgress?.(done, total);
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof RefusedError) throw cause;
    const silent = silence.signal.aborted ? `it was silent for ${SILENCE / 1000} s` : null;
    const why = silent ?? (end?.aborted ? `it took longer than ${(within ?? 0) / 1000} s` : describeFailure(cause));
    throw new RefusedError("unavailable", `${url.href} could not be fetched: ${why}.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

function refuseStatus(url: URL, { status, headers }: Response): RefusedError {
  if (status === 404) return new RefusedError("not_found", `There is nothing at ${url.href}.`);
  const location = headers.get("location");
  if (location !== null && status >= 300 && status < 400) {
    return new RefusedError("unavailable", `${url.href} points elsewhere, to ${location}: ask there, if you trust it.`);
  }
  return new RefusedError("unavailable", `${url.href} answers with status ${status}.`);
}

/** The error of fetch says nothing; what lies behind it does. */
function describeFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Fetches a small document whole. @throws RefusedError `unavailable`, `not_found` */
export async function fetchBytes(url: URL, options: DownloadOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request(url, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Fetches into a new file. @throws RefusedError `unavailable`, `not_found` */
export async function fetchFile(url: URL, path: string, options: DownloadOptions): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of request(url, options)) await file.write(chunk);
  } finally {
    await file.close();
  }
}
