import type { Check, Verdict } from "@undersigned/core/verify/findings.ts";
import { tellCount } from "@undersigned/core/verify/tell.ts";
import { wrap } from "../layout.ts";

const MARKS: Readonly<Record<Check["status"], string>> = { ok: "✓", failed: "✗", not_checked: "?" };

/** What a report of any kind begins with. */
export function formatVerdict(
  verdict: Verdict,
  reason: string | null,
  words: Readonly<Record<Verdict, string>>,
): string {
  const mark = { valid: MARKS.ok, invalid: MARKS.failed, inconclusive: MARKS.not_checked }[verdict];
  return wrap(words[verdict], `${mark} `, "  ") + (reason === null ? "" : wrap(reason, "  "));
}

/** What was checked, each with what was found. */
export function formatChecks(checks: readonly Check[]): string {
  return `Checked\n${checks.map(formatCheck).join("")}`;
}

function formatCheck({ status, what, note, problems, more }: Check): string {
  const lines = [wrap(what, `  ${MARKS[status]} `, "    ")];
  if (status === "not_checked" && note !== null) lines.push(wrap(`Could not be told: ${note}`, "      "));
  for (const { where, message } of problems) lines.push(wrap(`${where}: ${message}`, "      "));
  if (more > 0) lines.push(wrap(`and ${tellCount(more, "problem", "problems")} more`, "      "));
  return lines.join("");
}

/** A list under a heading; nothing when it is empty. */
export function formatList(heading: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${heading}\n${items.map((item) => wrap(item, "  – ", "    ")).join("")}`;
}
