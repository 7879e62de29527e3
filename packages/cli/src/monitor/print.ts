import { join } from "node:path";
import { tellCount } from "@undersigned/core/verify/tell.ts";
import { tellMoment } from "@undersigned/core/verify/time.ts";
import { wrap } from "../layout.ts";
import type { Finding } from "./finding.ts";
import { worstOf } from "./report.ts";
import type { Outcome } from "./visit-once.ts";

const MARKS = { alarm: "✗ Alarm: ", warning: "? ", note: "– " } as const;

/** What a visit came to, for people. Empty when there is nothing new to tell, unless everything is to be told. */
export function formatOutcome(outcome: Outcome, folder: string, verbose: boolean): string {
  const { host, time, findings, visited, memory } = outcome;
  if (findings.length === 0 && !verbose) return "";
  const heading = `${host}, ${tellMoment(new Date(time * 1000).toISOString())}`;
  const lines = [wrap(heading), ...findings.map((finding) => formatFinding(finding, folder))];
  const told = new Set(findings.map(({ id }) => id));
  for (const { id, message } of memory?.standing ?? [])
    if (!told.has(id)) lines.push(wrap(`Still: ${message}`, "  ", "    "));
  if (visited !== null) lines.push(wrap(describeVisit(outcome), "  ", "    "));
  return lines.join("");
}

function formatFinding({ severity, message, evidence }: Finding, folder: string): string {
  const kept = evidence === null ? "" : wrap(`Kept to show others: ${join(folder, evidence)}`, "      ");
  return wrap(message, `  ${MARKS[severity]}`, "    ") + kept;
}

function describeVisit({ visited, memory }: Outcome): string {
  if (visited === null || memory === null) return "";
  const { read, hidden, grown, followed } = visited;
  if (!followed) return "Its log could not be followed at this visit.";
  const worst = worstOf(memory);
  const verdict =
    worst === null ? "All is well" : worst === "alarm" ? "Something is wrong, as told" : "Not all could be told";
  const others = hidden === 0 ? "" : `; ${tellCount(hidden, "is", "are")} shown only by link, and cannot be read`;
  return `${verdict}: ${tellCount(read, "statement", "statements")} followed, ${grown} with news${others}.`;
}

/** The same as JSON lines, for programs: one for each finding, then one for the visit. */
export function formatOutcomeJson({ host, time, findings, visited, memory, failure }: Outcome): string {
  const status = failure !== null || memory === null ? "unknown" : (worstOf(memory) ?? "well");
  const lines = [
    ...findings.map((finding) => ({ type: "finding", ...finding })),
    { type: "visit", host, time, status, failure, ...visited, standing: memory?.standing ?? [] },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
