import { decodeBase64, decodeUtf8, encodeHex, encodeUtf8, equalBytes } from "../bytes.ts";
import { invariant, UndersignedError, VerificationError } from "../errors.ts";
import { parseCheckpoint } from "../log/checkpoint.ts";
import { NOTE_LIMIT, parseNote, parseVerifierKey } from "../log/note.ts";
import { parseLogProof } from "../log/proof.ts";
import type { BundleFiles } from "./bundle.ts";
import { CHECKPOINT_FILE } from "./bundle.ts";
import { checkContradiction, formatContradiction } from "./contradiction.ts";
import type { Check, Verdict } from "./findings.ts";
import { Findings, judge } from "./findings.ts";
import { learnIdentity } from "./identity-links.ts";
import type { LaterLog } from "./later-log.ts";
import { continuesLog, proveBeginning, readLaterLog } from "./later-log.ts";
import type { Receipt } from "./receipt.ts";
import type { Report } from "./report.ts";
import type { Standing } from "./standing.ts";
import { signatureOf, standingAfter } from "./standing.ts";
import type { ReceiptReport } from "./verify-receipt.ts";
import { verifyReceipt } from "./verify-receipt.ts";

/** What is looked at when a receipt is compared with a later bundle, in the order in which it is told. */
export const COMPARISON_CHECKS = {
  receipt: "The receipt holds.",
  bundle: "The bundle holds.",
  same: "Both are of the same statement, and signed by the same depositary.",
  beginning: "The log that the receipt is from is the beginning of the log in the bundle: nothing was rewritten.",
  entry: "The entry of the receipt stands at its place in that log.",
} as const;

/** Where the bundle keeps what is compared. */
const ENTRIES = "log/tile/entries";

export type ComparisonCheckName = keyof typeof COMPARISON_CHECKS;
type ComparisonFindings = Findings<ComparisonCheckName>;

/** What was found between a receipt and a bundle. Plain data. */
export type Comparison = {
  readonly verdict: Verdict;
  /** Why the verdict is not `valid`, in words; null when it is. */
  readonly reason: string | null;
  readonly checks: readonly Check<ComparisonCheckName>[];
  /** What became of the signature, as of the bundle; null when that is not known, or the receipt is of no signature. */
  readonly standing: Standing | null;
  /** Whether the depositary's own key signed what cannot both be true, and that key was trusted beforehand. */
  readonly misbehaviour: boolean;
  /** That as a file that shows it to anybody with the key and names nobody (spec/contradiction.md); null where there is none. */
  readonly contradiction: string | null;
};

/** A receipt and a bundle, each with the report on it that the same trust led to. What could not be read is null. */
export type Compared = {
  readonly receipt: Receipt | null;
  readonly receiptReport: ReceiptReport;
  readonly files: BundleFiles | null;
  readonly bundleReport: Report;
};

/**
 * Compares a receipt with a later bundle of its statement (spec/receipt.md): whether the log only grew between the two, and
 * what became of the signature. Both were verified beforehand.
 * @throws what `files` throws
 */
export async function compareReceipt({ receipt, receiptReport, files, bundleReport }: Compared): Promise<Comparison> {
  const findings: ComparisonFindings = new Findings(COMPARISON_CHECKS);
  repeat(findings, "receipt", receiptReport);
  repeat(findings, "bundle", bundleReport);
  const size = treeSize(bundleReport);
  const nothing = { standing: null, misbehaviour: false, contradiction: null };
  if (
    receipt === null ||
    files === null ||
    size === null ||
    !(await checkSame(findings, receipt, receiptReport, files, bundleReport))
  ) {
    for (const name of ["same", "beginning", "entry"] as const) {
      findings.leave(name, "There are no two logs of one statement, both of which hold, to be compared.");
    }
    return conclude(findings, nothing);
  }
  const note = parseLogProof(encodeUtf8(receipt.proofs.statement)).checkpoint;
  const { root, ...mine } = parseCheckpoint(parseNote(note).text);
  const later = await readLater(files, size, mine.size, receiptReport, bundleReport);
  const isRewritten = checkBeginning(findings, { size: mine.size, root }, later, size);
  checkEntry(findings, receipt, receiptReport, later, size);
  if (findings.failed("beginning") || findings.failed("entry")) {
    const contradiction = isRewritten
      ? await makeContradiction(note, mine.size, later, files, size, [receiptReport.key, bundleReport.key])
      : null;
    return conclude(findings, { standing: null, misbehaviour: isTrusted(receiptReport, bundleReport), contradiction });
  }
  const standing =
    size < mine.size || receiptReport.index === null ? null : standingAfter(later.acts, receiptReport.index);
  return conclude(findings, { ...nothing, standing });
}

function conclude(
  findings: ComparisonFindings,
  found: Pick<Comparison, "standing" | "misbehaviour" | "contradiction">,
): Comparison {
  const checks = findings.checks();
  return { ...judge(checks), checks, ...found };
}

