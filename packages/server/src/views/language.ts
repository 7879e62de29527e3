import { textDirection } from "@undersigned/core/statement/language.ts";
import { html } from "hono/html";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";

/** The name of a language in that language, "العربية" for "ar"; the tag itself where the runtime knows no name. */
export function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: "language", fallback: "none" }).of(tag);
  return name === undefined ? tag : name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** `lang` and `dir` of an element that holds a text's own words. */
export function languageAttributes(tag: string): Html {
  return html`lang="${tag}" dir="${textDirection(tag)}"`;
}

/** A language's own name, marked up as being in that language. */
export function languageName(tag: string): Html {
  return html`<bdi ${languageAttributes(tag)}>${ownName(tag)}</bdi>`;
}

/** Links to the same page in each language of the text; the present one is named, not linked. Nothing for one language. */
export function languageSwitch(options: {
  readonly label: string;
  readonly languages: readonly string[];
  readonly current: string;
  /** What is to be said of a language beside its name. */
  readonly note?: ((tag: string) => string | undefined) | undefined;
  readonly href: (tag: string) => string;
}): Html {
  if (options.languages.length < 2) return NOTHING;
  const noteOf = (tag: string) => when(options.note?.(tag), (words) => html` <small class="muted">(${words})</small>`);
  return html`<nav class="languages" aria-label="${options.label}"><ul>${each(options.languages, (tag) =>
    tag === options.current
      ? html`<li><span aria-current="page" ${languageAttributes(tag)}>${ownName(tag)}</span>${noteOf(tag)}</li>`
      : html`<li><a href="${options.href(tag)}" hreflang="${tag}" ${languageAttributes(tag)}>${ownName(tag)}</a>${noteOf(tag)}</li>`,
  )}</ul></nav>`;
}
