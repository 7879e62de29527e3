import type { Extracted, ImportWarning } from "./extracted.ts";
import { labelBack } from "./label/back.ts";
import { cuesFor } from "./label/cues.ts";
import { findDates } from "./label/dates.ts";
import { labelDemands } from "./label/demands.ts";
import type { Draft } from "./label/draft.ts";
import { startDraft, warn } from "./label/draft.ts";
import { labelFront } from "./label/front.ts";
import { labelHeadline } from "./label/headline.ts";
import { findLanguage } from "./label/language.ts";
import { cutLeadIns } from "./label/lead-in-lines.ts";
import { labelOutside, labelRegions } from "./label/outside.ts";
import { cutPieces } from "./label/pieces.ts";
import { finishBlocks, labelRest } from "./label/rest.ts";
import type { Labelled, LabelledBlock } from "./labelled.ts";
import { readBlocks } from "./relabel.ts";

/**
 * Says what each part of a source is: title, demands, names and so on, by rules and by the cue words of its language. Nothing is
 * decided here: each label tells its rule and how often that rule is right, for whoever reviews it.
 * @param article which extracted blocks belong to the article of a page, null where nobody knows or the source is no page
 */
export function labelSource(extracted: Extracted, article: readonly boolean[] | null): Labelled {
  const { lang, warnings } = findLanguage(extracted);
  const cues = cuesFor(lang);
  const draft = startDraft(extracted, cutLeadIns(cutPieces(extracted, article), extracted.text, cues), cues);
  labelRegions(draft);
  const headline = labelHeadline(draft);
  labelFront(draft, headline);
  labelBack(draft);
  labelOutside(draft, headline);
  labelDemands(draft, headline);
  labelRest(draft);
  const blocks = finishBlocks(draft);
  warnOfTitle(draft, blocks);
  const { dates, warnings: dateWarnings } = datesOf(blocks, cues);
  return {
    source: extracted.source,
    lang,
    blocks,
    ...readBlocks(blocks, lang),
    dates,
    warnings: [...extracted.warnings, ...warnings, ...draft.warnings, ...dateWarnings],
  };
}

function warnOfTitle(draft: Draft, blocks: readonly LabelledBlock[]): void {
  const [headline, second] = blocks.filter(({ role }) => role === "headline");
  if (headline === undefined) {
    warn(draft, "no_title", "There is no line that is surely the title: label one as the headline, or write one.");
  } else if (second !== undefined) {
    warn(draft, "two_titles", "Two lines could be the title: label the one that is not.", second);
  }
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
