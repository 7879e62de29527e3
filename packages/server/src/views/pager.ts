import { html } from "hono/html";
import type { Html } from "./html.ts";
import { NOTHING, when } from "./html.ts";

/** Onward by cursor and back to the beginning: lists never render whole. Nothing when one page holds all. */
export function pager(options: {
  readonly label: string;
  readonly next: { readonly href: string; readonly words: string } | null;
  readonly first: { readonly href: string; readonly words: string } | null;
}): Html {
  const { next, first } = options;
  if (next === null && first === null) return NOTHING;
  return html`<nav class="pager" aria-label="${options.label}">
    ${when(first, (link) => html`<a href="${link.href}">${link.words}</a>`)}
    ${when(next, (link) => html`<a class="onward" rel="next" href="${link.href}">${link.words}</a>`)}
  </nav>`;
}
