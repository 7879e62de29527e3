import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { BundleFiles } from "@undersigned/core/verify/bundle.ts";
import { compareReceipt } from "@undersigned/core/verify/compare-receipt.ts";
import { isContradiction } from "@undersigned/core/verify/contradiction.ts";
import { learnIdentity } from "@undersigned/core/verify/identity-links.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import { parseReceipt, RECEIPT_LIMIT } from "@undersigned/core/verify/receipt.ts";
import type { Report } from "@undersigned/core/verify/report.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import { reportUnreadable, verifyBundle } from "@undersigned/core/verify/verify.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { reportUnreadableReceipt, verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import type { ExitStatus } from "../exit-status.ts";
import { statusOfVerdict } from "../exit-status.ts";
import type { OpenArchive } from "../open-archive.ts";
import { openArchive } from "../open-archive.ts";
import { startProgress } from "../progress.ts";
import { formatContradictionReport, reportOnContradiction } from "./check-contradiction.ts";
import { formatBundleReport } from "./print-bundle.ts";
import { formatComparison } from "./print-comparison.ts";
import { formatReceiptReport } from "./print-receipt.ts";
import { readStart } from "./read-start.ts";
import { openSource } from "./source.ts";
import { countThreads, startTilePool } from "./tile-pool.ts";
import type { Known, TrustOptions } from "./trust-options.ts";
import { learnTrust, readTrustOptions } from "./trust-options.ts";

export type VerifyOptions = TrustOptions & {
  /** A later bundle, or the address of a statement, to compare a receipt with. */
  readonly against?: string | undefined;
  readonly json?: boolean | undefined;
};

/** Verifies and prints. @throws RefusedError for wrong usage; errors of node:fs for what cannot be read */
export async function runVerify(argument: string, options: VerifyOptions): Promise<ExitStatus> {
  const given = await readTrustOptions(options);
  const source = await openSource(argument);
  try {
    if (options.against !== undefined && source.kind === "bundle") throw refuseAgainst(argument);
    const known = await learnTrust(given);
    const { notes } = known;
    if (source.kind === "receipt") {
      const bytes = await readStart(source.path, RECEIPT_LIMIT + 1);
      if (isContradiction(bytes)) {
        if (options.against !== undefined) throw refuseAgainst(argument);
        const found = reportOnContradiction(bytes, known.trust);
        print(options, { kind: "contradiction", ...found, notes }, () => formatContradictionReport(found, notes));
        return statusOfVerdict(found.verdict);
      }
      const receipt = readReceipt(bytes);
      if (options.against !== undefined) return await runComparison(receipt, options.against, known, options);
      const report = reportOnReceipt(receipt, known);
      print(options, { kind: "receipt", ...report, notes }, () => formatReceiptReport(report, notes));
      return statusOfVerdict(report.verdict);
    }
    const report = await reportOnBundle(source.path, known);
    print(options, { kind: "bundle", ...report, notes }, () => formatBundleReport(report, notes));
    return statusOfVerdict(report.verdict);
  } finally {
    await source.dispose();
  }
}

/**
 * Compares a receipt with a later bundle, verified with the same trust. The bundle also tells which keys the depositary had
 * before, one of which may have signed the receipt.
 */
async function runComparison(
  receipt: Receipt | UndersignedError,
  against: string,
  known: Known,
  options: VerifyOptions,
): Promise<ExitStatus> {
  const source = await openSource(against);
  try {
    if (source.kind === "receipt") throw refuseReceiptAgainst(against);
    const bundleReport = await reportOnBundle(source.path, known);
    const archive = bundleReport.verdict === "invalid" ? null : await openArchive(source.path);
    try {
      const receiptReport = reportOnReceipt(receipt, await learnKeys(known, archive));
      const compared = { receipt: receipt instanceof UndersignedError ? null : receipt, receiptReport };
      const comparison = await compareReceipt({ ...compared, files: archive, bundleReport });
      const { notes } = known;
      const all = { kind: "comparison", ...comparison, receipt: receiptReport, bundle: bundleReport, notes };
      print(options, all, () => formatComparison(comparison, receiptReport, bundleReport, notes));
      return statusOfVerdict(comparison.verdict);
    } finally {
      await archive?.close();
    }
  } finally {
    await source.dispose();
  }
}

async function learnKeys(known: Known, files: BundleFiles | null): Promise<Known> {
  const { trust } = known;
  if (trust === null || files === null) return known;
  const learnt = await learnIdentity(files);
  // Of one depositary the shorter is the beginning of the longer.
  return learnt.length > (trust.identity ?? []).length ? { ...known, trust: { ...trust, identity: learnt } } : known;
}

function refuseAgainst(argument: string): RefusedError {
  return new RefusedError(
    "invalid_field",
    `--against compares a receipt with a later bundle, and ${argument} is no receipt: give the receipt first, and this after --against.`,
  );
}

function refuseReceiptAgainst(against: string): RefusedError {
  return new RefusedError(
    "invalid_field",
    `--against takes a later bundle, or the address of the statement, and ${against} is a receipt.`,
  );
}

function print({ json }: VerifyOptions, report: object, format: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : format());
}

/** The receipt, or why it cannot be read as one. */
function readReceipt(bytes: Uint8Array): Receipt | UndersignedError {
  try {
    return parseReceipt(bytes);
  } catch (error) {
    if (error instanceof UndersignedError) return error;
    throw error;
  }
}

function reportOnReceipt(receipt: Receipt | UndersignedError, { trust, freshness }: Known): ReceiptReport {
  if (receipt instanceof UndersignedError) return reportUnreadableReceipt(receipt);
  return verifyReceipt(receipt, trust, { freshness });
}

async function reportOnBundle(path: string, known: Known): Promise<Report> {
  let archive: OpenArchive;
  try {
    archive = await openArchive(path);
  } catch (error) {
    if (error instanceof UndersignedError) return reportUnreadable(error);
    throw error;
  }
  try {
    return await verifyArchive(archive, known);
  } finally {
    await archive.close();
  }
}

/** Verifies, in several threads where that is worth it. @throws RefusedError `unavailable` when one of them stops */
async function verifyArchive(archive: OpenArchive, { trust, freshness }: Known): Promise<Report> {
  const progress = startProgress((done, size) => `Verifying: entry ${tellNumber(done)} of ${tellNumber(size ?? done)}`);
  const threads = countThreads(archive);
  const pool = threads > 1 ? startTilePool(archive, threads) : null;
  try {
    const reading = pool === null ? {} : { reading: pool };
    return await verifyBundle(archive, trust, { freshness, onProgress: progress.tell, ...reading });
  } finally {
    await pool?.close();
    progress.end();
  }
}
