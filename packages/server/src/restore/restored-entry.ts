import type { Entry } from "@undersigned/core/signature/entry.ts";

/** An entry that came back, where it stands, and about when it was recorded (milliseconds since the epoch). */
export type RestoredEntry = { readonly index: number; readonly entry: Entry; readonly at: number };
