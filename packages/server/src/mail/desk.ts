import type { Say } from "../words/speak.ts";

/**
 * Of the receipt that a mail is about: the name of the file that is attached; or `link` when it can only be fetched, `gone`
 * when there is none any more.
 */
export type ReceiptNote = { readonly file: string } | "link" | "gone";

/** What is needed to write a mail. */
export type Desk = {
  say: Say;
  site: string;
  /** Address of the site, without a trailing slash. */
  url: string;
  receipt: ReceiptNote;
  /** The address of `path` with a token, or words that it was wiped. */
  link(path: string, token: string | null): string;
  code(code: string | null): string;
};
