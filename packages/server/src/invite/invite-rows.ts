import { MalformedError } from "@undersigned/core/errors.ts";
import { describeIssues } from "../depositary/field-problems.ts";
import { LIMITS, nameField } from "../depositary/fields.ts";
import { parseMailbox } from "../depositary/mailbox.ts";
import { ownDomainOf } from "../depositary/own-domain.ts";
import type { Columns, Meaning } from "./match-columns.ts";
import { matchLanguage } from "./match-language.ts";
import type { ListRow } from "./read-list.ts";

/** Why nobody is invited by a row. */
export type RowProblem =
  /** A name alone: kept in sight, and never taken for a signature. */
  | { readonly kind: "no-mailbox" }
  | { readonly kind: "several-mailboxes"; readonly count: number }
  | { readonly kind: "mailbox"; readonly fault: string }
  /** The same mailbox, however it is spelt, stands on an earlier line. */
  | { readonly kind: "twice"; readonly line: number }
  | { readonly kind: "no-name" }
  | { readonly kind: "formula"; readonly field: "name" | "contact" }
  | { readonly kind: "name" | "contact"; readonly fault: string };

/** What is worth knowing of a row that does invite. */
export type RowNote = "free-mail" | "language";

export type InviteRow = {
  readonly line: number;
  readonly name: string;
  /** As typed where it cannot be read. */
  readonly mailbox: string;
  /** Language of the statement that is read first. */
  readonly lang: string;
  readonly contact: string;
  readonly problem: RowProblem | null;
  readonly notes: readonly RowNote[];
};

const NAME = nameField(LIMITS.name, { mayHoldDomain: true });
const CONTACT = nameField(LIMITS.name, { mayHoldDomain: false });

/** Columns of a list that name something. */
type Named = Exclude<Meaning, "none">;

/**
 * What each row of a list would do, in order; one cell is one mailbox, and nothing is guessed.
 * @param languages of the statement, the one to fall back on first
 */
export function readInviteRows(
  rows: readonly ListRow[],
  columns: Columns,
  languages: readonly [string, ...string[]],
): InviteRow[] {
  const lines = new Map<string, number>();
  return rows.slice(columns.hasHeader ? 1 : 0).map((row) => readRow(row, columns, languages, lines));
}

function readRow(
  { line, cells }: ListRow,
  { meanings }: Columns,
  languages: readonly [string, ...string[]],
  lines: Map<string, number>,
): InviteRow {
  const cell = (meaning: Named): string => {
    const at = meanings.indexOf(meaning);
    return at === -1 ? "" : (cells[at] ?? "");
  };
  const typed = { name: cell("name"), contact: cell("contact") };
  const lang = matchLanguage(cell("lang"), languages);
  const row = { line, ...typed, lang: lang ?? languages[0] };
  const read = readMailbox(cell("mailbox"));
  if ("kind" in read) return { ...row, mailbox: cell("mailbox"), problem: read, notes: [] };
  const { mailbox, canonical } = read;
  const nameProblem = checkName(typed.name) ?? checkContact(typed.contact);
  const earlier = lines.get(canonical);
  const problem = nameProblem ?? (earlier === undefined ? null : { kind: "twice" as const, line: earlier });
  // A row that invites nobody does not stand in the way of a later one.
  if (problem === null) lines.set(canonical, line);
  const notes: RowNote[] = [];
  if (ownDomainOf(mailbox) === null) notes.push("free-mail");
  if (lang === null) notes.push("language");
  return { ...row, mailbox, problem, notes };
}

function readMailbox(typed: string): RowProblem | { readonly mailbox: string; readonly canonical: string } {
  if (typed === "") return { kind: "no-mailbox" };
  const count = typed.split("@").length - 1;
  if (count > 1) return { kind: "several-mailboxes", count };
  try {
    const { address, canonical } = parseMailbox(bareAddress(typed));
    return { mailbox: address, canonical };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { kind: "mailbox", fault: error.message };
  }
}

/** As address books write it: "Ada Winter <ada@library.example>", "mailto:ada@library.example". */
function bareAddress(typed: string): string {
  const [, inner] = /^[^<>]*<([^<>]+)>$/.exec(typed) ?? [];
  return (inner ?? typed).replace(/^mailto:/i, "");
}

function checkName(name: string): RowProblem | null {
  if (name === "") return { kind: "no-name" };
  return refuseField("name", name, NAME);
}

function checkContact(contact: string): RowProblem | null {
  return contact === "" ? null : refuseField("contact", contact, CONTACT);
}

function refuseField(field: "name" | "contact", value: string, rule: typeof NAME): RowProblem | null {
  const parsed = rule.safeParse(value);
  if (parsed.success) return null;
  const [problem] = describeIssues(
    parsed.error.issues.map((issue) => ({ ...issue, path: [field] })),
    { [field]: value },
  );
  if (problem?.rule === "formula") return { kind: "formula", field };
  return { kind: field, fault: problem?.message ?? "" };
}
