import type { Report } from "@undersigned/core/verify/report.ts";
import type { TileJob, TileReport } from "@undersigned/core/verify/tile-report.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";

/** What the page asks of the worker that verifies. */
export type Question = {
  /** A bundle (zip) or a receipt (JSON). */
  readonly file: Blob;
  /** The depositary's verifier key as it was typed; empty: none. */
  readonly key: string;
  /** A policy (C2SP tlog-policy), byte for byte; null: none. */
  readonly policy: Blob | null;
};

/** The first word to a thread: verify, with the help of others, or be one of those. */
export type Start =
  | { readonly kind: "question"; readonly question: Question; readonly threads: readonly MessagePort[] }
  | { readonly kind: "tiles"; readonly file: Blob; readonly port: MessagePort };

/** Files of entries that a thread is asked to read, and what it read in them. */
export type TileRequest = { readonly jobs: readonly TileJob[] };
export type TileReply = { readonly reports: readonly TileReport[] } | { readonly failed: string };

/** What was found. `refused` is about what was typed, not about the file. */
export type Found =
  | { readonly kind: "bundle"; readonly report: Report }
  | { readonly kind: "receipt"; readonly report: ReceiptReport }
  | { readonly kind: "refused"; readonly field: "key" | "policy" | "file"; readonly message: string };

/** What the worker answers: how far it is, now and then, and in the end what it found. */
export type Answer =
  | { readonly kind: "progress"; readonly read: number; readonly size: number }
  | { readonly kind: "found"; readonly found: Found }
  /** The file cannot be read any more, or a defect of the page itself: no verdict. */
  | { readonly kind: "failed"; readonly name: string; readonly message: string };
