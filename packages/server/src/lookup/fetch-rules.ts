/** What is asked for, and how far it is followed. The guards themselves are the same for all. */
export type FetchRules = {
  /** Media types of which the answer must have one. */
  readonly types: readonly string[];
  /** Bytes of a body, once it is unpacked. */
  readonly bodyLimit: number;
  /** Milliseconds in all, with redirects and the asking of names. */
  readonly timeLimit: number;
  readonly redirectLimit: number;
  /** Compressions that are asked for and undone; without any, plain bytes alone are taken. */
  readonly encodings: readonly ("gzip" | "br")[];
  /** Whether a redirect may lead to another host. Every host is checked as the first was. */
  readonly followsElsewhere: boolean;
  /** Whether a body that ends before its announced end is taken, and said to be cut off. */
  readonly takesTruncated: boolean;
  /** What to do instead, as the end of a sentence. */
  readonly instead: string;
};

export type Fetched = {
  /** Where it came from in the end. */
  readonly url: string;
  /** As the server says: `text/html; charset=utf-8`. */
  readonly type: string;
  readonly body: Uint8Array;
  /** It ends before its end. */
  readonly truncated: boolean;
};
