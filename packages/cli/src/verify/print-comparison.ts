import type { Comparison } from "@undersigned/core/verify/compare-receipt.ts";
import type { Report } from "@undersigned/core/verify/report.ts";
import { TRUST_HEADING } from "@undersigned/core/verify/tell.ts";
import { COMPARISON_VERDICTS, tellMisbehaviour, tellStanding } from "@undersigned/core/verify/tell-comparison.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { wrap } from "../layout.ts";
import { formatChecks, formatList, formatVerdict } from "./print-checks.ts";
import { formatKeys } from "./print-keys.ts";
import { formatReceiptFacts } from "./print-receipt.ts";
import { formatWitnesses } from "./print-witnesses.ts";

/** A report on a receipt beside a bundle, for people. What was checked in each of the two is printed when it is verified alone. */
export function formatComparison(
  comparison: Comparison,
  receipt: ReceiptReport,
  bundle: Report,
  notes: readonly string[],
): string {
  const { verdict, reason, standing, checks } = comparison;
  const became = standing === null ? [] : tellStanding(standing, bundle);
  const parts = [
    formatVerdict(verdict, reason, COMPARISON_VERDICTS) +
      [...became, ...notes].map((line) => wrap(line, "  ")).join(""),
    formatList("Proof of misbehaviour", tellMisbehaviour(comparison)),
    receipt.origin === null ? "" : formatReceiptFacts(receipt),
    formatKeys(receipt.key),
    formatKeys(bundle.key),
    formatWitnesses(bundle.witnessed),
    formatChecks(checks),
    formatList(TRUST_HEADING, bundle.trusted),
  ];
  return parts.filter((part) => part !== "").join("\n");
}
