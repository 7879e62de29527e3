import type { Report, ReportedVersion } from "@undersigned/core/verify/report.ts";
import {
  BUNDLE_VERDICTS,
  RESPONSES_HEADING,
  TRUST_HEADING,
  tellFacts,
  tellResponses,
  tellRole,
  tellSignatures,
  titleText,
  UNSIGNED_TRANSLATION,
} from "@undersigned/core/verify/tell.ts";
import { printable, wrap } from "../layout.ts";
import { siteOf } from "./address.ts";
import { formatChecks, formatList, formatVerdict } from "./print-checks.ts";
import { formatKeys } from "./print-keys.ts";
import { formatWitnesses } from "./print-witnesses.ts";

/**
 * A report on a bundle, for people.
 * @param notes what else there is to say, about how the key was come by
 */
export function formatBundleReport(report: Report, notes: readonly string[]): string {
  const { verdict, reason, key } = report;
  const hint =
    key?.source === "bundle" && verdict === "inconclusive"
      ? wrap(`To settle it, verify again with --key KEY or --origin ${siteOf(key.vkey.split("+")[0] ?? "")}.`, "  ")
      : "";
  const parts = [
    formatVerdict(verdict, reason, BUNDLE_VERDICTS) + hint + notes.map((note) => wrap(note, "  ")).join(""),
    ...(report.origin === null ? [] : tellRest(report)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** Of what does not even say what it is there is no more to tell than why. */
function tellRest(report: Report): string[] {
  return [
    formatStatement(report),
    formatSignatures(report),
    formatKeys(report.key),
    formatWitnesses(report.witnessed),
    formatTexts(report.versions),
    formatList(RESPONSES_HEADING, tellResponses(report)),
    formatChecks(report.checks),
    formatList(TRUST_HEADING, report.trusted),
  ];
}

function formatStatement(report: Report): string {
  const title = titleText(report)?.title;
  const facts = tellFacts(report);
  return [
    title === undefined ? "" : wrap(`“${title}”`),
    report.origin === null ? "" : `${printable(report.origin)}\n`,
    facts.length === 0 ? "" : wrap(facts.join(", ")),
  ].join("");
}

function formatSignatures(report: Report): string {
  const lines = tellSignatures(report);
  return lines.length === 0 ? "" : `Signatures\n${lines.map((line) => wrap(line, "  ", "    ")).join("")}`;
}

function formatTexts(versions: readonly ReportedVersion[]): string {
  const lines = versions.flatMap(({ number: version, digest, texts, translations }) => [
    `  Version ${version}  ${printable(digest)}\n`,
    ...texts.map((text) => `    ${text.lang.padEnd(7)} ${text.sha256}  ${printable(text.title)} (${tellRole(text)})\n`),
    ...translations.map(
      ({ lang, sha256, title }) => `    ${lang.padEnd(7)} ${sha256}  ${printable(title)} (${UNSIGNED_TRANSLATION})\n`,
    ),
  ]);
  return lines.length === 0 ? "" : `Texts, each with its SHA-256\n${lines.join("")}`;
}
