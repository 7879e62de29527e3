import { UndersignedError } from "@undersigned/core/errors.ts";
import type { HandedOver } from "@undersigned/core/log/identity-chain.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { parsePolicy } from "@undersigned/core/log/policy.ts";
import type { Comparison } from "@undersigned/core/verify/compare-receipt.ts";
import { compareReceipt } from "@undersigned/core/verify/compare-receipt.ts";
import type { Check, Verdict } from "@undersigned/core/verify/findings.ts";
import { learnIdentity } from "@undersigned/core/verify/identity-links.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import { parseReceipt } from "@undersigned/core/verify/receipt.ts";
import type { Standing } from "@undersigned/core/verify/standing.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import { verifyBundle } from "@undersigned/core/verify/verify.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { reportUnreadableReceipt, verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import type { Freshness } from "@undersigned/core/verify/witnesses.ts";
import { readerOf } from "./bundle-fixture.ts";

/** A file: its text where it is UTF-8 without control characters but newlines, else its bytes. */
export type FileContent = { readonly text: string } | { readonly base64: string };

type Expected = {
  readonly about: string;
  readonly verdict: Verdict;
  /** The first check that failed; where none did, the first that was not carried out. */
  readonly check: string | null;
  /** Code and place of its first problem. */
  readonly code: string | null;
  readonly where: string | null;
  /** The verifier key that is trusted; null: none but those of the policy. */
  readonly trust: string | null;
  /** The policy that is asked, in its text form. */
  readonly policy?: string;
  /** How old cosignatures may be at most: seconds, and `now` in seconds since 1970. */
  readonly freshness?: Freshness;
};

/** One file of vectors/bundle. */
export type BundleVector = Expected & {
  /** Another vector, whose files these are but for those in `files`. */
  readonly from: string | null;
  /** Null: the file is not there. */
  readonly files: Readonly<Record<string, FileContent | null>>;
};

/** One file of vectors/receipt. */
export type ReceiptVector = Expected & {
  /** The receipt's JSON text. */
  readonly receipt: string;
  /** A bundle that it is compared with: that of another vector, but for these files. */
  readonly against?: Pick<BundleVector, "from" | "files">;
  /** What became of the signature by that bundle; null when nobody can say. */
  readonly standing?: ToldStanding | null;
};

/** The files of a vector's bundle. @param base those of the vector that `from` names */
export function applyVector(
  { files, from }: Pick<BundleVector, "from" | "files">,
  base: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array> {
  const applied = new Map(from === null ? [] : base);
  for (const [name, content] of Object.entries(files)) {
    if (content === null) applied.delete(name);
    else applied.set(name, decodeContent(content));
  }
  return applied;
}

function decodeContent(content: FileContent): Uint8Array {
  const bytes = "text" in content ? Buffer.from(content.text) : Buffer.from(content.base64, "base64");
  return new Uint8Array(bytes);
}

export function readTrust({ trust, policy: text }: Pick<Expected, "trust" | "policy">): Trust {
  const policy = text === undefined ? null : parsePolicy(new TextEncoder().encode(text));
  if (trust !== null) return { key: parseVerifierKey(trust), source: "given", policy };
  return policy === null ? null : { key: null, source: "policy", policy };
}

/**
 * What the verifier says to the receipt of a vector, also to one that cannot be read.
 * @param identity how the keys took over from each other, where a bundle beside it has told
 */
export function reportOnVector(vector: ReceiptVector, identity: readonly HandedOver[] = []): ReceiptReport {
  try {
    const receipt = parseReceipt(new TextEncoder().encode(vector.receipt));
    const trust = readTrust(vector);
    return verifyReceipt(receipt, trust && { ...trust, identity }, { freshness: vector.freshness ?? null });
  } catch (error) {
    if (error instanceof UndersignedError) return reportUnreadableReceipt(error);
    throw error;
  }
}

/** What the receipt of a vector is told beside a bundle. @param files the bundle's */
export async function compareVector(
  vector: ReceiptVector,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Comparison> {
  const reader = readerOf(files);
  const bundleReport = await verifyBundle(reader, readTrust(vector), { freshness: vector.freshness ?? null });
  const receipt = readOrNull(vector.receipt);
  const identity = bundleReport.verdict === "invalid" ? [] : await learnIdentity(reader);
  return await compareReceipt({
    receipt,
    receiptReport: reportOnVector(vector, identity),
    files: reader,
    bundleReport,
  });
}

function readOrNull(text: string): Receipt | null {
  try {
    return parseReceipt(new TextEncoder().encode(text));
  } catch (error) {
    if (error instanceof UndersignedError) return null;
    throw error;
  }
}

/** What vectors tell of what became of a signature. */
export type ToldStanding = Pick<Standing, "status" | "reason" | "again" | "upheld" | "levelBefore" | "level">;

export function tellStandingOf({ standing }: Comparison): ToldStanding | null {
  if (standing === null) return null;
  const { status, reason, again, upheld, levelBefore, level } = standing;
  return { status, reason, again, upheld, levelBefore, level };
}

/** What vectors tell of a report: the first check that failed, or else that was not carried out, and its first problem. */
export function tellOf({
  verdict,
  checks,
}: {
  verdict: Verdict;
  checks: readonly Check[];
}): Pick<Expected, "verdict" | "check" | "code" | "where"> {
  const at = checks.find(({ status }) => status === "failed") ?? checks.find(({ status }) => status === "not_checked");
  const [problem] = at?.problems ?? [];
  return { verdict, check: at?.name ?? null, code: problem?.code ?? null, where: problem?.where ?? null };
}
