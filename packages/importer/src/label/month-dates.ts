import type { Cues } from "./cues.ts";
import { readDigits } from "./marker.ts";
import type { Token } from "./tokens.ts";
import { tokensOf } from "./tokens.ts";

/** A date with the name of its month: UTF-16 offsets, and its parts; without a day it is the whole month. */
export type MonthDate = {
  readonly start: number;
  readonly end: number;
  readonly year: number;
  readonly month: number;
  readonly day: number | null;
  readonly lastDay: number | null;
};

type Names = {
  readonly words: ReadonlyMap<string, number>;
  readonly joins: ReadonlySet<string>;
  readonly longest: number;
};

const known = new WeakMap<Cues, Names>();

/** Names of months by their tokens put together. */
function namesOf(cues: Cues): Names {
  const found = known.get(cues);
  if (found !== undefined) return found;
  const words = new Map<string, number>();
  let longest = 1;
  for (const [index, names] of cues.months.entries()) {
    for (const name of names) {
      const tokens = tokensOf(name).map(({ text }) => text);
      longest = Math.max(longest, tokens.length);
      words.set(tokens.join(" "), index + 1);
    }
  }
  const joins = new Set([...cues.dateJoins, ...ORDINALS, ",", ".", "،"]);
  const made = { words, joins, longest };
  known.set(cues, made);
  return made;
}

/** What is written on a day: 3rd, 1er, 1º, 3-го. */
const ORDINALS = ["st", "nd", "rd", "th", "er", "º", "ª", "°", "го", "-", "er", "г", "года", "godine", "године"];

/** "3 May 2026", "May 3, 2026", "3–5 de mayo de 2026", "May 2026", in order, at most `limit`. */
export function findMonthDates(words: string, cues: Cues, limit: number): MonthDate[] {
  const names = namesOf(cues);
  const tokens = tokensOf(words);
  const out: MonthDate[] = [];
  let free = 0;
  for (let at = 0; at < tokens.length && out.length < limit; at++) {
    const month = monthAt(tokens, at, names);
    if (month === null) continue;
    const found = readAround(tokens, at, month, names, free);
    if (found === null) continue;
    out.push({ ...found.date, month: month.number });
    free = found.to;
    at = found.to - 1;
  }
  return out;
}

function monthAt(tokens: readonly Token[], at: number, names: Names): { number: number; to: number } | null {
  for (let length = names.longest; length >= 1; length--) {
    const text = tokens
      .slice(at, at + length)
      .map((token) => token.text)
      .join(" ");
    const number = names.words.get(text);
    if (number !== undefined) return { number, to: at + length };
  }
  return null;
}

type Around = { readonly date: Omit<MonthDate, "month">; readonly to: number };

function readAround(
  tokens: readonly Token[],
  at: number,
  month: { to: number },
  names: Names,
  free: number,
): Around | null {
  const before = dayBefore(tokens, at, names, free);
  const after = dayAfter(tokens, month.to, names);
  const from = before === null && after !== null ? after.to : month.to;
  const year = skip(tokens, from, 1, names, 3);
  const value = numberAt(tokens, year, 4);
  if (value === null) return null;
  const start = tokens[before?.from ?? at]?.start ?? 0;
  const days = before ?? after;
  return {
    date: { start, end: tokens[year]?.end ?? 0, year: value, day: days?.day ?? null, lastDay: days?.lastDay ?? null },
    to: year + 1,
  };
}

/** The next token that is no comma, "of" or the like, at most `most` further on. */
function skip(tokens: readonly Token[], from: number, by: 1 | -1, names: Names, most: number): number {
  let at = from;
  for (let count = 0; count < most && names.joins.has(tokens[at]?.text ?? ""); count++) at += by;
  return at;
}

function numberAt(tokens: readonly Token[], at: number, digits: number): number | null {
  const token = tokens[at];
  if (token?.kind !== "number" || !/^\p{Nd}+$/u.test(token.text)) return null;
  const right = digits === 4 ? token.text.length === 4 : token.text.length <= 2;
  return right ? readDigits(token.text) : null;
}

const DASH = /^[–—-]$/;

function dayBefore(
  tokens: readonly Token[],
  month: number,
  names: Names,
  free: number,
): { from: number; day: number; lastDay: number | null } | null {
  const at = skip(tokens, month - 1, -1, names, 3);
  const day = numberAt(tokens, at, 2);
  if (day === null || at < free) return null;
  if (DASH.test(tokens[at - 1]?.text ?? "")) {
    const first = skip(tokens, at - 2, -1, names, 1);
    const value = numberAt(tokens, first, 2);
    if (value !== null && first >= free) return { from: first, day: value, lastDay: day };
  }
  return { from: at, day, lastDay: null };
}

function dayAfter(
  tokens: readonly Token[],
  from: number,
  names: Names,
): { day: number; lastDay: number | null; to: number } | null {
  const day = numberAt(tokens, from, 2);
  if (day === null) return null;
  const last = DASH.test(tokens[from + 1]?.text ?? "") ? numberAt(tokens, from + 2, 2) : null;
  return { day, lastDay: last, to: skip(tokens, from + (last === null ? 1 : 3), 1, names, 1) };
}