/** Repeats what was found in one of the two. */
function repeat(findings: ComparisonFindings, name: "receipt" | "bundle", { verdict, reason, checks }: Reported): void {
  const problem = checks.find(({ status }) => status === "failed")?.problems[0];
  if (problem !== undefined) {
    findings.fail(name, `the ${name}, ${problem.where}`, new VerificationError(problem.code, problem.message));
  } else if (verdict !== "valid") {
    findings.leave(name, reason ?? "It could not be told.");
  }
  findings.done(name);
}

type Reported = { readonly verdict: Verdict; readonly reason: string | null; readonly checks: readonly Check[] };

function isOk({ checks }: Pick<Reported, "checks">, ...names: string[]): boolean {
  return names.every((name) => checks.some((check) => check.name === name && check.status === "ok"));
}

/** Entries in the bundle's log, when they are those that its signed checkpoint sums up; else null. */
function treeSize(report: Report): number | null {
  return report.verdict !== "invalid" && isOk(report, "tree", "checkpoint") ? report.size : null;
}

/** Whether there are two logs of one statement and one depositary to compare. */
async function checkSame(
  findings: ComparisonFindings,
  receipt: Receipt,
  mine: ReceiptReport,
  files: BundleFiles,
  bundle: Report,
): Promise<boolean> {
  if (mine.verdict === "invalid" || bundle.key === null || mine.origin === null) return false;
  const { vkey } = bundle.key;
  const isSame = mine.origin === bundle.origin || (await continuesLog(files, bundle.size ?? 0, mine.origin));
  // Without a trusted key there is still the one in the bundle, or one that it took over from, which may have signed both.
  const known = { key: parseVerifierKey(vkey), source: "given", identity: await learnIdentity(files) } as const;
  findings.attempt("same", "the receipt", () => {
    if (!isSame) {
      const message = `it is of ${mine.origin}, and the bundle of ${bundle.origin}`;
      throw new VerificationError("wrong_origin", message);
    }
    const signed = mine.key === null ? verifyReceipt(receipt, known) : mine;
    if (signed.verdict === "invalid") {
      throw new VerificationError("signature_missing", "it was signed with another key than the bundle");
    }
  });
  findings.done("same");
  return findings.holds("same");
}

async function readLater(
  files: BundleFiles,
  size: number,
  receiptSize: number,
  { index, entry }: ReceiptReport,
  bundle: Report,
): Promise<LaterLog> {
  invariant(index !== null, "a receipt that holds has an index");
  // Where entries could not be replayed nobody can say what became of a signature.
  const signature = entry !== null && isOk(bundle, "entries") ? signatureOf(entry, index) : null;
  return await readLaterLog(files, { size, receiptSize, index, signature });
}

/** @returns whether the bundle's log had another root when it was as long as the receipt's */
function checkBeginning(
  findings: ComparisonFindings,
  mine: { readonly size: number; readonly root: Uint8Array },
  { root }: LaterLog,
  size: number,
): boolean {
  findings.done("beginning");
  if (root === null) {
    findings.leave(
      "beginning",
      `The bundle is older than the receipt: it has ${size} entries, and the log had ${mine.size} when the receipt was made. Get a later one.`,
    );
    return false;
  }
  const same = findings.attempt("beginning", ENTRIES, () => {
    if (equalBytes(root, mine.root)) return true;
    const message = `the log was rewritten: its first ${mine.size} entries have the root ${encodeHex(root)} here, and ${encodeHex(mine.root)} in the receipt`;
    throw new VerificationError("root_mismatch", message);
  });
  return same === null;
}

function checkEntry(
  findings: ComparisonFindings,
  { entry }: Receipt,
  { index }: ReceiptReport,
  later: LaterLog,
  size: number,
): void {
  findings.done("entry");
  if (later.entry === null) {
    findings.leave(
      "entry",
      `The bundle is older than the receipt: it has ${size} entries, and this one is number ${index}.`,
    );
    return;
  }
  const found = later.entry;
  findings.attempt("entry", ENTRIES, () => {
    if (equalBytes(found, decodeBase64(entry))) return;
    throw new VerificationError(
      "missing_entry",
      `the entry of the receipt, number ${index}, is not there: another stands in its place`,
    );
  });
}

/** That one key signed both, and that it was trusted beforehand: else a forger may have made either. */
function isTrusted(receipt: ReceiptReport, bundle: Report): boolean {
  return receipt.key !== null && bundle.key !== null && bundle.key.source !== "bundle";
}

/** Both signed checkpoints, and the proof that the later did not grow out of the earlier; null when these keys did not sign both. */
async function makeContradiction(
  note: Uint8Array,
  receiptSize: number,
  { root }: LaterLog,
  files: BundleFiles,
  size: number,
  signers: readonly ({ readonly vkey: string } | null)[],
): Promise<string | null> {
  invariant(root !== null, "a log that was rewritten has another root");
  const proof = await proveBeginning(files, receiptSize, size);
  const later = decodeUtf8(await files.read(CHECKPOINT_FILE, NOTE_LIMIT));
  const made = { kind: "two-histories", checkpoints: [decodeUtf8(note), later], root, proof } as const;
  try {
    checkContradiction(made, ...signers.flatMap((key) => (key === null ? [] : [parseVerifierKey(key.vkey)])));
  } catch (error) {
    if (error instanceof UndersignedError) return null;
    throw error;
  }
  return decodeUtf8(formatContradiction(made));
}
