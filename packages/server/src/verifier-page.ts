import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";

/** verify.html, as it was built with this release: in bundles, to download, and beside the command in its package. */
export type VerifierPage = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256, as bundles name it. */
  readonly digest: string;
};

/** In the source tree, and beside a built program. */
const PLACES = ["../../islands/dist/verify.html", "./assets/verify.html"];

let found: VerifierPage | null | undefined;

/** The page; null in a source tree whose islands were never built. Read once: a bundle never holds two editions. */
export function verifierPage(): VerifierPage | null {
  found ??= readPage();
  return found;
}

function readPage(): VerifierPage | null {
  for (const place of PLACES) {
    try {
      const bytes = new Uint8Array(readFileSync(fileURLToPath(new URL(place, import.meta.url))));
      return { bytes, digest: encodeHex(sha256(bytes)) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  return null;
}
