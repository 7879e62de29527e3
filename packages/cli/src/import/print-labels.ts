import { tellCount, tellNumber } from "@undersigned/core/verify/tell.ts";
import type { SourceKind } from "@undersigned/importer/extracted.ts";
import type { Labelled, LabelledBlock, Named, Role } from "@undersigned/importer/labelled.ts";
import { printable, wrap } from "../layout.ts";
import { formatList } from "../verify/print-checks.ts";

/** The parts that make the statement. All others are the publisher's, or names. */
const IN_STATEMENT: readonly Role[] = ["headline", "salutation", "heading", "body", "demand-lead-in", "demand"];

const KINDS: Readonly<Record<SourceKind, string>> = {
  text: "plain text",
  markdown: "Markdown",
  html: "a page (HTML)",
  docx: "a Word file",
  pdf: "a PDF",
};

/** As sure as that, a label is called sure, and likely; below, a guess. */
const SURE_FROM = 0.85;
const LIKELY_FROM = 0.7;
/** Of neighbouring parts with one role, those that are printed: a letter may end in hundreds of names. */
const RUN_LIMIT = 8;
/** Lines of parts that are printed. */
const LINES_LIMIT = 2_000;
/** Characters of a part that are printed. */
const WORDS_LIMIT = 52;
/** Warnings and names that are printed: --json has all. */
const LIST_LIMIT = 30;

/** What each part of a source is, for people: one line a part, what was found, and what to look at. */
export function formatLabels(labelled: Labelled, name: string): string {
  const { source, lang, blocks } = labelled;
  const head = `${name}: ${KINDS[source.kind]}, ${tellCount(source.bytes, "byte", "bytes")}, ${tellLanguage(lang)}.`;
  const parts = [
    wrap(head) + wrap("Parts marked + make the statement; what is marked - stands around it, or says who signed."),
    formatParts(blocks),
    formatList("Found", tellFound(labelled)),
    formatList("To look at", tellWarnings(labelled)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** Each warning as a sentence, with the part that it is about. */
export function tellWarnings({ warnings, blocks }: Pick<Labelled, "warnings" | "blocks">): string[] {
  const told = warnings.slice(0, LIST_LIMIT).map(({ message, start }) => {
    const part = start === undefined ? -1 : blocks.findIndex((block) => start < block.end);
    return part < 0 ? message : `Part ${part + 1}: ${message}`;
  });
  const more = warnings.length - told.length;
  return more > 0 ? [...told, `and ${tellNumber(more)} more: --json has them all`] : told;
}

function tellLanguage(lang: string | null): string {
  if (lang === null) return "in a language that was not recognised";
  return `in ${new Intl.DisplayNames(["en"], { type: "language" }).of(lang) ?? lang} (${lang})`;
}

function formatParts(blocks: readonly LabelledBlock[]): string {
  const lines: string[] = [];
  for (let at = 0; at < blocks.length && lines.length < LINES_LIMIT; ) {
    let end = at;
    while (end < blocks.length && blocks[end]?.role === blocks[at]?.role) end++;
    const shown = end - at > RUN_LIMIT ? at + RUN_LIMIT - 1 : end;
    for (const [index, block] of blocks.slice(at, shown).entries()) lines.push(formatPart(block, at + index));
    if (shown < end) lines.push(`${" ".repeat(7)}and ${tellNumber(end - shown)} more of these: --json has them all`);
    at = end;
    if (at < blocks.length && lines.length >= LINES_LIMIT)
      lines.push(`${" ".repeat(7)}and ${tellNumber(blocks.length - at)} more parts: --json has them all`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function formatPart({ role, text, level, confidence }: LabelledBlock, at: number): string {
  const mark = IN_STATEMENT.includes(role) ? "+" : "-";
  const sure = confidence >= SURE_FROM ? "sure" : confidence >= LIKELY_FROM ? "likely" : "guess";
  const inset = role === "demand" || role === "body" ? "  ".repeat(Math.max(0, (level ?? 1) - 1)) : "";
  return `${String(at + 1).padStart(4)} ${mark} ${role.replaceAll("-", " ").padEnd(17)} ${sure.padEnd(6)} ${inset}${firstWords(text)}`;
}

function firstWords(text: string): string {
  const letters = [...printable(text.slice(0, 400).replaceAll(/\s+/g, " ").trim())];
  const isWhole = text.length <= 400 && letters.length <= WORDS_LIMIT;
  return isWhole ? letters.join("") : `${letters.slice(0, WORDS_LIMIT - 1).join("")}…`;
}

function tellFound(labelled: Labelled): string[] {
  const { title, demands, initiators, signatories, signatoriesComplete, dates } = labelled;
  const whom = [...new Set(demands.flatMap(({ addressees }) => addressees))];
  const found = [title === null ? "no title" : `title: ${title}`];
  found.push(tellCount(demands.length, "demand", "demands") + (whom.length > 0 ? `, of ${whom.join("; ")}` : ""));
  if (initiators.length > 0) found.push(`from: ${tellNames(initiators)}`);
  found.push(tellSignatories(signatories.length, signatoriesComplete));
  if (dates.length > 0) found.push(`dates: ${dates.slice(0, LIST_LIMIT).map(tellDate).join("; ")}`);
  return found;
}

function tellSignatories(count: number, complete: boolean | null): string {
  const named = tellCount(count, "signatory named", "signatories named");
  if (complete === false) return `${named}; it says itself that there are more`;
  return complete === true ? `${named}; it says that these are all` : named;
}

function tellNames(names: readonly Named[]): string {
  const told = names
    .slice(0, LIST_LIMIT)
    .map(({ name, abbreviation }) => `${name}${abbreviation ? ` (${abbreviation})` : ""}`);
  return names.length > told.length ? `${told.join("; ")}; and ${names.length - told.length} more` : told.join("; ");
}

function tellDate(date: Labelled["dates"][number]): string {
  const when = "iso" in date ? date.iso : `${date.from} to ${date.to}`;
  return date.text === when ? when : `${date.text} (${when})`;
}
