import { RefusedError } from "@undersigned/core/errors.ts";
import { isDomain } from "@undersigned/core/statement/domain.ts";

/** A signature whose organisation is watched. */
export type SignatoryName = {
  /** Of its `sign`, in the statement's log. */
  readonly index: number;
  readonly name: string;
  readonly domain: string;
};

/**
 * The domains of `--for`, each once, sorted.
 * @throws RefusedError `invalid_field`
 */
export function readDomains(given: readonly string[]): string[] {
  const domains = given.flatMap((list) => list.split(",")).map((domain) => domain.trim().toLowerCase());
  const wanted = [...new Set(domains.filter((domain) => domain !== ""))].sort();
  for (const domain of wanted) {
    if (!isDomain(domain)) {
      throw new RefusedError(
        "invalid_field",
        `--for takes domains such as reading.example, and this is none: ${domain}`,
      );
    }
  }
  return wanted;
}

/**
 * The watched domain that this is, or lies below: `reading.example` covers `press.reading.example`, and never
 * `reading.example.evil.net` or `notreading.example`.
 */
export function findWatched(domain: string | undefined, watching: readonly string[]): string | null {
  if (domain === undefined) return null;
  return watching.find((wanted) => domain === wanted || domain.endsWith(`.${wanted}`)) ?? null;
}
