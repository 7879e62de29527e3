import { encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { tidyText } from "@undersigned/core/statement/text.ts";
import type { TidyKind } from "@undersigned/core/statement/tidy-report.ts";
import { LINES_BEFORE_BODY, splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import { html } from "hono/html";
import type { Html } from "../../views/html.ts";
import { each, NOTHING } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";

/** Lines that are named for one kind of change before the rest is only counted. */
const NAMED = 8;

/** Names a source, so that what is done is what was listed. */
export function digestOfSource(source: string): string {
  return encodeHex(sha256(encodeUtf8(source)));
}

/** What tidying would change, in words, and the button of `form` that does it. Nothing where there is nothing to tidy. */
export function tidyOffer(say: Say, source: string, form: string): Html {
  const tidied = tidyText(source);
  if (tidied.text === source || tidied.changes.length === 0) return NOTHING;
  const before = splitTitle(source).title === "" ? 0 : LINES_BEFORE_BODY;
  const byKind = Map.groupBy(tidied.changes, (change) => change.kind);
  return html`<section class="tidy notice" id="tidy" aria-labelledby="tidy-heading">
    <h3 id="tidy-heading">${say("adminTidy.heading")}</h3>
    <p>${say("adminTidy.lead")}</p>
    <ul>${each(byKind, ([kind, changes]) => {
      const lines = changes.map(({ line }) => line - before);
      return html`<li>${places(say, lines)}: ${changeWords(say, kind)}</li>`;
    })}</ul>
    <p><input type="hidden" form="${form}" name="listed" value="${digestOfSource(tidied.text)}">
    <button class="quiet" form="${form}" name="do" value="tidy" formnovalidate>${say("adminTidy.button")}</button></p>
  </section>`;
}

function changeWords(say: Say, kind: TidyKind): string {
  return kind === "heading" ? say("adminTidy.heading_marks") : say(`adminTidy.${kind}`);
}

/** "Lines 3, 5 and 9", as the form's text area counts them; the title stands apart there. */
function places(say: Say, lines: readonly number[]): string {
  const shown = lines.slice(0, NAMED).map((line) => (line < 1 ? say("adminTidy.title_line") : say.number(line)));
  const rest = lines.length - shown.length;
  if (rest > 0) return say("adminTidy.linesMore", { lines: shown.join(", "), count: rest });
  if (lines.every((line) => line < 1)) return say("adminTidy.title_line");
  return say("adminTidy.lines", { lines: say.list(shown), count: lines.length });
}
