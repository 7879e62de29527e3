import { invariant } from "../errors.ts";
import type { Consent, Entry, Kind, Level, SignatureEntry } from "./entry.ts";
import type { Rule } from "./rules.ts";
import { IllegalEntryError } from "./rules.ts";
import type { SignatureState, SignatureStatus } from "./signature-state.ts";
import type { StatementState } from "./statement-state.ts";

/** At most so many versions of one statement, so that its state stays small enough to be a row. */
export const VERSION_LIMIT = 1_000;

/** The greatest level that each kind of signatory can have. */
export const GREATEST_LEVEL: Readonly<Record<Kind, Level>> = { organisation: 4, person: 3 };

/** The index of the `sign` that an entry acts on, or null when it acts on none that came before. */
export function touchedIndex(entry: Entry): number | null {
  return "of" in entry ? entry.of : null;
}

/**
 * The table of `spec/entry.md`: whether the log so far allows `entry` as its next, and what becomes of the signature that it
 * makes or touches. Rules are looked at in the order of the spec, so that an illegal entry breaks one of them by name.
 * @param touched the state of the signature at `touchedIndex(entry)`; null when that is null or no signature is there
 * @returns the signature's new state; null when the entry concerns none
 * @throws VerificationError (IllegalEntryError) `illegal_entry`
 */
export function transition(
  statement: StatementState,
  touched: SignatureState | null,
  entry: Entry,
): SignatureState | null {
  const broken =
    brokenByStatus(statement, entry) ??
    brokenByVersion(statement, entry) ??
    brokenByValue(statement, entry) ??
    ("of" in entry ? brokenByTouched(touched, entry, statement.size) : null) ??
    brokenByLevel(touched, entry);
  if (broken !== null) throw new IllegalEntryError(broken, statement.size, describe(entry, touched));
  if (entry.act === "sign") return consent(statement.size, entry);
  if (!("of" in entry)) return null;
  invariant(touched !== null, "a rule refuses an act on a signature that is not there");
  return change(touched, entry);
}

function brokenByStatus(statement: StatementState, entry: Entry): Rule | null {
  switch (entry.act) {
    case "open":
      return statement.status === "closed" ? "after_close" : null;
    case "extend":
    case "close":
    case "sign":
    case "resign":
      if (statement.status === "closed") return "after_close";
      break;
    case "anonymise":
      if (statement.status === "open") return "before_close";
      break;
  }
  return statement.status === "empty" ? "before_open" : null;
}

function brokenByVersion(statement: StatementState, entry: Entry): Rule | null {
  switch (entry.act) {
    case "open":
      if (statement.versions.includes(entry.version)) return "version_again";
      return statement.versions.length >= VERSION_LIMIT ? "version_limit" : null;
    case "sign":
    case "resign":
      if (entry.version === statement.version) return null;
      return statement.versions.includes(entry.version) ? "version_not_latest" : "version_unknown";
    case "correction":
    case "translation":
      return statement.versions.includes(entry.version) ? null : "version_unknown";
    default:
      return null;
  }
}

function brokenByValue(statement: StatementState, entry: Entry): Rule | null {
  switch (entry.act) {
    case "extend": {
      const later = entry.closes === null || (statement.closes !== null && entry.closes > statement.closes);
      return statement.closes !== null && later ? null : "extend_not_later";
    }
    case "sign":
    case "resign":
      return entry.kind === "organisation" && entry.capacity !== "institutional" ? "capacity_of_organisation" : null;
    case "succeed":
      return entry.size === statement.size ? null : "succeed_size";
    default:
      return null;
  }
}

function brokenByTouched(touched: SignatureState | null, entry: SignatureEntry, index: number): Rule | null {
  if (entry.of >= index) return "of_not_earlier";
  if (touched === null) return "of_not_signature";
  if (touched.status !== "standing" && touched.status !== "disputed") return "signature_ended";
  const disputed = touched.status === "disputed";
  switch (entry.act) {
    case "resign":
      if (disputed) return "not_standing";
      return entry.kind === touched.kind ? null : "kind_changed";
    case "dispute":
      return disputed ? "not_standing" : null;
    case "uphold":
      return disputed ? null : "not_disputed";
    case "remove":
      return entry.reason === "disputed" && !disputed ? "not_disputed" : null;
    case "anonymise":
      if (disputed) return "not_standing";
      return touched.kind === "person" ? null : "not_person";
    default:
      return null;
  }
}

function brokenByLevel(touched: SignatureState | null, entry: Entry): Rule | null {
  if (!("level" in entry)) return null;
  const kind = entry.act === "attest" ? touched?.kind : entry.kind;
  return kind !== undefined && entry.level >= 1 && entry.level <= GREATEST_LEVEL[kind] ? null : "level_of_kind";
}

function consent(index: number, { kind, capacity, named, level, version }: Consent): SignatureState {
  return { index, kind, capacity, named, level, version, status: "standing" };
}

const STATUS_AFTER = {
  withdraw: "withdrawn",
  dispute: "disputed",
  uphold: "standing",
  erase: "erased",
  anonymise: "anonymised",
} as const satisfies Record<string, SignatureStatus>;

function change(touched: SignatureState, entry: SignatureEntry): SignatureState {
  switch (entry.act) {
    case "resign":
      return consent(touched.index, entry);
    case "attest":
      return { ...touched, level: entry.level };
    case "remove":
      return { ...touched, status: "removed", reason: entry.reason };
    default:
      return { ...touched, status: STATUS_AFTER[entry.act] };
  }
}

function describe(entry: Entry, touched: SignatureState | null): string {
  if (!("of" in entry)) return entry.act;
  return `${entry.act} of ${entry.of}${touched === null ? "" : `, which is ${touched.status}`}`;
}
