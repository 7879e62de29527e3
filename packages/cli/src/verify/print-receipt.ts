import type { Entry } from "@undersigned/core/signature/entry.ts";
import type { ReceiptReport } from "@undersigned/core/verify/verify-receipt.ts";
import { moment, number, printable, wrap } from "../layout.ts";
import { siteOf } from "./address.ts";
import { formatChecks, formatList, formatVerdict } from "./print-checks.ts";

const VERDICTS = {
  valid: "Valid. The depositary's log holds what this receipt says.",
  invalid: "Not valid. Do not rely on this receipt.",
  inconclusive: "Could not tell.",
} as const;

/** A report on a receipt, for people. */
export function formatReceiptReport(report: ReceiptReport, notes: readonly string[]): string {
  const { verdict, reason, key, origin } = report;
  const host = origin?.split("/")[0] ?? "HOST";
  const hint =
    key === null && verdict === "inconclusive"
      ? wrap(`To settle it, verify again with --key KEY or --origin ${siteOf(host)}.`, "  ")
      : "";
  const parts = [
    formatVerdict(verdict, reason, VERDICTS) + hint + notes.map((note) => wrap(note, "  ")).join(""),
    ...(origin === null ? [] : tellRest(report)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function tellRest(report: ReceiptReport): string[] {
  return [
    formatFacts(report),
    formatChecks(report.checks),
    formatList("Not shown by any check, and so a matter of trust", [
      "What became of it since: a receipt shows that the entry was recorded, not that nothing followed. The bundle of the statement shows that.",
    ]),
  ];
}

function formatFacts({ origin, entry, index, size, asOf }: ReceiptReport): string {
  const place = index === null || size === null ? "" : `Entry ${number(index)} of ${number(size)}, counted from 0`;
  const facts = [place, asOf === null ? "" : `as of ${moment(asOf)}`].filter((fact) => fact !== "").join(", ");
  return [
    origin === null ? "" : `${printable(origin)}\n`,
    facts === "" ? "" : `${facts}\n`,
    entry === null ? "" : wrap(describeEntry(entry)),
  ].join("");
}

function describeEntry(entry: Entry): string {
  if (entry.act === "sign" || entry.act === "resign") {
    const who = entry.kind === "person" ? "A person" : "An organisation";
    const shown = entry.named ? "by name" : "without a name";
    return `${who} signed version ${entry.version} ${shown}, at level ${entry.level}.`;
  }
  return "of" in entry ? `The act “${entry.act}” on the signature at ${number(entry.of)}.` : `The act “${entry.act}”.`;
}
