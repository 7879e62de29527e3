import type { LabelledBlock } from "../labelled.ts";

/** What a business letter writes before its title: "Subject:". UTF-16 units, 0 where nothing does. */
export function subjectLength({ rule, text }: LabelledBlock): number {
  return rule === "subject-cue" ? (/^[^:：]{1,30}[:：]\s*/u.exec(text)?.[0].length ?? 0) : 0;
}

/** The words of the first headline, on one line. */
export function titleOf(blocks: readonly LabelledBlock[]): string | null {
  const headline = blocks.find(({ role }) => role === "headline");
  if (headline === undefined) return null;
  return headline.text.slice(subjectLength(headline)).replaceAll(/\s+/g, " ").trim();
}
