import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import { parseOrigin } from "@undersigned/core/log/origin.ts";
import { membersOf, readCounts } from "./counts.ts";
import type { Visiting } from "./visiting.ts";
import { originOf } from "./visiting.ts";

/** What the site shows of its statements, by id. Nobody has signed it. */
export type Listing = ReadonlyMap<string, { readonly counts: string | null }>;

const PAGE_LIMIT = 33_554_432;
const PAGE_LENGTH = 50;
/** More pages than any depositary has; a site that goes on for ever does not keep us. */
const PAGES = 20_000;

/**
 * Reads the list of statements that the site shows to everyone. Null when it has none, or none that can be read.
 * @throws RefusedError `unavailable`
 */
export async function readListing(visiting: Visiting): Promise<Listing | null> {
  const listing = new Map<string, { counts: string | null }>();
  let cursor = "";
  for (let page = 0; page < PAGES; page++) {
    const bytes = await visiting.site.read(`/api/v1/statements?limit=${PAGE_LENGTH}${cursor}`, PAGE_LIMIT);
    const answer = bytes === null ? null : readJson(bytes);
    if (answer === null || !Array.isArray(answer.items)) {
      visiting.found(
        "unreadable",
        `The list of statements at ${visiting.host} cannot be read, so its counts are not compared.`,
        {
          about: "list",
        },
      );
      return null;
    }
    const before = listing.size;
    for (const item of answer.items) takeItem(visiting, listing, item);
    // A page that adds nothing does not lead on.
    if (typeof answer.next !== "string" || !answer.next.isWellFormed() || listing.size === before) return listing;
    cursor = `&cursor=${encodeURIComponent(answer.next)}`;
  }
  return listing;
}

function takeItem(visiting: Visiting, listing: Map<string, { counts: string | null }>, item: unknown): void {
  const statement = membersOf(item);
  if (typeof statement?.id !== "string" || statement.log === null) return;
  const { id } = statement;
  const { host } = visiting;
  if (!isStatementId(host, id)) {
    visiting.found("unreadable", `The list of statements at ${host} has one whose id is none.`, { about: "list, id" });
    return;
  }
  const counts = readCounts(statement.counts);
  if (counts === null) {
    const origin = originOf(visiting, id);
    const message = `The count that ${host} shows of ${origin} cannot be read, so it is not compared.`;
    visiting.found("unreadable", message, { about: `list, counts of ${id}` });
  }
  listing.set(id, { counts });
}

function isStatementId(host: string, id: string): boolean {
  try {
    return parseOrigin(`${host}/s/${id}`).statement === id;
  } catch (error) {
    if (error instanceof UndersignedError) return false;
    throw error;
  }
}

/** A JSON object, or null for anything else. */
export function readJson(bytes: Uint8Array): { readonly [member: string]: unknown } | null {
  try {
    return membersOf(JSON.parse(decodeUtf8(bytes)));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof UndersignedError) return null;
    throw error;
  }
}
