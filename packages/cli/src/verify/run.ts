import { open } from "node:fs/promises";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { parseReceipt, RECEIPT_LIMIT } from "@undersigned/core/verify/receipt.ts";
import type { Report } from "@undersigned/core/verify/report.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import { reportUnreadable, verifyBundle } from "@undersigned/core/verify/verify.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { reportUnreadableReceipt, verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import type { ExitStatus } from "../exit-status.ts";
import { statusOfVerdict } from "../exit-status.ts";
import { openArchive } from "../open-archive.ts";
import { startProgress } from "../progress.ts";
import { isLoopback, parseAddress } from "./address.ts";
import { fetchKey } from "./fetch-key.ts";
import { formatBundleReport } from "./print-bundle.ts";
import { formatReceiptReport } from "./print-receipt.ts";
import { openSource } from "./source.ts";

export type VerifyOptions = {
  readonly key?: string | undefined;
  readonly origin?: string | undefined;
  readonly json?: boolean | undefined;
};

/** A key that is trusted, and what there is to say about how it was come by. */
type Known = { readonly trust: Trust; readonly notes: readonly string[] };

/** Verifies and prints. @throws RefusedError for wrong usage; errors of node:fs for what cannot be read */
export async function runVerify(argument: string, options: VerifyOptions): Promise<ExitStatus> {
  const given = readOptions(options);
  const source = await openSource(argument);
  try {
    const { trust, notes } = await learnKey(given);
    if (source.kind === "receipt") {
      const report = await reportOnReceipt(source.path, trust);
      print(options, { kind: "receipt", ...report, notes }, () => formatReceiptReport(report, notes));
      return statusOfVerdict(report.verdict);
    }
    const report = await reportOnBundle(source.path, trust);
    print(options, { kind: "bundle", ...report, notes }, () => formatBundleReport(report, notes));
    return statusOfVerdict(report.verdict);
  } finally {
    await source.dispose();
  }
}

function print({ json }: VerifyOptions, report: object, format: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : format());
}

type Given = { readonly trust: Trust; readonly site: URL | null };

/** Everything that is wrong with the options is said before anything is read or fetched. */
function readOptions({ key, origin }: VerifyOptions): Given {
  if (key !== undefined && origin !== undefined) {
    throw new RefusedError("invalid_field", "Give either --key or --origin: both say which key to trust.");
  }
  if (origin !== undefined) return { trust: null, site: parseAddress(origin, "--origin") };
  if (key === undefined) return { trust: null, site: null };
  try {
    return { trust: { key: parseVerifierKey(key.trim()), source: "given" }, site: null };
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new RefusedError("invalid_field", `--key is not a verifier key, NAME+ID+KEY: ${cause.message}.`, { cause });
  }
}

/** A key that cannot be fetched leaves its question open; everything else can still be checked. */
async function learnKey({ trust, site }: Given): Promise<Known> {
  if (site === null) return { trust, notes: [] };
  try {
    const key = await fetchKey(site);
    if (!isLoopback(site)) return { trust: { key, source: "origin" }, notes: [] };
    const how = site.protocol === "http:" ? "over plain http" : "over TLS";
    return { trust: { key, source: "origin" }, notes: [`The key was fetched from this machine itself, ${how}.`] };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { trust: null, notes: [`No key: ${error.message}`] };
  }
}

async function reportOnReceipt(path: string, trust: Trust): Promise<ReceiptReport> {
  const bytes = await readStart(path, RECEIPT_LIMIT + 1);
  try {
    return verifyReceipt(parseReceipt(bytes), trust);
  } catch (error) {
    if (error instanceof UndersignedError) return reportUnreadableReceipt(error);
    throw error;
  }
}

/** The file, or its first `limit` bytes when it is longer: enough to refuse it. */
async function readStart(path: string, limit: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const bytes = new Uint8Array(Math.min(limit, (await file.stat()).size));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function reportOnBundle(path: string, trust: Trust): Promise<Report> {
  const progress = startProgress((done, size) => `Verifying: entry ${tellNumber(done)} of ${tellNumber(size ?? done)}`);
  try {
    const archive = await openArchive(path);
    try {
      return await verifyBundle(archive, trust, { onProgress: progress.tell });
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
