import { MalformedError } from "@undersigned/core/errors.ts";
import { textDirection } from "@undersigned/core/statement/language.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { parseText, tidyText } from "@undersigned/core/statement/text.ts";
import { html } from "hono/html";
import type { Draft } from "../../depositary/drafts.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING } from "../../views/html.ts";
import type { Demands } from "../../views/text.ts";
import { inlines, textBlocks } from "../../views/text.ts";
import type { Say } from "../../words/speak.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { misalignment } from "./misalignment.ts";

/** A text among those that it must be built like; `at` is null while there is nothing to compare it with. */
type Previewed = {
  readonly at: Pick<DraftAtHand, "draft" | "check"> | null;
  readonly draft: Pick<Draft, "texts" | "demands">;
  readonly index: number;
};

/**
 * How the kept text will look, paragraph numbers and all. The island of the same name fills it while one types; without
 * it the button [Preview] does.
 */
export function textPreview(say: Say, step: Previewed): Html {
  const { at, draft, index } = step;
  const kept = at === null ? undefined : draft.texts[index];
  return html`<section class="preview" id="preview" aria-labelledby="preview-heading">
    <h3 id="preview-heading">${say("adminText.previewHeading")}</h3>
    ${at === null ? NOTHING : misalignment(say, at, index)}
    <div class="sheet" data-preview-sheet data-words="${JSON.stringify(islandWords(say, draft.demands))}">
    ${kept === undefined ? html`<p class="muted">${say("adminText.previewEmpty")}</p>` : rendered(say, kept.markdown, kept.lang, step)}
    </div>
  </section>`;
}

function rendered(say: Say, source: string, lang: string, { draft }: Previewed): Html {
  const text = readText(source);
  if (text !== null) return sheet(say, text, lang, draft.demands);
  const tidied = readText(tidyText(source).text);
  if (tidied === null) return html`<p class="muted">${say("adminText.previewBroken")}</p>`;
  return html`<p class="muted">${say("adminText.previewTidied")}</p>${sheet(say, tidied, lang, draft.demands)}`;
}

/** A text as readers see it, under its title. */
export function sheet(say: Say, text: Text, lang: string, demands: Demands, prefix = "p"): Html {
  const direction = directionOf(lang);
  return html`<div ${lang === "" ? "" : html`lang="${lang}"`} dir="${direction}">
    <p class="title">${inlines(text.title)}</p>
    <div class="words">${textBlocks(say, text, demands, { prefix })}</div>
  </div>`;
}

function directionOf(lang: string): "ltr" | "rtl" | "auto" {
  return lang === "" ? "auto" : textDirection(lang);
}

/** What the island says, since words stand in catalogues and not in scripts. %1, %2 … are filled in there. */
function islandWords(say: Say, demands: Demands) {
  return {
    broken: say("adminText.previewBroken"),
    tidied: say("adminText.previewTidied"),
    empty: say("adminText.previewTyping"),
    problem: say("adminText.previewProblem"),
    show: say("adminText.previewShow"),
    paragraph: say("adminText.previewParagraph"),
    place: say("adminText.previewPlace"),
    inTitle: say("adminText.previewInTitle"),
    asked: Object.fromEntries(
      demands.map(({ block, addressees }) => [
        block,
        addressees.length === 0 ? say("letter.demand") : say("letter.askedOf", { addressees: say.list(addressees) }),
      ]),
    ),
  };
}

function readText(source: string): Text | null {
  try {
    return parseText(source);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
