import { encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";

/**
 * How bad it is. An `alarm` is behaviour that no honest depositary shows; a `warning` has to be looked at; a `note` is to be
 * known.
 */
export type Severity = "alarm" | "warning" | "note";

const SEVERITIES = {
  // What two signatures, or a signature and what is served under it, show.
  fork: "alarm",
  not_extended: "alarm",
  log_shrank: "alarm",
  signature_invalid: "alarm",
  key_changed: "alarm",
  head_invalid: "alarm",
  head_differs: "alarm",
  checkpoint_without_head: "alarm",
  statement_without_head: "alarm",
  entries_differ: "alarm",
  illegal_entry: "alarm",
  version_differs: "alarm",
  count_differs: "alarm",
  name_differs: "alarm",
  // What has to be looked at.
  unreachable: "warning",
  unreadable: "warning",
  quorum_missing: "warning",
  statement_vanished: "warning",
  statement_behind: "warning",
  log_withheld: "warning",
  unknown_entry: "warning",
  version_missing: "warning",
  count_unsettled: "warning",
  name_unproven: "warning",
  // What is to be known.
  first_visit: "note",
  key_rotated: "note",
  moved: "note",
  checkpoint_older: "note",
  resolved: "note",
  // Of organisations that are watched (--for).
  watched_opened: "note",
  watched_signed: "note",
  watched_signed_again: "note",
  watched_level: "note",
  watched_withdrawn: "note",
  watched_disputed: "note",
  watched_upheld: "note",
  watched_removed: "note",
  watched_erased: "note",
} as const satisfies Readonly<Record<string, Severity>>;

/** What a monitor finds. Closed: programs match it. */
export type FindingCode = keyof typeof SEVERITIES;

/** What can never be mended: once found it stands, whatever is shown later. */
const LASTING: ReadonlySet<string> = new Set<FindingCode>([
  "fork",
  "head_invalid",
  "head_differs",
  "checkpoint_without_head",
  "illegal_entry",
  "unknown_entry",
]);

/** Whether it is told once, when it happens, and not for as long as it is so. */
export function isEvent(code: FindingCode): boolean {
  return code === "first_visit" || code === "key_rotated" || code === "resolved" || code.startsWith("watched_");
}

export function isLasting(code: string): boolean {
  return LASTING.has(code);
}

export function severityOf(code: FindingCode): Severity {
  return SEVERITIES[code];
}

/** As one of the known codes, of what was remembered. */
export function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(SEVERITIES, code);
}

/** One thing that was found at a visit. */
export type Finding = {
  /** The same for the same thing at every visit. */
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Whose. */
  readonly host: string;
  /** Origin of the statement's log, when it is about one. */
  readonly statement: string | null;
  /** In a sentence. */
  readonly message: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** File that shows it to others, below the monitor's folder. */
  readonly evidence: string | null;
};

export type FindingDetails = {
  readonly statement?: string;
  readonly evidence?: string | null;
  /** What tells two findings of one code about one statement apart. */
  readonly about?: string;
};

/** @param time seconds */
export function makeFinding(
  code: FindingCode,
  host: string,
  message: string,
  time: number,
  { statement, evidence = null, about = "" }: FindingDetails = {},
): Finding {
  const subject = [host, code, statement ?? "", about].join("\n").toWellFormed();
  const id = encodeHex(sha256(encodeUtf8(subject))).slice(0, 24);
  const told = tame(message);
  return { id, code, severity: SEVERITIES[code], host, statement: statement ?? null, message: told, time, evidence };
}

/** Greatest length of a message, in UTF-16 units. */
const MESSAGE_LIMIT = 2_000;

/** A message may repeat what the site says, of any length, with half characters: neither must keep it from being remembered. */
function tame(message: string): string {
  const cut = message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}…` : message;
  return cut.toWellFormed();
}
