import type { Entry, Kind, Level, RemovalReason } from "../signature/entry.ts";
import type { PublicPart } from "../signature/part.ts";
import type { Report, ReportedEvidence, ReportedVersion } from "./report.ts";
import { tellMoment } from "./time.ts";
import type { Witnessed } from "./witnesses.ts";

/**
 * What a report says, in English sentences: the same on a terminal and in a page. Text from elsewhere, such as a title, is
 * given as it is; whoever shows it makes it harmless.
 */

/** What each verdict on a bundle means. */
export const BUNDLE_VERDICTS = {
  valid: "Valid. This bundle is what it says it is.",
  invalid: "Not valid. Do not rely on this bundle.",
  inconclusive: "Could not tell.",
} as const;

/** What each verdict on a receipt means. */
export const RECEIPT_VERDICTS = {
  valid: "Valid. The depositary's log holds what this receipt says.",
  invalid: "Not valid. Do not rely on this receipt.",
  inconclusive: "Could not tell.",
} as const;

/** Over what no check can show. */
export const TRUST_HEADING = "Not shown by any check, and so a matter of trust";

/** `1,980` */
export function tellNumber(value: number): string {
  return value.toLocaleString("en");
}

/** `1 person`, `3 people` */
export function tellCount(value: number, one: string, many: string): string {
  return `${tellNumber(value)} ${value === 1 ? one : many}`;
}

/** The text whose title heads a report in English: the one that prevails, else of the authentic ones the English one. */
export function titleText({ versions }: Pick<Report, "versions">): ReportedVersion["texts"][number] | undefined {
  const texts = versions.at(-1)?.texts ?? [];
  return (
    texts.find((text) => text.prevails) ??
    texts.find((text) => text.authentic && text.lang === "en") ??
    texts.find((text) => text.authentic) ??
    texts[0]
  );
}

/** Of a translation that was added after the opening. */
export const UNSIGNED_TRANSLATION = "translation, not signed";

/** Over what addressees answered. */
export const RESPONSES_HEADING = "Answers of those who were asked, as the depositary recorded them";

/** `Town Council: responses/…`, for each document in the bundle. */
export function tellResponses({ responses }: Pick<Report, "responses">): string[] {
  return responses.map(({ addressee, file }) => `${addressee}: ${file}`);
}

/** `open until …`, `as of …`, `2,021 entries in its log`: those that are known. */
export function tellFacts({ status, closes, asOf, size }: Report): string[] {
  return [
    status === "open" ? `open${closes === null ? "" : ` until ${tellMoment(closes)}`}` : status,
    asOf === null ? null : `as of ${tellMoment(asOf)}`,
    size === null ? null : `${tellCount(size, "entry", "entries")} in its log`,
  ].filter((fact) => fact !== null);
}

/** Who signed and what became of it, a sentence each; none while that is not known. */
export function tellSignatures({ counts, versions, names, evidence }: Report): string[] {
  if (counts === null) return [];
  const { total, organisations, people, named, unnamed, earlier, tallies } = counts;
  if (tallies.signed === 0) return ["Nobody has signed yet."];
  const signed = versions.length > 1 ? `signed version ${versions.length}, the latest` : "signed";
  const kinds = `${tellCount(organisations, "organisation", "organisations")} and ${tellCount(people, "person", "people")}`;
  const lines = [
    `${tellNumber(total)} ${signed}: ${kinds}; ${tellNumber(named)} named, ${tellNumber(unnamed)} unnamed.`,
  ];
  if (earlier > 0) lines.push(`${tellNumber(earlier)} signed an earlier version, and were not moved to the latest.`);
  const ended = tellEnded(counts);
  if (ended.length > 0) lines.push(`Not counted: ${ended.join(", ")}.`);
  if (tallies.anonymised > 0) {
    lines.push(`Made anonymous after closing, and still counted: ${tellNumber(tallies.anonymised)}.`);
  }
  if (names !== null && names.of > 0) {
    lines.push(
      `${tellNumber(names.shown)} of ${tellCount(names.of, "named organisation is", "named organisations are")} named in the bundle.`,
    );
  }
  if (tallies.removed.disputed > 0) {
    lines.push(
      "Removed as disputed: those named said that they never signed, and were believed. Their names are not in the record any more.",
    );
  }
  return [...lines, ...tellEvidence(evidence)];
}

const SEEN: readonly (readonly [kind: keyof ReportedEvidence["seen"], how: string])[] = [
  ["dns", "by a record in the DNS of their domain"],
  ["well-known", "by a file on their website"],
  ["web-page", "by a page of their website that links to the statement"],
  ["approval", "by a second person at the same domain who approved"],
  ["vouch", "by the word of another organisation"],
];

