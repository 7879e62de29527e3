import type { LabelledBlock, Named } from "../labelled.ts";
import { splitAddressees } from "./ask.ts";
import type { Cues } from "./cues.ts";
import { isDateline } from "./dates.ts";
import type { Entry } from "./names.ts";
import { readEntries } from "./names.ts";
import { findCue, hasCue } from "./phrase.ts";

/** A signatory as named, and where in the extracted text. */
export type Signatory = Named & { readonly start: number; readonly end: number };

/** Every name in blocks that hold signatories, in order. A line that only says what somebody is (a role, a place) names nobody. */
export function findSignatories(blocks: readonly LabelledBlock[], cues: Cues): Signatory[] {
  const zone = blocks.filter(({ role }) => role === "signatory");
  const pairs = zone.length === 2 && zone.every(({ text }) => /^[^,،，;\n]+[,،，][^,،，;\n]+$/u.test(text));
  const alone = zone.length > 2 || pairs;
  const columns = findColumns(zone, cues);
  const out: Signatory[] = [];
  const below = linesBelowNames(zone);
  for (const [index, block] of zone.entries()) {
    if (columns !== null && (index < columns.count || index % columns.count !== columns.name)) continue;
    const words = block.text.replaceAll("\n", " ");
    const previous = zone[index - 1];
    if (below.has(index) || hasCue(cues, "elsewhere", "anywhere", words)) continue;
    if (previous !== undefined && block.start - previous.end <= 1 && isOnlyRole(words, cues)) continue;
    for (const entry of readEntries(words, cues, alone)) out.push(place(entry, block));
  }
  return out;
}

function place({ name, abbreviation, at, length }: Entry, block: LabelledBlock): Signatory {
  const span = { start: block.start + at, end: block.start + at + length };
  return { name: name.replaceAll(/\s+/g, " "), ...(abbreviation === undefined ? {} : { abbreviation }), ...span };
}

/**
 * Where most paragraphs hold two or three lines each, a name and what the person is, only the first lines are names.
 * @returns indices of the others
 */
function linesBelowNames(zone: readonly LabelledBlock[]): ReadonlySet<number> {
  const groups: number[][] = [];
  for (const [index, { start }] of zone.entries()) {
    const last = groups.at(-1);
    const before = zone[index - 1];
    if (last !== undefined && before !== undefined && start - before.end <= 1) last.push(index);
    else groups.push([index]);
  }
  const pairs = groups.filter(({ length }) => length === 2 || length === 3).length;
  if (groups.length < 3 || pairs < groups.length * 0.6) return new Set();
  return new Set(groups.flatMap((group) => (group.length <= 4 ? group.slice(1) : [])));
}

function isOnlyRole(words: string, cues: Cues): boolean {
  return hasCue(cues, "roles", "start", words);
}

/** A table with a head: the first cells say what its columns hold. */
function findColumns(zone: readonly LabelledBlock[], cues: Cues): { count: number; name: number } | null {
  let count = 0;
  let name = -1;
  for (const { text } of zone.slice(0, 8)) {
    const isName = hasCue(cues, "nameHead", "whole", text);
    if (!isName && !hasCue(cues, "otherHead", "whole", text)) break;
    if (isName && name === -1) name = count;
    count++;
  }
  return count < 2 || name === -1 ? null : { count, name };
}

/** Who started it: names after a cue such as "initiated by", and the by-line where no publisher put words around the letter. */
export function findInitiators(blocks: readonly LabelledBlock[], cues: Cues): Named[] {
  const framed = blocks.some(({ role }) => role === "introduction");
  const found = blocks.flatMap(({ role, rule, text }) => {
    if (role === "signatory" || role === "body" || role === "demand" || text.length > 2000) return [];
    const words = text.replaceAll("\n", " ");
    const cue = findCue(cues, "initiators", role === "byline" || role === "headline" ? "start" : "anywhere", words);
    if (cue !== null) return namesAfter(words.slice(cue.end), cues);
    if (rule !== "byline-cue" || framed || hasCue(cues, "reporter", "anywhere", words)) return [];
    const byline = findCue(cues, "byline", "start", words);
    return byline === null ? [] : namesAfter(words.slice(byline.end), cues);
  });
  return [...new Map(found.map((named) => [named.name, named])).values()];
}

function namesAfter(rest: string, cues: Cues): Named[] {
  const words = (/^[\s:：]*([^.;。；|!?]*)/u.exec(rest)?.[1] ?? "").trim();
  if (words === "" || words.length > 400 || isDateline(words, cues)) return [];
  return splitAddressees(words, cues).flatMap((part) => {
    const [entry] = readEntries(part, cues, true);
    if (entry === undefined || !/^["“«]?[\p{Lu}\p{Lo}\p{N}]/u.test(entry.name)) return [];
    return [{ name: entry.name, ...(entry.abbreviation === undefined ? {} : { abbreviation: entry.abbreviation }) }];
  });
}

/** To whom the letter is addressed, as its address says, line by line. The salutation names a person in another way and is not asked. */
export function findAddressees(blocks: readonly LabelledBlock[], cues: Cues): string[] {
  return blocks
    .filter(({ role, rule }) => role === "addressees" && rule !== "address-block")
    .flatMap(({ text }) => {
      const lines = text.split("\n");
      const first = (lines[0] ?? "").replaceAll(/\s+/g, " ");
      const cue = findCue(cues, "addressees", "start", first);
      const after = first.slice(cue === null ? 0 : cue.end).replace(/^[\s:：]+/u, "");
      if (after !== "") return splitAddressees(after, cues);
      // "To:" stands alone: a name on each line, and no streets.
      return lines
        .slice(1)
        .filter((line) => !/\p{N}/u.test(line))
        .flatMap((line) => splitAddressees(line.replaceAll(/\s+/g, " "), cues));
    });
}
