import { html } from "hono/html";
import type { StatementView, TextView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import { statementPath } from "./address.ts";
import type { Html } from "./html.ts";
import { when } from "./html.ts";

/** A digest, in hexadecimal, that may break anywhere. */
export function digest(hex: string): Html {
  return html`<span class="digest">${hex}</span>`;
}

/** Digests and the log, folded, with a sentence before them. */
export function technicians(
  say: Say,
  statement: StatementView,
  text: Pick<TextView, "sha256"> | null,
  sentence?: string,
  /** Address of what organisations signed with keys of their own. */
  notes?: string,
): Html {
  const { version, log } = statement;
  return html`<details class="technicians"><summary>${say("site.technicians")}</summary>
    ${when(sentence, (words) => html`<p>${words}</p>`)}
    <dl class="facts">
      ${when(version, (shown) => html`<dt>${say("letter.versionDigest")}</dt><dd>${digest(shown.digest)}</dd>`)}
      ${when(text, (shown) => html`<dt>${say("letter.textDigest")}</dt><dd>${digest(shown.sha256)}</dd>`)}
      ${when(
        log,
        (shown) => html`<dt>${say("letter.logOrigin")}</dt><dd class="digest">${shown.origin}</dd>
      <dt>${say("letter.logKey")}</dt><dd class="digest">${shown.vkey}</dd>
      <dt>${say("letter.logSize")}</dt><dd>${say.number(shown.size)}</dd>
      <dt>${say("letter.logRoot")}</dt><dd>${digest(shown.root)}</dd>`,
      )}
      ${when(notes, (href) => html`<dt>${say("letter.keyNotes")}</dt><dd><a href="${href}" download rel="nofollow">signatures.note</a></dd>`)}
    </dl>
  </details>`;
}

/** Where the signatures of a version by organisations' own keys are; undefined where there can be none. */
export function keyNotesPath(
  statement: Pick<StatementView, "slug" | "counts">,
  number: number,
  key: string | undefined,
): string | undefined {
  const withKeyOrApproval = statement.counts.levels.organisation[3] ?? 0;
  return withKeyOrApproval === 0 ? undefined : statementPath(statement, `versions/${number}/signatures.note`, key);
}
