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

/** @param address https, or http on this machine (`parseAddress`) */
export function openSite(address: URL): Site {
  return {
    address,
    async read(path, limit) {
      try {
        return await fetchBytes(new URL(path, address.origin), { limit, accept: "*/*", within: PATIENCE });
      } catch (error) {
        if (error instanceof RefusedError && error.code === "not_found") return null;
        throw error;
      }
    },
  };
}