/** How it is known who the organisations are, beyond a mailbox. */
function tellEvidence(evidence: ReportedEvidence | null): string[] {
  if (evidence === null || evidence.organisations === 0) return [];
  const { organisations, seen } = evidence;
  const of = tellCount(organisations, "organisation", "organisations");
  const ways = SEEN.filter(([kind]) => seen[kind] > 0).map(([kind, how]) => `${tellNumber(seen[kind])} ${how}`);
  const lines = [
    ways.length === 0
      ? `The depositary tells what it saw of ${of} beyond a mailbox; it has found all of it gone since.`
      : `The depositary tells what it saw of ${of} beyond a mailbox, of some more than one thing: ${ways.join(", ")}.`,
  ];
  if (seen.key > 0) {
    lines.push(
      `${tellNumber(seen.key)} of them signed with a key of their own, which the depositary saw their domain name. These signatures hold, whatever the depositary says.`,
    );
  }
  return lines;
}

function tellEnded({ tallies }: NonNullable<Report["counts"]>): string[] {
  const removed = Object.entries(tallies.removed).filter(([, times]) => times > 0);
  return [
    tallies.withdrawn > 0 ? `${tellNumber(tallies.withdrawn)} withdrawn` : "",
    tallies.erased > 0 ? `${tellNumber(tallies.erased)} erased` : "",
    tallies.disputed > 0 ? `${tellNumber(tallies.disputed)} disputed, and hidden until that is settled` : "",
    ...removed.map(([reason, times]) => `${tellNumber(times)} removed as ${reason}`),
  ].filter((part) => part !== "");
}

/** Whom a policy asks for and who of them has cosigned, a sentence each; none without a policy. */
export function tellWitnesses(witnessed: Witnessed | null): string[] {
  if (witnessed === null) return [];
  const { quorum, cosigned } = witnessed;
  return [
    quorum === null ? "Your policy asks for none." : `Your policy asks for ${quorum}.`,
    ...cosigned.map(({ name, time }) => `${name} cosigned on ${tellMoment(time)}.`),
    ...(cosigned.length === 0 && quorum !== null ? ["None of them has cosigned."] : []),
  ];
}

/**
 * The name that the list shows, and what stands beside it: `Ada Winter, teacher, Riverbend`; null of whom it does not show. The name
 * of an organisation is followed by those that it has in other languages.
 */
export function tellShown(shown: PublicPart | null): string | null {
  if (shown?.name === undefined) return null;
  const { name, domain, names = {}, role, organisation, place, country, authority, identity } = shown;
  const others = [...new Set(Object.values(names))].filter((other) => other !== name);
  return [
    domain === undefined ? name : `${name} (${domain})`,
    ...(others.length === 0 ? [] : [`also ${others.join(" / ")}`]),
    ...[role, organisation, place, country],
    ...(authority === undefined ? [] : [`with authority to sign declared by: ${authority}`]),
    ...(identity === undefined ? [] : [`${identity.issuer} ${identity.subject}`]),
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

/** What a text is among those of its version. */
export function tellRole({ prevails, authentic }: ReportedVersion["texts"][number]): string {
  return prevails ? "authentic, prevails" : authentic ? "authentic" : "translation";
}

const LEVELS: Readonly<Record<Kind, readonly string[]>> = {
  organisation: [
    "confirmed from a mailbox",
    "confirmed from a mailbox at its own domain",
    "confirmed by its own domain or website",
    "confirmed by its own domain, and by its own key or a second person",
  ],
  person: ["confirmed from a mailbox", "confirmed by an account elsewhere", "named by an organisation"],
};

/** What a level of evidence means, in words. */
export function tellLevel(kind: Kind, level: Level): string {
  return LEVELS[kind][level - 1] ?? `at level ${level}`;
}

/** What an entry records. */
export function tellEntry(entry: Entry): string {
  if (entry.act === "sign" || entry.act === "resign") {
    const who = entry.kind === "person" ? "A person" : "An organisation";
    const shown = entry.named ? "by name" : "without a name";
    return `${who} signed ${shown}, ${tellLevel(entry.kind, entry.level)} (level ${entry.level}), version ${entry.version}.`;
  }
  return "of" in entry ? tellActOn(entry, `the signature at entry ${tellNumber(entry.of)}`) : `The act “${entry.act}”.`;
}

function tellActOn(entry: Entry, signature: string): string {
  switch (entry.act) {
    case "attest":
      return `The depositary recorded what it had seen of who gave ${signature}; from then on that has level ${entry.level}.`;
    case "dispute":
      return `Somebody says that the one whose name it bears never gave ${signature}: it is disputed, and neither shown nor counted until that is settled.`;
    case "uphold":
      return `The dispute over ${signature} is settled, and it stands.`;
    case "withdraw":
      return `The signatory took back ${signature}.`;
    case "remove":
      return `The depositary took out ${signature}: ${REMOVED[entry.reason]}.`;
    case "erase":
      return `What showed whose ${signature} was is destroyed, and it no longer counts.`;
    case "anonymise":
      return `What showed whose ${signature} was is destroyed, and it still counts.`;
    default:
      return `The act “${entry.act}” on ${signature}.`;
  }
}

/** Why a signature was removed, as spec/entry.md has it. */
export const REMOVED: Readonly<Record<RemovalReason, string>> = {
  disputed: "the one whose name it bore says that they never signed, and was believed",
  forged: "nobody of that name signed",
  duplicate: "the same signatory had signed before, and counts once",
  ineligible: "the terms of the statement do not admit this signatory",
  legal: "a law or a court demands it",
  mistaken: "the depositary itself had recorded it wrongly",
};
