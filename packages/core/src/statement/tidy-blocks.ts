import type { TidyLine } from "./tidy-characters.ts";
import type { TidyReport } from "./tidy-report.ts";

/** A block as tired humans and other Markdown write it, its words not yet tidied. */
export type LooseBlock = {
  readonly kind: "heading" | "paragraph" | "bullet" | "ordinal" | "quotation" | "verbatim";
  /** Line of the original where it begins, and the last that belongs to it. */
  readonly line: number;
  last: number;
  /** Its lines without their marks; of a verbatim block the lines as they were, to be refused where they stand. */
  readonly source: string[];
  /** Level of a heading, number of an ordinal. */
  value: number;
};

/** Bullets of Markdown and of word processors. Dashes longer than a hyphen open speech in many languages: left alone. */
const BULLET = /^[-*+•◦▪‣●○■□➢∙·](?: +|$)/;
const ORDINAL = /^([0-9]{1,9})([.)])(?: +|$)/;
const FENCE = /^(`{3,}|~{3,})/;
const DIVIDING = /^(?:\*(?: *\*){2,}|-(?: *-){2,}|_(?: *_){2,})$/;
const TABLE_RULE = /^\|?(?: *:?-+:? *\|)+(?: *:?-+:?)?$/;
const DEFINITION = /^\[[^\]]+\]:/;

type Scan = {
  readonly report: TidyReport;
  readonly blocks: LooseBlock[];
  /** The block that the next line may continue. */
  open: LooseBlock | null;
  /** Indentation of the list that we are in, or null. */
  list: number | null;
  fence: string | null;
};

/** Finds the blocks of lines, as CommonMark does where it has an opinion. */
export function findLooseBlocks(lines: readonly TidyLine[], report: TidyReport): LooseBlock[] {
  const scan: Scan = { report, blocks: [], open: null, list: null, fence: null };
  // Front matter of other programs: left whole, to be refused in its first line.
  if (lines[0]?.text === "---" && lines.slice(1).some((line) => line.text === "---")) {
    scan.fence = "---";
    keep(scan, lines[0]);
  }
  for (const line of scan.fence === null ? lines : lines.slice(1)) scanLine(scan, line);
  return scan.blocks;
}

function scanLine(scan: Scan, line: TidyLine): void {
  const body = line.text.trim();
  const indent = line.text.length - line.text.trimStart().length;
  if (scan.fence !== null) {
    keep(scan, line);
    if (body.startsWith(scan.fence) && /^[`~-]+$/.test(body)) scan.fence = scan.open = null;
    return;
  }
  if (body === "") {
    scan.open = null;
    return;
  }
  const nested = scan.list !== null && indent >= scan.list + 2;
  if (nested && (isItem(body) || scan.open === null)) {
    // A list inside a list, or a second paragraph of an item: only a human can say what becomes of it.
    keepAlone(scan, line);
    return;
  }
  const fence = FENCE.exec(body)?.[1];
  if (fence !== undefined) {
    scan.open = null;
    keep(scan, line);
    scan.fence = fence;
    return;
  }
  if (scanUnderline(scan, line, body) || scanMarked(scan, line, body, indent)) return;
  if (scan.open !== null) continueBlock(scan, line, body);
  else begin(scan, line, "paragraph", body, 0);
}

function isItem(body: string): boolean {
  return BULLET.test(body) || ORDINAL.test(body);
}

