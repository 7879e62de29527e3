import { html } from "hono/html";
import type { Html } from "../../views/html.ts";
import { each } from "../../views/html.ts";

/** The consent notice, a sentence to a line, as it is frozen. */
export function consentWords(notice: string): Html {
  return html`<div class="notice consent-notice">${each(notice.trim().split("\n"), (line) => html`<p>${line}</p>`)}</div>`;
}
