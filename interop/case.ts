/**
 * One case as both programs read it. Bytes are base64, as Go's JSON has them; `kind` says which members count.
 * `go/verdict.go` answers it with Go's library, `ours.ts` with this project's code, in the same words.
 */
export type Case = {
  readonly kind: Kind;
  readonly text?: string;
  readonly bytes?: string;
  readonly keys?: readonly string[];
  readonly seed?: string;
  readonly leaves?: readonly string[];
  readonly index?: number;
  readonly size?: number;
  readonly old?: number;
  readonly level?: number;
  readonly width?: number;
  readonly proof?: readonly string[];
  readonly root?: string;
  readonly hash?: string;
};

/** What only Go is asked to do: make a key, `PRIVATE+KEY+… NAME+…`, or sign a text with such a key. */
export type Request = {
  readonly kind: "generate key" | "sign with key";
  readonly keys: readonly string[];
  readonly text?: string;
};

/** What is compared, in the order in which it is told. */
export const KINDS = [
  "verifier key",
  "note",
  "signing",
  "signing key",
  "signature note",
  "root",
  "tile",
  "tile path",
  "inclusion proof",
  "consistency proof",
  "inclusion",
  "consistency",
] as const;

export type Kind = (typeof KINDS)[number];
