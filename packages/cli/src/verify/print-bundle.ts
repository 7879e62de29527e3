import type { Report, ReportedVersion } from "@undersigned/core/verify/report.ts";
import { count, moment, number, printable, wrap } from "../layout.ts";
import { siteOf } from "./address.ts";
import { formatChecks, formatList, formatVerdict } from "./print-checks.ts";

const VERDICTS = {
  valid: "Valid. This bundle is what it says it is.",
  invalid: "Not valid. Do not rely on this bundle.",
  inconclusive: "Could not tell.",
} as const;

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
    formatVerdict(verdict, reason, VERDICTS) + hint + notes.map((note) => wrap(note, "  ")).join(""),
    ...(report.origin === null ? [] : tellRest(report)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** Of what does not even say what it is there is no more to tell than why. */
function tellRest(report: Report): string[] {
  return [
    formatStatement(report),
    formatSignatures(report),
    formatTexts(report.versions),
    formatChecks(report.checks),
    formatList("Not shown by any check, and so a matter of trust", report.trusted),
  ];
}

function formatStatement({ origin, status, closes, asOf, size, versions }: Report): string {
  const texts = versions.at(-1)?.texts ?? [];
  // The report is in English, so of equally authentic texts the English one heads it.
  const title = (
    texts.find((text) => text.prevails) ??
    texts.find((text) => text.authentic && text.lang === "en") ??
    texts.find((text) => text.authentic) ??
    texts[0]
  )?.title;
  const facts = [
    status === "open" ? `open${closes === null ? "" : ` until ${moment(closes)}`}` : status,
    asOf === null ? null : `as of ${moment(asOf)}`,
    size === null ? null : `${count(size, "entry", "entries")} in its log`,
  ].filter((fact) => fact !== null);
  return [
    title === undefined ? "" : wrap(`“${title}”`),
    origin === null ? "" : `${printable(origin)}\n`,
    facts.length === 0 ? "" : wrap(facts.join(", ")),
  ].join("");
}

function formatSignatures({ counts, versions, names }: Report): string {
  if (counts === null) return "";
  const { total, organisations, people, named, unnamed, earlier, tallies } = counts;
  const signed = versions.length > 1 ? `signed version ${versions.length}, the latest` : "signed";
  if (tallies.signed === 0) return "Signatures\n  Nobody has signed yet.\n";
  const lines = [
    `${number(total)} ${signed}: ${formatKinds(organisations, people)}; ${number(named)} named, ${number(unnamed)} unnamed.`,
  ];
  if (earlier > 0) lines.push(`${number(earlier)} signed an earlier version, and were not moved to the latest.`);
  const removed = Object.entries(tallies.removed).filter(([, times]) => times > 0);
  const ended = [
    tallies.withdrawn > 0 ? `${number(tallies.withdrawn)} withdrawn` : "",
    tallies.erased > 0 ? `${number(tallies.erased)} erased` : "",
    tallies.disputed > 0 ? `${number(tallies.disputed)} disputed` : "",
    ...removed.map(([reason, times]) => `${number(times)} removed as ${reason}`),
  ].filter((part) => part !== "");
  if (ended.length > 0) lines.push(`Not counted: ${ended.join(", ")}.`);
  if (tallies.anonymised > 0)
    lines.push(`Made anonymous after closing, and still counted: ${number(tallies.anonymised)}.`);
  if (names !== null && names.of > 0) {
    lines.push(
      `${number(names.shown)} of ${count(names.of, "named organisation is", "named organisations are")} named in the bundle.`,
    );
  }
  return `Signatures\n${lines.map((line) => wrap(line, "  ", "    ")).join("")}`;
}

function formatKinds(organisations: number, people: number): string {
  return `${count(organisations, "organisation", "organisations")} and ${count(people, "person", "people")}`;
}

function formatTexts(versions: readonly ReportedVersion[]): string {
  const lines = versions.flatMap(({ number: version, digest, texts }) => [
    `  Version ${version}  ${printable(digest)}\n`,
    ...texts.map(({ lang, sha256, title, authentic, prevails }) => {
      const role = prevails ? "authentic, prevails" : authentic ? "authentic" : "translation";
      return `    ${lang.padEnd(7)} ${sha256}  ${printable(title)} (${role})\n`;
    }),
  ]);
  return lines.length === 0 ? "" : `Texts, each with its SHA-256\n${lines.join("")}`;
}
