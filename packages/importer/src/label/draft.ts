import type { Extracted, ImportWarning } from "../extracted.ts";
import type { Role } from "../labelled.ts";
import type { Cues } from "./cues.ts";
import type { Piece } from "./pieces.ts";
import type { Rule } from "./rules.ts";
import { RULES } from "./rules.ts";

/** What is known so far while roles are given. Each pass looks only at pieces that have none yet. */
export type Draft = {
  readonly extracted: Extracted;
  readonly pieces: readonly Piece[];
  readonly cues: Cues;
  /** The rule that gave each piece its role, null where none has yet. */
  readonly rules: (Rule | null)[];
  readonly warnings: ImportWarning[];
};

export function startDraft(extracted: Extracted, pieces: readonly Piece[], cues: Cues): Draft {
  return { extracted, pieces, cues, rules: pieces.map(() => null), warnings: [] };
}

export function give(draft: Draft, index: number, rule: Rule): void {
  draft.rules[index] = rule;
}

export function roleAt(draft: Draft, index: number): Role | null {
  const rule = draft.rules[index] ?? null;
  return rule === null ? null : RULES[rule].role;
}

export function wordsAt(draft: Draft, index: number): string {
  return draft.pieces[index]?.words ?? "";
}

export function isOpen(draft: Draft, index: number): boolean {
  return index >= 0 && index < draft.pieces.length && draft.rules[index] === null;
}

export function warn(draft: Draft, code: string, message: string, place?: { start: number; end: number }): void {
  draft.warnings.push(place === undefined ? { code, message } : { code, message, start: place.start, end: place.end });
}
