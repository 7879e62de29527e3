import { isTreeSize } from "@undersigned/core/log/tree-size.ts";
import { summarise } from "@undersigned/core/signature/replay.ts";
import type { StatementState } from "@undersigned/core/signature/statement-state.ts";

/** The counts of a statement as short text, to be compared: total, organisations, people, named, unnamed, levels, earlier. */
export function formatCounts(state: StatementState): string {
  const { total, organisations, people, named, unnamed, levels, earlier } = summarise(state);
  return JSON.stringify([total, organisations, people, named, unnamed, levels.organisation, levels.person, earlier]);
}

/** The same of what the site says, which may be anything; null when it does not say it as the API does. */
export function readCounts(value: unknown): string | null {
  const counts = membersOf(value);
  const levels = membersOf(counts?.levels);
  if (counts === null || levels === null) return null;
  const { total, organisations, people, named, unnamed, earlier } = counts;
  const { organisation, person } = levels;
  if (![total, organisations, people, named, unnamed, earlier].every(isTreeSize)) return null;
  // What is remembered of it is short, and holds nothing but numbers.
  for (const list of [organisation, person]) {
    if (!Array.isArray(list) || list.length > LEVELS || !list.every(isTreeSize)) return null;
  }
  return JSON.stringify([total, organisations, people, named, unnamed, organisation, person, earlier]);
}

/** Levels from 1 to 4. */
const LEVELS = 4;

/** `12 (2 organisations and 10 people, 8 named; 1 of an earlier version)` of what `formatCounts` wrote. */
export function describeCounts(counts: string): string {
  const [total, organisations, people, named, , , , earlier]: unknown[] = JSON.parse(counts);
  const before = earlier === 0 ? "" : `, and ${earlier} of an earlier version`;
  return `${total} (${organisations} organisations, ${people} people, ${named} of them by name${before})`;
}

export function membersOf(value: unknown): { readonly [member: string]: unknown } | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
