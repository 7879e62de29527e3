import { RECEIPT_VERDICTS, TRUST_HEADING, tellEntry, tellNumber, tellShown } from "@undersigned/core/verify/tell.ts";
import { tellMoment } from "@undersigned/core/verify/time.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { printable, wrap } from "../layout.ts";
import { siteOf } from "./address.ts";
import { formatChecks, formatList, formatVerdict } from "./print-checks.ts";
import { formatKeys } from "./print-keys.ts";
import { formatWitnesses } from "./print-witnesses.ts";

/** A report on a receipt, for people. */
export function formatReceiptReport(report: ReceiptReport, notes: readonly string[]): string {
  const { verdict, reason, key, origin } = report;
  const host = origin?.split("/")[0] ?? "HOST";
  const hint =
    key === null && verdict === "inconclusive"
      ? wrap(`To settle it, verify again with --key KEY or --origin ${siteOf(host)}.`, "  ")
      : "";
  const parts = [
    formatVerdict(verdict, reason, RECEIPT_VERDICTS) + hint + notes.map((note) => wrap(note, "  ")).join(""),
    ...(origin === null ? [] : tellRest(report)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function tellRest(report: ReceiptReport): string[] {
  return [
    formatReceiptFacts(report),
    formatKeys(report.key),
    formatWitnesses(report.witnessed),
    formatChecks(report.checks),
    formatList(TRUST_HEADING, report.trusted),
  ];
}

/** What the receipt is of. */
export function formatReceiptFacts({ origin, entry, index, size, asOf, shown }: ReceiptReport): string {
  const name = tellShown(shown);
  const place =
    index === null || size === null ? "" : `Entry ${tellNumber(index)} of ${tellNumber(size)}, counted from 0`;
  const facts = [place, asOf === null ? "" : `as of ${tellMoment(asOf)}`].filter((fact) => fact !== "").join(", ");
  return [
    origin === null ? "" : `${printable(origin)}\n`,
    facts === "" ? "" : `${facts}\n`,
    entry === null ? "" : wrap(tellEntry(entry)),
    name === null ? "" : wrap(`Shown as: ${name}`),
  ].join("");
}
