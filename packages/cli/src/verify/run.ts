import { UndersignedError } from "@undersigned/core/errors.ts";
import { parseReceipt, RECEIPT_LIMIT } from "@undersigned/core/verify/receipt.ts";
import type { Report } from "@undersigned/core/verify/report.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import { reportUnreadable, verifyBundle } from "@undersigned/core/verify/verify.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { reportUnreadableReceipt, verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import type { ExitStatus } from "../exit-status.ts";
import { statusOfVerdict } from "../exit-status.ts";
import { openArchive } from "../open-archive.ts";
import { startProgress } from "../progress.ts";
import { formatBundleReport } from "./print-bundle.ts";
import { formatReceiptReport } from "./print-receipt.ts";
import { readStart } from "./read-start.ts";
import { openSource } from "./source.ts";
import type { Known, TrustOptions } from "./trust-options.ts";
import { learnTrust, readTrustOptions } from "./trust-options.ts";

export type VerifyOptions = TrustOptions & {
  readonly json?: boolean | undefined;
};

/** Verifies and prints. @throws RefusedError for wrong usage; errors of node:fs for what cannot be read */
export async function runVerify(argument: string, options: VerifyOptions): Promise<ExitStatus> {
  const given = await readTrustOptions(options);
  const source = await openSource(argument);
  try {
    const known = await learnTrust(given);
    const { notes } = known;
    if (source.kind === "receipt") {
      const report = await reportOnReceipt(source.path, known);
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

function print({ json }: VerifyOptions, report: object, format: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : format());
}

async function reportOnReceipt(path: string, { trust, freshness }: Known): Promise<ReceiptReport> {
  const bytes = await readStart(path, RECEIPT_LIMIT + 1);
  try {
    return verifyReceipt(parseReceipt(bytes), trust, { freshness });
  } catch (error) {
    if (error instanceof UndersignedError) return reportUnreadableReceipt(error);
    throw error;
  }
}

async function reportOnBundle(path: string, { trust, freshness }: Known): Promise<Report> {
  const progress = startProgress((done, size) => `Verifying: entry ${tellNumber(done)} of ${tellNumber(size ?? done)}`);
  try {
    const archive = await openArchive(path);
    try {
      return await verifyBundle(archive, trust, { freshness, onProgress: progress.tell });
    } finally {
      await archive.close();
    }
  } catch (error) {
    if (error instanceof UndersignedError) return reportUnreadable(error);
    throw error;
  } finally {
    progress.end();
  }
}
