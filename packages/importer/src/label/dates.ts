import type { ImportWarning } from "../extracted.ts";
import type { Labelled } from "../labelled.ts";
import type { Cues } from "./cues.ts";
import { readDigits } from "./marker.ts";
import { findMonthDates } from "./month-dates.ts";

type FoundDate = Labelled["dates"][number];

/** So many dates are told; a table of ten thousand is no letter's. */
const DATES_LIMIT = 500;

/** Dates in figures alone. */
const FIGURES = new RegExp(
  [
    "(?<![\\p{N}-])(?<isoYear>\\p{Nd}{4})-(?<isoMonth>\\p{Nd}{2})-(?<isoDay>\\p{Nd}{2})(?![\\p{N}-])",
    "(?<hanYear>\\p{Nd}{4})\\s?年\\s?(?<hanMonth>\\p{Nd}{1,2})\\s?月(?:\\s?(?<hanDay>\\p{Nd}{1,2})\\s?[日号號])?",
    "(?<![\\p{N}./-])(?<a>\\p{Nd}{1,2})\\s?(?<sign>[./-])\\s?(?<b>\\p{Nd}{1,2})\\s?\\k<sign>\\s?(?<c>\\p{Nd}{4})(?![\\p{N}/-])",
  ].join("|"),
  "gu",
);

type Dated = {
  readonly date: FoundDate | null;
  readonly start: number;
  readonly end: number;
  readonly warning: ImportWarning | null;
};

/** Every date that words hold, with its place. A day that could be a month is told as a warning, not guessed. */
export function findDates(words: string, cues: Cues): Dated[] {
  if (!/\p{Nd}{4}/u.test(words)) return [];
  const out: Dated[] = [];
  for (const match of words.matchAll(FIGURES)) {
    const read = readDate(match[0], match.groups ?? {}, cues);
    if (read === null) continue;
    const place = { start: match.index, end: match.index + match[0].length };
    out.push({ ...place, date: read.date, warning: read.warning === null ? null : { ...read.warning, ...place } });
    if (out.length === DATES_LIMIT) break;
  }
  for (const { start, end, year, month, day, lastDay } of findMonthDates(words, cues, DATES_LIMIT)) {
    const date = told(words.slice(start, end), [year, month, day], lastDay);
    if (date !== null) out.push({ ...date, start, end });
  }
  return out.sort((a, b) => a.start - b.start);
}

type Groups = { readonly [name: string]: string | undefined };

function readDate(
  text: string,
  groups: Groups,
  cues: Cues,
): { date: FoundDate | null; warning: ImportWarning | null } | null {
  const number = (name: string) =>
    groups[name] === undefined
      ? null
      : readDigits(groups[name].replace(/[^\p{Nd}]+$/u, "").replaceAll(/[^\p{Nd}]/gu, ""));
  if (groups.isoYear !== undefined) return told(text, [number("isoYear"), number("isoMonth"), number("isoDay")], null);
  if (groups.hanYear !== undefined) return told(text, [number("hanYear"), number("hanMonth"), number("hanDay")], null);
  return readFigures(text, [number("a") ?? 0, number("b") ?? 0, number("c") ?? 0], cues);
}

function isReal(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function format(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function told(
  text: string,
  [year, month, day]: readonly [number | null, number | null, number | null],
  lastDay: number | null,
): { date: FoundDate | null; warning: null } | null {
  if (year === null || month === null || month < 1 || month > 12) return null;
  if (day === null) {
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return { date: { text, from: format(year, month, 1), to: format(year, month, last) }, warning: null };
  }
  if (!isReal(year, month, day)) return null;
  if (lastDay === null) return { date: { text, iso: format(year, month, day) }, warning: null };
  if (!isReal(year, month, lastDay) || lastDay < day) return null;
  return { date: { text, from: format(year, month, day), to: format(year, month, lastDay) }, warning: null };
}

/** A date in figures alone. Where both could be the month it is read as the language writes dates, and said so. */
function readFigures(
  text: string,
  [a, b, year]: readonly [number, number, number],
  cues: Cues,
): ReturnType<typeof readDate> {
  const dayFirst = isReal(year, b, a);
  const monthFirst = isReal(year, a, b);
  if (!dayFirst && !monthFirst) return null;
  const asDay = { text, iso: format(year, b, a) };
  const asMonth = { text, iso: format(year, a, b) };
  if (a === b || dayFirst !== monthFirst) return { date: dayFirst ? asDay : asMonth, warning: null };
  const order = cues.numericDates;
  const choice = order === "dmy" ? asDay : order === "mdy" ? asMonth : null;
  const taken =
    choice === null ? "It is left out" : `It is taken for ${choice.iso}, as this language mostly writes dates`;
  const message = `“${text}” may be ${asDay.iso} or ${asMonth.iso}. ${taken}: look which it is.`;
  return { date: choice, warning: { code: "date_order", message } };
}

/** Nothing but a date. */
export function isOnlyDate(words: string, cues: Cues): boolean {
  if (words.length > 60) return false;
  const [found] = findDates(words, cues);
  return (
    found !== undefined &&
    found.end - found.start >= words.replace(/[\s\p{P}]+$/u, "").length - found.start &&
    (words.slice(0, found.start).match(/\p{L}+/gu)?.length ?? 0) <= 1
  );
}

/** A date with at most a place or an author beside it: "Reading, 3 May 2026". */
export function isDateline(words: string, cues: Cues): boolean {
  if (words.length > 90) return false;
  const [found] = findDates(words, cues);
  if (found === undefined) return false;
  const beside = `${words.slice(0, found.start)} ${words.slice(found.end)}`;
  return (
    (beside.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) <= 5 && !/[!?;]/.test(beside) && !/[.。]\s+\p{L}{3}/u.test(beside)
  );
}
