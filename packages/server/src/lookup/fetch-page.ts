import type { FetchRules } from "./fetch-rules.ts";
import type { Guard } from "./guarded-fetch.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { findLinkedSheets } from "./linked-sheets.ts";
import { LookUpProblem } from "./problem.ts";

/** What an address led to, for bringing in or checking. */
export type FetchedPage = {
  readonly bytes: Uint8Array;
  /** Where it led in the end. */
  readonly url: string;
  /** As the server says: `text/html; charset=utf-8`. */
  readonly type: string;
  /** The words of linked style sheets, by address; those that could not be had are not among them, and stay unread. */
  readonly styles: ReadonlyMap<string, string>;
  /** It ended before its end: words may be missing. */
  readonly truncated: boolean;
};

const PAGE: FetchRules = {
  types: [
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    // What it is, is found by its content.
    "application/octet-stream",
  ],
  bodyLimit: 10_485_760,
  timeLimit: 20_000,
  redirectLimit: 5,
  encodings: ["gzip", "br"],
  followsElsewhere: true,
  takesTruncated: true,
  instead: "save what it shows as a file, or paste its words",
};

const SHEET: FetchRules = {
  ...PAGE,
  types: ["text/css"],
  bodyLimit: 1_048_576,
  timeLimit: 5_000,
  redirectLimit: 3,
  takesTruncated: false,
};
/** Bytes of a page in which links to style sheets are looked for. */
const HEAD_SIZE = 1_048_576;
/** Style sheets of one page that are asked for, their bytes in all, and how many at once. */
const SHEET_LIMIT = 24;
const SHEETS_SIZE = 4_194_304;
const AT_ONCE = 6;
/** Milliseconds after which no further one is asked for. */
const SHEETS_TIME = 10_000;
const ADDRESS_LIMIT = 2_000;

/**
 * Fetches a page or file that somebody named, behind the guards of every outgoing request: public addresses alone, over https,
 * bounded in bytes and time. Redirects may lead to other hosts, each checked as the first.
 * @param typed address as it was typed; without a scheme, or with http://, it is asked for over https
 * @throws LookUpProblem
 */
export async function fetchPage(guard: Guard, typed: string): Promise<FetchedPage> {
  const { url, type, body, truncated } = await guardedFetch(guard, pageAddress(typed), PAGE);
  const isPage = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(type.trim());
  const styles = isPage ? await fetchSheets(guard, body, url) : new Map<string, string>();
  return { bytes: body, url, type, styles, truncated };
}

function pageAddress(typed: string): string {
  const text = typed.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text.replace(/^http:\/\//i, "https://") : `https://${text}`;
  if (address.length <= ADDRESS_LIMIT && URL.canParse(address)) return new URL(address).href;
  const quoted = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw new LookUpProblem(
    "address",
    `“${quoted}” is not the address of a page. Give the whole address, such as https://news.example/letter, of at most ${ADDRESS_LIMIT} characters.`,
  );
}

async function fetchSheets(guard: Guard, body: Uint8Array, url: string): Promise<ReadonlyMap<string, string>> {
  // Addresses are ASCII in any encoding that the web still uses, and stand at the beginning of a page.
  const head = new TextDecoder().decode(body.subarray(0, HEAD_SIZE));
  const addresses = findLinkedSheets(head, url).slice(0, SHEET_LIMIT);
  const styles = new Map<string, string>();
  const end = performance.now() + SHEETS_TIME;
  let size = 0;
  const work = addresses.values();
  async function fetchNext(): Promise<void> {
    for (const address of work) {
      if (performance.now() > end || size >= SHEETS_SIZE) return;
      const sheet = await fetchSheet(guard, address);
      size += sheet?.length ?? 0;
      if (sheet !== null && size <= SHEETS_SIZE) styles.set(address, new TextDecoder().decode(sheet));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
  return styles;
}

/** null: it could not be had, which reading the page then says. */
async function fetchSheet(guard: Guard, address: string): Promise<Uint8Array | null> {
  try {
    return (await guardedFetch(guard, address.replace(/^http:\/\//, "https://"), SHEET)).body;
  } catch (error) {
    if (error instanceof LookUpProblem) return null;
    throw error;
  }
}
