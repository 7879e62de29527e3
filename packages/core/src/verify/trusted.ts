import type { Report } from "./report.ts";
import { tellMoment } from "./time.ts";
import type { Witnessed } from "./witnesses.ts";

/** What no check can show, in words: the limits of what was found, each said where it applies. */
export function listTrusted(
  report: Pick<Report, "key" | "asOf" | "witnessed" | "counts" | "names" | "evidence">,
): string[] {
  const { key, asOf, witnessed, counts, names, evidence } = report;
  const list = sayKey(key);
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
  if (evidence !== null && evidence.organisations > 0) {
    list.push(
      "That what it saw in the DNS and on websites stood there on that day, and that whoever controls a domain may speak for the organisation. " +
        "What stands there today anybody can look up.",
    );
  }
  if (asOf !== null) {
    list.push(
      sayWitnesses(witnessed),
      `That this is the latest state: it is as of ${tellMoment(asOf)} by the depositary's clock. Only who reads its whole log of heads can see ` +
        "whether something later stands there, or something that contradicts this.",
    );
  }
  return list;
}

/** Who says that there is one list, the same for everybody. */
function sayWitnesses(witnessed: Witnessed | null): string {
  if (witnessed?.met === true && witnessed.quorum !== null) {
    return `That the depositary has not won over as many witnesses as your policy asks for (${witnessed.quorum}). They vouch that it keeps one log for everybody.`;
  }
  const alone =
    "That everybody is shown the same list. The depositary alone says so: it could show you one list and others another, and nothing here would tell.";
  if (witnessed === null) {
    return `${alone} Witnesses would notice, which are other organisations that keep watch over it; no policy that names any was given.`;
  }
  if (witnessed.quorum === null) return `${alone} Witnesses would notice, but your policy asks for none.`;
  return `${alone} Witnesses would notice, but those whom your policy asks for have not vouched for this.`;
}

/** As `listTrusted`, of a receipt. */
export function listTrustedOfReceipt(report: {
  readonly key: Pick<Key, "source" | "handOvers"> | null;
  readonly asOf: string | null;
  readonly witnessed: Witnessed | null;
}): string[] {
  const { key, asOf, witnessed } = report;
  return [
    ...(key === null ? [] : sayKey(key)),
    ...(asOf === null ? [] : [sayWitnesses(witnessed)]),
    "What became of it since: a receipt shows that the entry was recorded, not that nothing followed. A later bundle of the statement shows that.",
  ];
}

type Key = NonNullable<Report["key"]>;

function sayKey(key: Pick<Key, "source" | "handOvers"> | null): string[] {
  const source = saySource(key?.source ?? "bundle");
  if (key === null || key.handOvers.length === 0) return [source];
  return [
    source,
    "That each key was still in the depositary's hands alone when it handed over: whoever steals a key can hand over with it too. " +
      "The depositary's log would then say two things, which witnesses and monitors would notice.",
  ];
}

function saySource(source: Key["source"]): string {
  switch (source) {
    case "given":
      return "That the key you gave is the depositary's.";
    case "policy":
      return "That the key in your policy is the depositary's.";
    case "origin":
      return "That the site from which the key was fetched is the depositary's.";
    case "bundle":
      return "Who made this: the key is the one that came with it, and a forger would bring their own.";
  }
}
