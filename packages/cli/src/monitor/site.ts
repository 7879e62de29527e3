import { RefusedError } from "@undersigned/core/errors.ts";
import { fetchBytes } from "../verify/download.ts";

/** A depositary as it answers over HTTP. */
export type Site = {
  readonly address: URL;
  /**
   * The bytes at a path from its root; null when it says that there is nothing.
   * @param limit greatest length in bytes
   * @throws RefusedError `unavailable` with what happened
   */
  read(path: string, limit: number): Promise<Uint8Array | null>;
};

/** Milliseconds that one file may take: tiles are small. */
const PATIENCE = 120_000;

/**
 * Milliseconds for all of a visit: a site that is slow on purpose, or has a log without end, must not keep us from the others.
 * A statement that was followed by then is followed.
 */
const VISIT = 3_600_000;

/**
 * @param address https, or http on this machine (`parseAddress`)
 * @param length milliseconds from now on, after which nothing more is read
 */
export function openSite(address: URL, length: number = VISIT): Site {
  const end = performance.now() + length;
  return {
    address,
    async read(path, limit) {
      const left = Math.ceil(end - performance.now());
      if (left <= 0) {
        throw new RefusedError(
          "unavailable",
          `the visit took longer than ${length / 60_000} minutes, and was broken off.`,
        );
      }
      try {
        const within = Math.min(PATIENCE, left);
        return await fetchBytes(new URL(path, address.origin), { limit, accept: "*/*", within });
      } catch (error) {
        if (error instanceof RefusedError && error.code === "not_found") return null;
        throw error;
      }
    },
  };
}
