import { decodeUtf8, encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Hex } from "@undersigned/core/signature/entry.ts";
import * as z from "zod";
import type { Fetched } from "./fetch-rules.ts";
import type { Guard } from "./guarded-fetch.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { LookUpProblem } from "./problem.ts";
import { proofRules } from "./proof-rules.ts";

export type WellKnown = {
  /** The address that was asked for; the bytes may have come from its `www.`. */
  readonly url: string;
  readonly sha256: Hex;
  readonly namesVersion: boolean;
  /** The organisation's verifier key; null where the file names none. */
  readonly vkey: string | null;
};

const VERSION_LIMIT = 1_000;

/** Other members are left to others: a depositary's own file of this name holds its own. */
const fileSchema = z.object({
  versions: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(VERSION_LIMIT)
    .optional(),
  key: z.string().optional(),
});

/** Where the file stands. */
export function wellKnownUrl(domain: string): string {
  return `https://${domain}/.well-known/undersigned.json`;
}

/** The file to put there for one version. */
export function formatWellKnown(version: Hex): string {
  return `${JSON.stringify({ versions: [version] })}\n`;
}

/**
 * Fetches and reads `https://DOMAIN/.well-known/undersigned.json`.
 * @throws LookUpProblem
 */
export async function readWellKnown(
  guard: Guard,
  { domain, version }: { domain: string; version: Hex },
): Promise<WellKnown> {
  const fetched = await guardedFetch(guard, wellKnownUrl(domain), proofRules(["application/json"]));
  const { versions = [], key } = parseFile(fetched);
  const vkey = key === undefined ? null : checkKey(fetched, key, domain);
  const namesVersion = versions.includes(version);
  if (!namesVersion && vkey === null) {
    throw new LookUpProblem(
      "file_other_version",
      `${fetched.url} does not name the text that is signed here. Add its digest to the list “versions” in the file, as shown on this page.`,
    );
  }
  return { url: wellKnownUrl(domain), sha256: encodeHex(sha256(fetched.body)), namesVersion, vkey };
}

function parseFile({ url, body }: Fetched): z.output<typeof fileSchema> {
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(body));
  } catch (cause) {
    throw malformed(url, "It is not JSON.", cause);
  }
  const read = fileSchema.safeParse(value);
  if (read.success) return read.data;
  throw malformed(url, "“versions” must be a list of digests of 64 characters, and “key” a verifier key.", read.error);
}

function checkKey({ url }: Fetched, key: string, domain: string): string {
  try {
    const { name } = parseVerifierKey(key);
    if (name === domain) return key;
    throw malformed(url, `The key in it is named ${name}, and the key of this domain is named ${domain}.`, null);
  } catch (error) {
    if (error instanceof UndersignedError) throw malformed(url, `Its key cannot be read: ${error.message}.`, error);
    throw error;
  }
}

function malformed(url: string, what: string, cause: unknown): LookUpProblem {
  return new LookUpProblem(
    "file_malformed",
    `${url} cannot be read. ${what} Replace it by the file shown on this page.`,
    { cause },
  );
}
