import { encodeHex, encodeUtf8, sha256 } from "../bytes.ts";
import type { Hex } from "./entry.ts";

/** A signature that its domain says it never gave. */
export type Disputed = {
  /** Origin of the statement's log. */
  readonly statement: string;
  /** Index of the `sign` in it. */
  readonly index: number;
};

/** What a domain says of it, three lines with their ends: a record holds its digest, and a key signs it. spec/dispute.md */
export function formatDisputeText({ statement, index }: Disputed): string {
  return `undersigned/dispute@v1\n${statement}\n${index}\n`;
}

/** What names one signature of one statement in a record of its dispute. */
export function digestDisputed(disputed: Disputed): Hex {
  return encodeHex(sha256(encodeUtf8(formatDisputeText(disputed))));
}

/** The TXT record by which a domain says that it never gave that signature. */
export function formatDisputeRecord(digest: Hex): string {
  return `undersigned=v1 dispute=${digest}`;
}

/** Whether a TXT record disputes some signature. */
export function isDisputeRecord(record: string): boolean {
  return /^undersigned=v1 dispute=[0-9a-f]{64}$/.test(record);
}
