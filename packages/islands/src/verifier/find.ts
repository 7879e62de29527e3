import { UndersignedError } from "@undersigned/core/errors.ts";
import { isContradiction } from "@undersigned/core/verify/contradiction.ts";
import { parseReceipt, RECEIPT_LIMIT } from "@undersigned/core/verify/receipt.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import type { VerifyOptions } from "@undersigned/core/verify/verify.ts";
import { reportUnreadable, verifyBundle } from "@undersigned/core/verify/verify.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { reportUnreadableReceipt, verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import { readArchive } from "@undersigned/core/zip/archive.ts";
import { blobSource } from "./blob-source.ts";
import type { Found, Question } from "./message.ts";
import { readTrust } from "./trust.ts";
import { WORDS } from "./words.ts";

/** What a JSON object begins with: receipts are JSON, bundles are zips. */
const BRACE = 0x7b;

/** Verifies what the page was given, as `undersigned verify` does. */
export async function find(question: Question, options: VerifyOptions): Promise<Found> {
  const trust = await readTrust(question);
  if ("kind" in trust) return trust;
  const { file } = question;
  const [first] = new Uint8Array(await file.slice(0, 1).arrayBuffer());
  if (first === BRACE) return await findInJson(file, trust.trust);
  try {
    const archive = await readArchive(blobSource(file));
    return { kind: "bundle", report: await verifyBundle(archive, trust.trust, options) };
  } catch (error) {
    if (error instanceof UndersignedError) return { kind: "bundle", report: reportUnreadable(error) };
    throw error;
  }
}

async function findInJson(file: Blob, trust: Trust): Promise<Found> {
  // One byte more than a receipt may have is enough to refuse it.
  const bytes = new Uint8Array(await file.slice(0, RECEIPT_LIMIT + 1).arrayBuffer());
  // "Not valid" would be said of a proof that the command finds to hold.
  if (isContradiction(bytes)) return { kind: "refused", field: "file", message: WORDS.contradiction };
  return { kind: "receipt", report: reportOnReceipt(bytes, trust) };
}

function reportOnReceipt(bytes: Uint8Array, trust: Trust): ReceiptReport {
  try {
    return verifyReceipt(parseReceipt(bytes), trust);
  } catch (error) {
    if (error instanceof UndersignedError) return reportUnreadableReceipt(error);
    throw error;
  }
}
