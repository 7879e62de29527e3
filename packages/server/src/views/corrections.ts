import { html } from "hono/html";
import type { CorrectionView } from "../depositary/addition-views.ts";
import type { StatementView, TextView, VersionView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { NOTHING } from "./html.ts";
import { languageAttributes } from "./language.ts";
import { textBlocks } from "./text.ts";

type Noted = Pick<StatementView, "additions" | "demands"> & {
  readonly version: Pick<VersionView, "number"> | null;
};

/**
 * The blocks of a text as `textBlocks` sets them, with the notes that stand beside them. That on the title comes first: the
 * title itself stands above.
 */
export function notedBlocks(say: Say, { additions, demands, version }: Noted, { text, lang }: TextView): Html {
  const here = additions.corrections.filter(
    (one) => one.stands && one.version === version?.number && one.lang === lang,
  );
  const notes = new Map(here.map((one) => [one.block, note(say, one)]));
  return html`${notes.get(0) ?? NOTHING}${textBlocks(say, text, demands, { notes })}`;
}

/** Beside the words, and told apart from them by its own voice: what was signed stays as it is. */
function note(say: Say, { block, lang, note, addedAt, objectUntil }: CorrectionView): Html {
  const place = block === 0 ? say("correction.ofTitle") : say("correction.ofBlock", { number: block });
  return html`<aside class="correction" aria-label="${place}" lang="${say.lang}" dir="${say.dir}">
    <p><strong>${say("correction.heading", { day: say.day(addedAt) })}</strong> <bdi ${languageAttributes(lang)}>${note}</bdi></p>
    <p class="muted">${say("correction.unsigned", { day: say.day(objectUntil) })}</p>
  </aside>`;
}
