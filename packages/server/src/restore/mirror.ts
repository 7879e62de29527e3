import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";

/**
 * Where the logs of a depositary are kept by somebody else, laid out as it serves them itself: a folder
 * (`undersigned monitor` writes one for each host), or any web server.
 */
export type Mirror = {
  /** As it was given. */
  readonly name: string;
  /** The bytes at a path such as `log/checkpoint`; null when there is nothing. */
  read(path: string): Promise<Uint8Array | null>;
};

/** The longest file of a log: 256 entries of 65,535 bytes, each behind two. */
const FILE_LIMIT = 256 * 65_537;
const PATIENCE = 30_000;

/** @param place a folder, or an address that begins with http:// or https:// */
export function openMirror(place: string): Mirror {
  return /^https?:\/\//.test(place) ? openAddress(place.replace(/\/+$/, "")) : openFolder(place);
}

function openFolder(folder: string): Mirror {
  return {
    name: folder,
    async read(path) {
      try {
        return new Uint8Array(await readFile(join(folder, ...path.split("/"))));
      } catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
          return null;
        throw error;
      }
    },
  };
}

function openAddress(address: string): Mirror {
  return {
    name: address,
    async read(path) {
      const url = `${address}/${path}`;
      let response: Response;
      try {
        response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      } catch (cause) {
        throw new RefusedError("unavailable", `${url} does not answer. Try again, or use another mirror.`, { cause });
      }
      if (response.status === 404 || response.status === 410) return null;
      if (!response.ok) {
        throw new RefusedError("unavailable", `${url} answers ${response.status}. Try again, or use another mirror.`);
      }
      return await readLimited(response, url);
    },
  };
}

async function readLimited({ body }: Response, url: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > FILE_LIMIT) throw new RefusedError("too_large", `${url} is longer than any file of a log can be.`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
