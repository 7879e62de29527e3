import type { Report } from "./report.ts";

/** What no check can show, in words: the limits of what was found, each said where it applies. */
export function listTrusted(report: Pick<Report, "key" | "asOf" | "counts" | "names">): string[] {
  const { key, asOf, counts, names } = report;
  const list = [sayKey(key)];
  list.push(
    "That the depositary saw what it recorded: that mailboxes answered, and what it observed of domains. " +
      "The log shows that nothing recorded was hidden or altered afterwards, not that each record was true.",
  );
  if (counts !== null && counts.people + counts.earlier > 0) {
    list.push(
      "That each person is a distinct, real one: people are in the log as commitments, which only they or the depositary can open.",
    );
  }
  if (names !== null && names.shown < names.of) {
    list.push(`Who ${names.of - names.shown} of the named organisations are: the bundle does not open them.`);
  }
  if (asOf !== null) {
    list.push(
      `That this is the latest state, and that all were shown the same one: this is as of ${asOf} by the depositary's clock. ` +
        "Only who reads its whole log of heads can see later states and forks.",
    );
  }
  return list;
}

function sayKey(key: Report["key"]): string {
  switch (key?.source) {
    case "given":
      return "That the key you gave is the depositary's.";
    case "origin":
      return "That the site from which the key was fetched is the depositary's.";
    default:
      return "Who made this: the key is the one that came with it, and a forger would bring their own.";
  }
}
