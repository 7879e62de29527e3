import type { StatementJson } from "../live/api-client.ts";
import type { Signatory } from "./signatories.ts";

/** The count as the server gives it, and what only the demo knows: in which languages the text was read. */
export function describeCounts({ counts, log }: StatementJson, signatories: readonly Signatory[]): string[] {
  const { total, organisations, people, named, unnamed } = counts;
  const languages = new Map<string, number>();
  for (const { lang } of signatories) languages.set(lang, (languages.get(lang) ?? 0) + 1);
  const read = [...languages].sort(([, a], [, b]) => b - a).map(([lang, count]) => `${lang} ${count}`);
  return [
    `${say(total)} stand: ${say(organisations)} organisations and ${say(people)} people; ${say(named)} show their names, ${say(unnamed)} do not`,
    `read in ${read.join(", ")}`,
    `${say(log?.size ?? 0)} entries in the log, root ${log?.root ?? ""}`,
  ];
}

function say(count: number): string {
  return count.toLocaleString("en");
}