/** Words that are a list, heading or quotation inside an item or quotation: left to be refused. */
function isMarked(words: string): boolean {
  return /^(?:#{1,6} |>)/.test(words) || isItem(words);
}

function begin(scan: Scan, line: TidyLine, kind: LooseBlock["kind"], words: string, value: number): void {
  const block: LooseBlock = { kind, line: line.number, last: line.number, source: [words], value };
  if (kind !== "verbatim" && line.text.startsWith(" ")) scan.report.add(line.number, "indent");
  scan.blocks.push(block);
  scan.open = kind === "heading" ? null : block;
  if (kind !== "bullet" && kind !== "ordinal" && kind !== "verbatim") scan.list = null;
}

/** A line that stays as it is, so that parseText refuses it where it stands. */
function keep(scan: Scan, line: TidyLine): void {
  const { open } = scan;
  if (open?.kind === "verbatim") {
    open.source.push(line.text);
    open.last = line.number;
  } else begin(scan, line, "verbatim", line.text, 0);
}

function keepAlone(scan: Scan, line: TidyLine): void {
  scan.open = null;
  keep(scan, line);
  scan.open = null;
}

/** The same without the space around it, where that space says nothing. */
function keepBody(scan: Scan, line: TidyLine, body: string): void {
  if (line.text.startsWith(" ")) scan.report.add(line.number, "indent");
  keepAlone(scan, { number: line.number, text: body });
}

/** Lines that say something about the paragraph above them: setext headings, tables; and dividing lines. */
function scanUnderline(scan: Scan, line: TidyLine, body: string): boolean {
  const { open, report } = scan;
  const above = open?.kind === "paragraph" ? open : null;
  if (above !== null && /^(?:=+|-+)$/.test(body)) {
    scan.blocks.pop();
    scan.blocks.push({ ...above, kind: "heading", last: line.number, value: body.startsWith("=") ? 1 : 2 });
    report.add(above.line, "heading");
    scan.open = null;
    return true;
  }
  if (above !== null && TABLE_RULE.test(body)) {
    scan.blocks.pop();
    if (line.text.startsWith(" ")) report.add(line.number, "indent");
    scan.open = { ...above, kind: "verbatim", last: line.number, source: [...above.source, body] };
    scan.blocks.push(scan.open);
    return true;
  }
  if (!DIVIDING.test(body)) return false;
  report.add(line.number, "dividing_line");
  scan.open = null;
  scan.list = null;
  return true;
}

/** Lines that begin with a mark of their own. */
function scanMarked(scan: Scan, line: TidyLine, body: string, indent: number): boolean {
  const { open, report } = scan;
  if (open?.kind === "verbatim" || (open === null && DEFINITION.test(body))) {
    keep(scan, line);
    return true;
  }
  const heading = /^(#{1,6})(?: +|$)/.exec(body);
  if (heading !== null) {
    const words = withoutClosing(body.slice(heading[0].length));
    if (words === "") keepBody(scan, line, body);
    else begin(scan, line, "heading", words, heading[1]?.length ?? 1);
    if (words !== "" && body !== `${heading[1]} ${words}`) report.add(line.number, "heading");
    return true;
  }
  if (body.startsWith(">")) {
    scanQuotation(scan, line, body);
    return true;
  }
  return scanItem(scan, line, body, indent);
}

/** The words of a heading without the # that some write after it, `## Words ##`. */
function withoutClosing(words: string): string {
  let end = words.length;
  while (words.charAt(end - 1) === "#") end--;
  return end === 0 || words.charAt(end - 1) === " " ? words.slice(0, end).trimEnd() : words;
}

function scanQuotation(scan: Scan, line: TidyLine, body: string): void {
  const words = body.replace(/^> ?/, "").trim();
  if (!body.startsWith("> ") || body.startsWith(">  ")) scan.report.add(line.number, "quotation");
  if (words === "") scan.open = null;
  else if (isMarked(words)) {
    keepBody(scan, line, body);
  } else if (scan.open?.kind === "quotation") continueBlock(scan, line, words);
  else begin(scan, line, "quotation", words, 0);
}

function scanItem(scan: Scan, line: TidyLine, body: string, indent: number): boolean {
  const { open, report } = scan;
  const bullet = BULLET.exec(body)?.[0];
  const ordinal = ORDINAL.exec(body);
  const mark = bullet ?? ordinal?.[0];
  if (mark === undefined) return false;
  const value = ordinal === null ? 0 : Number(ordinal[1]);
  // CommonMark: only a list that begins with 1 can interrupt a paragraph; "…in\n2023. Then…" is no list.
  const interrupts = open === null || open.kind === "bullet" || open.kind === "ordinal";
  if (ordinal !== null && value !== 1 && !interrupts) return false;
  const words = body.slice(mark.length);
  if (words === "" || isMarked(words) || (ordinal !== null && value === 0)) {
    keepBody(scan, line, body);
    return true;
  }
  begin(scan, line, bullet === undefined ? "ordinal" : "bullet", words, value);
  scan.list ??= indent;
  if (bullet !== undefined && bullet !== "- ") report.add(line.number, "bullet");
  if (ordinal !== null && ordinal[0] !== `${value}. `) report.add(line.number, "number");
  return true;
}

/** Han, kana and their punctuation: a line end between two of them is no space (CSS Text 3, section 4.1.3). */
const WIDE =
  /^(?:[\u2e80-\u303f\u3041-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60]|[\u{20000}-\u{3ffff}])/u;

function endsWide(words: string): boolean {
  const low = /^[\udc00-\udfff]$/.test(words.slice(-1));
  return WIDE.test(words.slice(low ? -2 : -1));
}

function continueBlock(scan: Scan, line: TidyLine, body: string): void {
  const { open, report } = scan;
  if (open === null) return;
  open.source.push(body);
  open.last = line.number;
  report.add(open.line, "joined");
}

function endsInBreak(line: string): boolean {
  let backslashes = 0;
  while (line.charAt(line.length - 1 - backslashes) === "\\") backslashes++;
  return backslashes % 2 === 1;
}

/** The lines of a block as one line. */
export function joinLines(block: LooseBlock, report: TidyReport): string {
  const parts: string[] = [];
  for (const [index, line] of block.source.entries()) {
    const next = block.source[index + 1];
    const breaks = next !== undefined && endsInBreak(line);
    if (breaks) report.add(block.line + index, "line_break");
    const words = breaks ? line.slice(0, -1).trimEnd() : line;
    const together = next !== undefined && endsWide(words) && WIDE.test(next);
    parts.push(words, next === undefined || words === "" || together ? "" : " ");
  }
  return parts.join("");
}
