import { html } from "hono/html";
import { fieldId } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";

/** Something to be copied out of the page. The island `copy-link` adds the button; without it, one selects and copies. */
export function copyField(field: {
  name: string;
  label: string;
  hint: string;
  value: string;
  copy: string;
  copied: string;
}): Html {
  const id = fieldId(field.name);
  return html`<div class="field copy" data-copy="${field.copy}" data-copied="${field.copied}">
    <label for="${id}" class="visually-hidden">${field.label}</label>
    <p class="hint" id="${id}-hint">${field.hint}</p>
    <div class="copy-row"><input id="${id}" value="${field.value}" readonly dir="ltr" spellcheck="false" aria-describedby="${id}-hint"></div>
  </div>`;
}
