import type { BlockShape } from "../copy-builder.ts";
import type { Line } from "./lines.ts";

/** Lines that belong together, before it is known what they are. */
export type Draft = {
  readonly lines: Line[];
  marker: { readonly text: string; readonly skip: number } | null;
  look: BlockShape;
};

const BULLET = /^([•◦▪‣●○■□◻❖✓✔➢➤►▶∙·⁃*–—-]|o(?=\t))[\s\u00a0]+(?=\S)/u;
const NUMBER = /^([([]?(?:\p{Nd}{1,3}|\p{L}|[ivxlc]{1,6}|[IVXLC]{1,6})[.)\]])[\s\u00a0]+(?=\S)/u;

export function findMarker({ words, bullet: drawn }: Line): { text: string; skip: number; ordered: boolean } | null {
  if (drawn !== undefined) return { text: drawn, skip: 0, ordered: false };
  const bullet = BULLET.exec(words);
  const number = bullet === null ? NUMBER.exec(words) : null;
  const found = bullet ?? number;
  return found === null ? null : { text: found[1] ?? "", skip: found[0].length, ordered: number !== null };
}

/** The size of most letters. */
export function bodySize(lines: readonly Line[]): number {
  const sizes = new Map<number, number>();
  for (const { size, words } of lines) sizes.set(size, (sizes.get(size) ?? 0) + words.length);
  return [...sizes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 10;
}

/** Puts lines together that one would read without a pause. */
export function draftsOf(lines: readonly Line[], body: number): Draft[] {
  const drafts: Draft[] = [];
  const numbers = acceptedNumbers(lines);
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    const found = findMarker(line);
    const marker = found !== null && (!found.ordered || numbers.has(line)) ? found : null;
    const draft = drafts.at(-1);
    if (draft !== undefined && before !== undefined && marker === null && goesOn(draft, before, line, lines, at))
      draft.lines.push(line);
    else drafts.push({ lines: [line], marker, look: lookOf(line, body, marker) });
  }
  return drafts;
}

function lookOf(line: Line, body: number, marker: { text: string; ordered: boolean } | null): BlockShape {
  if (marker !== null) return { kind: "item", list: { id: 0, depth: 1, ordered: marker.ordered, marker: marker.text } };
  if (line.size >= body * 1.15 && line.words.length < 200) return { kind: "heading", level: 1 };
  return { kind: "paragraph" };
}

/** Numbers are markers where the next or the one before stands at the same place. */
function acceptedNumbers(lines: readonly Line[]): ReadonlySet<Line> {
  const accepted = new Set<Line>();
  const open: { line: Line; value: string }[] = [];
  for (const line of lines) {
    const found = findMarker(line);
    if (found?.ordered !== true) continue;
    const value = found.text.replaceAll(/[()[\].]/g, "");
    const near = open.findLast(
      (other) => Math.abs(other.line.left - line.left) < line.size * 2 && followsOn(other.value, value),
    );
    if (near !== undefined) accepted.add(near.line).add(line);
    open.push({ line, value });
    if (open.length > 200) open.shift();
  }
  return accepted;
}

const ROMAN = [
  "",
  "i",
  "ii",
  "iii",
  "iv",
  "v",
  "vi",
  "vii",
  "viii",
  "ix",
  "x",
  "xi",
  "xii",
  "xiii",
  "xiv",
  "xv",
  "xvi",
  "xvii",
  "xviii",
  "xix",
  "xx",
];

function followsOn(first: string, second: string): boolean {
  if (/^\p{Nd}+$/u.test(first)) return Number(second) === Number(first) + 1;
  const [one, other] = [first.toLowerCase(), second.toLowerCase()];
  if (ROMAN.indexOf(one) > 0 && ROMAN.indexOf(other) === ROMAN.indexOf(one) + 1) return true;
  return one.length === 1 && other.length === 1 && (other.codePointAt(0) ?? 0) === (one.codePointAt(0) ?? 0) + 1;
}

function goesOn(draft: Draft, before: Line, line: Line, lines: readonly Line[], at: number): boolean {
  if (Math.abs(line.size - before.size) > 0.12 * before.size) return false;
  if (line.bold !== before.bold && (line.bold || draft.look.kind !== "item")) return false;
  const [first] = draft.lines;
  if (first === undefined) return false;
  const isNewPlace = line.page !== before.page || line.baseline < before.baseline;
  const ended = /[.!?:…。！？؟।]["'”’»)\]]*$/u.test(before.words.trimEnd());
  if (isNewPlace)
    return !ended && draft.look.kind !== "heading" && (isFull(before, draft) || !/^\p{Lu}/u.test(line.words));
  const pitch = line.baseline - before.baseline;
  const usual =
    draft.lines.length > 1 ? (draft.lines[1]?.baseline ?? 0) - first.baseline : usualPitch(lines, line.size, at);
  if (pitch > Math.max(usual * 1.25, usual + 1.5) || pitch > line.size * 2.2) return false;
  // A first line that is indented begins a paragraph.
  const indent = line.rightToLeft ? before.right - line.right : line.left - before.left;
  const hanging = draft.look.kind === "item" && draft.lines.length === 1;
  if (!hanging && indent > line.size * 0.8 && ended) return false;
  return !(hanging && line.left < first.left - line.size * 0.5 && !line.rightToLeft);
}

/** Whether a line ends where its paragraph's lines end, and so because there was no more room. */
function isFull(line: Line, { lines }: Draft): boolean {
  const widest = lines.slice(-20).reduce((most, { left, right }) => Math.max(most, right - left), 0);
  return lines.length > 1 && line.right - line.left > widest * 0.85;
}

/** The distance of the lines around. */
function usualPitch(lines: readonly Line[], size: number, at: number): number {
  const pitches: number[] = [];
  for (let i = Math.max(1, at - 10); i < Math.min(lines.length, at + 10); i++) {
    const [one, other] = [lines[i - 1], lines[i]];
    if (one === undefined || other === undefined || one.page !== other.page || one.size !== size || other.size !== size)
      continue;
    if (other.baseline > one.baseline) pitches.push(other.baseline - one.baseline);
  }
  pitches.sort((a, b) => a - b);
  return pitches[Math.floor(pitches.length / 4)] ?? size * 1.25;
}
