import type { CopyChange, CopyReport, Passage, Verdict } from "@undersigned/core/compare/copy-report.ts";
import type { FoldingKind } from "@undersigned/core/compare/foldings.ts";
import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import { tellCount, tellNumber } from "@undersigned/core/verify/tell.ts";
import { wrap } from "../layout.ts";
import { formatList } from "../verify/print-checks.ts";
import { TOLERATED, UNREAD, VERDICTS } from "./words.ts";

/** What there is to print. */
export type PrintedComparison = {
  readonly report: CopyReport;
  readonly statement: string | null;
  readonly candidate: Candidate | null;
  readonly notes: readonly string[];
};

/** Changes, pieces of framing and names that are printed: --json has all. */
const PRINTED = 40;
/** Characters of a piece. */
const PIECE = 1_200;
/** Characters around a change. */
const AROUND = 90;

const MARKS: Readonly<Record<Verdict, string>> = {
  identical: "✓",
  faithful: "✓",
  excerpt: "✓",
  altered: "✗",
  mixed: "✗",
  superseded: "✗",
  unrelated: "✗",
  inconclusive: "?",
};

/** A report for people. Words that are missing stand as [-these-], words that came as {+these+}. */
export function formatCopyReport({ report, statement, candidate, notes }: PrintedComparison): string {
  const { verdict } = report;
  const isVerbatim = verdict === "identical" || verdict === "faithful";
  const parts = [
    wrap(tellVerdict(report), `${MARKS[verdict]} `, "  ") + tellWhy(report, candidate) + tellText(statement, candidate),
    verdict === "unrelated" || isVerbatim ? "" : tellChanges(report),
    verdict === "unrelated" ? "" : tellFraming(report),
    verdict === "unrelated" ? "" : tellSignatories(report),
    formatList("Could not be read", tellUnread(report)),
    formatList("Tolerated", tellTolerated(report)),
    [...notes, ...(isVerbatim || verdict === "unrelated" ? [] : ["Words are compared; intentions are not judged."])]
      .map((note) => wrap(note))
      .join(""),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function tellVerdict({ verdict, versions }: CopyReport): string {
  if (versions === undefined) return VERDICTS[verdict];
  return `${VERDICTS[verdict]} It has words of versions ${versions.slice(0, -1).join(", ")} and ${versions.at(-1)}.`;
}

function tellWhy({ verdict, demands, unread }: CopyReport, candidate: Candidate | null): string {
  const said: string[] = [];
  const [dropped, altered] = [demands.dropped.length, demands.altered.length];
  if (verdict !== "unrelated" && verdict !== "excerpt") {
    if (dropped > 0) said.push(`${tellCount(dropped, "demand is", "demands are")} missing.`);
    if (altered > 0) said.push(`${tellCount(altered, "demand has", "demands have")} other words.`);
  }
  if (verdict === "inconclusive" && candidate?.standing === "unsigned")
    said.push("It has the words of a translation that nobody signed.");
  if (verdict === "inconclusive" && unread.length > 0) said.push("Part of it could not be read, see below.");
  return said.length === 0 ? "" : wrap(said.join(" "), "  ");
}

function tellText(statement: string | null, candidate: Candidate | null): string {
  if (candidate === null || statement === null) return "";
  const { text, version, lang, newest } = candidate;
  const which = `version ${version}${newest ? "" : ", which is not the newest"}, ${lang}`;
  return `\n${wrap(`“${plainText(text.title)}”`)}${wrap(`${statement}, ${which}`)}`;
}

const HEADINGS: Readonly<Record<CopyChange["kind"], string>> = {
  dropped: "missing",
  added: "added between paragraphs",
  altered: "other words",
  moved: "in another place",
  split: "cut into several items",
  merged: "run together with what stands before it",
};

function tellChanges({ changes, passages }: CopyReport): string {
  const byBlock = new Map(
    passages.flatMap((passage) => (passage.block === undefined ? [] : [[passage.block, passage]])),
  );
  const printed = changes.slice(0, PRINTED).map((change) => {
    const passage = change.block === undefined ? undefined : byBlock.get(change.block);
    return `${wrap(`${nameBlock(change.block)}${nameKind(change)}`, "  ")}${wrap(tellWords(change, passage), "    ")}`;
  });
  const more = changes.length - printed.length;
  if (more > 0) printed.push(wrap(`and ${tellCount(more, "more change", "more changes")}: --json has them all`, "  "));
  return printed.length === 0 ? "" : `What differs: [-missing-] {+added+}\n${printed.join("")}`;
}

function nameKind({ kind, version }: CopyChange): string {
  return version === undefined ? HEADINGS[kind] : `${HEADINGS[kind]}, those of version ${version}`;
}

function nameBlock(block: number | undefined): string {
  return block === undefined ? "" : block === 0 ? "Title, " : `¶ ${block}, `;
}

function tellWords({ kind, copy = "", reference = "" }: CopyChange, passage: Passage | undefined): string {
  if (kind === "dropped") return cut(`[-${reference}-]`);
  if (kind === "added") return cut(`{+${copy}+}`);
  if (kind !== "altered" || passage === undefined) return cut(copy);
  return cut(
    passage.runs
      .map(({ kind: run, text }, at) => {
        if (run === "removed") return `[-${text}-]`;
        return run === "added" ? `{+${text}+}` : shorten(text, at > 0, at < passage.runs.length - 1);
      })
      .join(""),
  );
}

/** Of a long stretch that is the same, what stands beside the changes. */
function shorten(text: string, follows: boolean, precedes: boolean): string {
  const letters = [...text];
  const room = (follows ? AROUND : 0) + (precedes ? AROUND : 0);
  if (letters.length <= room + 10) return text;
  return `${follows ? letters.slice(0, AROUND).join("") : ""} … ${precedes ? letters.slice(-AROUND).join("") : ""}`;
}

function cut(text: string): string {
  const letters = [...text.slice(0, 4 * PIECE)];
  return letters.length <= PIECE ? text : `${letters.slice(0, PIECE).join("")} …`;
}

function tellFraming({ framing }: CopyReport): string {
  const items = framing
    .filter(({ where }) => where !== "within")
    .slice(0, 6)
    .map(({ text, where }) => `${where}: ${cut(text.replaceAll(/\s+/g, " ")).slice(0, 200)}`);
  const more = framing.filter(({ where }) => where !== "within").length - items.length;
  if (more > 0) items.push(`and ${tellCount(more, "more piece", "more pieces")}`);
  return formatList("Around it, not part of the statement", items);
}

function tellSignatories({ signatories }: CopyReport): string {
  const { present, missing, unknown, says, claimed } = signatories;
  const items: string[] = [];
  if (present > 0 || (missing > 0 && unknown.length > 0))
    items.push(`${tellNumber(present)} of ${tellNumber(present + missing)} names of the record are in the copy.`);
  if (unknown.length > 0) {
    const names = unknown.slice(0, 10).join("; ");
    const more = unknown.length > 10 ? `; and ${tellNumber(unknown.length - 10)} more` : "";
    items.push(`Not in the record, where they may be unnamed or erased: ${names}${more}`);
  }
  if (says !== undefined) items.push(`The copy says that its list is not whole: “${says}”`);
  if (claimed !== undefined) items.push(`The copy claims ${tellCount(claimed, "signatory", "signatories")}.`);
  return formatList("Signatories", items);
}

function tellUnread({ unread }: CopyReport): string[] {
  const items = unread.slice(0, PRINTED).map(({ why, where }) => `${UNREAD[why]} (${where})`);
  return unread.length > PRINTED ? [...items, `and ${tellNumber(unread.length - PRINTED)} more`] : items;
}

function tellTolerated({ tolerated }: CopyReport): string[] {
  if (tolerated.length === 0) return [];
  return [tolerated.map(({ kind, count }) => `${TOLERATED[kind as FoldingKind]} (${tellNumber(count)})`).join(", ")];
}
