import type { Extracted, ImportWarning } from "./extracted.ts";
import { labelBack } from "./label/back.ts";
import { isComplete } from "./label/claims.ts";
import { cuesFor } from "./label/cues.ts";
import { findDates } from "./label/dates.ts";
import { labelDemands } from "./label/demands.ts";
import { demandsOf } from "./label/demands-of.ts";
import type { Draft } from "./label/draft.ts";
import { startDraft, warn } from "./label/draft.ts";
import { labelFront } from "./label/front.ts";
import { labelHeadline } from "./label/headline.ts";
import { findLanguage } from "./label/language.ts";
import { labelOutside, labelRegions } from "./label/outside.ts";
import { findInitiators, findSignatories } from "./label/people.ts";
import { cutPieces } from "./label/pieces.ts";
import { finishBlocks, labelRest } from "./label/rest.ts";
import type { Labelled, LabelledBlock, Named } from "./labelled.ts";

/**
 * Says what each part of a source is: title, demands, names and so on, by rules and by the cue words of its language. Nothing is
 * decided here: each label tells its rule and how often that rule is right, for whoever reviews it.
 * @param article which extracted blocks belong to the article of a page, null where nobody knows or the source is no page
 */
export function labelSource(extracted: Extracted, article: readonly boolean[] | null): Labelled {
  const { lang, warnings } = findLanguage(extracted);
  const cues = cuesFor(lang);
  const draft = startDraft(extracted, cutPieces(extracted, article), cues);
  labelRegions(draft);
  const headline = labelHeadline(draft);
  labelFront(draft, headline);
  labelBack(draft);
  labelOutside(draft, headline);
  labelDemands(draft, headline);
  labelRest(draft);
  const blocks = finishBlocks(draft);
  const title = titleOf(draft, blocks);
  const words = (role: LabelledBlock["role"]) =>
    blocks.filter((block) => block.role === role).map((block) => oneLine(block.text));
  const { dates, warnings: dateWarnings } = datesOf(blocks, cues);
  return {
    source: extracted.source,
    lang,
    blocks,
    title,
    standfirst: words("standfirst")[0] ?? null,
    framing: blocks
      .filter(({ role }) => role === "kicker" || role === "introduction" || role === "footer")
      .map(({ text }) => oneLine(text)),
    demands: demandsOf(blocks, cues).map(({ text, addressees }) => ({ text, addressees })),
    initiators: findInitiators(blocks, cues),
    signatories: findSignatories(blocks, cues).map(withoutPlace),
    signatoriesComplete: isComplete(blocks, cues),
    dates,
    warnings: [...extracted.warnings, ...warnings, ...draft.warnings, ...dateWarnings],
  };
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function withoutPlace({ name, abbreviation }: Named): Named {
  return abbreviation === undefined ? { name } : { name, abbreviation };
}

function titleOf(draft: Draft, blocks: readonly LabelledBlock[]): string | null {
  const [headline, second] = blocks.filter(({ role }) => role === "headline");
  if (headline === undefined) {
    warn(draft, "no_title", "There is no line that is surely the title: label one as the headline, or write one.");
    return null;
  }
  if (second !== undefined)
    warn(draft, "two_titles", "Two lines could be the title: label the one that is not.", second);
  const subject = draft.pieces.find(({ start }) => start === headline.start);
  const words = oneLine(headline.text);
  return headline.rule === "subject-cue" && subject !== undefined ? words.replace(/^[^:：]{1,30}[:：]\s*/u, "") : words;
}

/** Dates of the whole source; of their warnings only the first hundred. */
function datesOf(
  blocks: readonly LabelledBlock[],
  cues: ReturnType<typeof cuesFor>,
): { dates: Labelled["dates"]; warnings: ImportWarning[] } {
  const dates: Labelled["dates"][number][] = [];
  const warnings: ImportWarning[] = [];
  for (const block of blocks) {
    if (dates.length >= 1000) break;
    for (const found of findDates(block.text, cues)) {
      if (found.date !== null) dates.push(found.date);
      if (found.warning !== null && warnings.length < 100) {
        warnings.push({ ...found.warning, start: block.start + found.start, end: block.start + found.end });
      }
    }
  }
  return { dates, warnings };
}
