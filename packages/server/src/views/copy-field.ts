import { html } from "hono/html";
import { fieldId } from "./form.ts";
import type { Html } from "./html.ts";
import { when } from "./html.ts";

/** Something to be copied out of the page. The island `copy-link` adds the button; without it, one selects and copies. */
export function copyField(field: {
  name: string;
  label: string;
  /** Explains it above the field; the label is then for screen readers alone. */
  hint?: string;
  value: string;
  /** Several lines of it are shown at once. */
  rows?: number;
  copy: string;
  copied: string;
}): Html {
  const id = fieldId(field.name);
  const described = when(field.hint, () => html`aria-describedby="${id}-hint"`);
  return html`<div class="field copy" data-copy="${field.copy}" data-copied="${field.copied}">
    <label for="${id}" class="${field.hint === undefined ? "" : "visually-hidden"}">${field.label}</label>
    ${when(field.hint, (hint) => html`<p class="hint" id="${id}-hint">${hint}</p>`)}
    <div class="copy-row">${
      field.rows === undefined
        ? html`<input id="${id}" value="${field.value}" readonly dir="ltr" spellcheck="false" ${described}>`
        : html`<textarea id="${id}" rows="${field.rows}" readonly spellcheck="false" ${described}>
${field.value}</textarea>`
    }</div>
  </div>`;
}
