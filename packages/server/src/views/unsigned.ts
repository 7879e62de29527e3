import { html } from "hono/html";
import type { TranslationView } from "../depositary/addition-views.ts";
import type { StatementView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each } from "./html.ts";
import { languageName } from "./language.ts";

/** The translations of the present version that nobody signed, and that can be read here. */
export function unsignedTranslations({ version, additions }: StatementView): TranslationView[] {
  return additions.translations.filter(
    (one) => one.stands && one.size !== null && one.version === version?.number && !isSigned(version, one.lang),
  );
}

/** The translation into this language, when the text in it is one that nobody signed. */
export function unsignedTranslation(statement: StatementView, lang: string): TranslationView | undefined {
  return unsignedTranslations(statement).find((one) => one.lang === lang);
}

function isSigned(version: NonNullable<StatementView["version"]>, lang: string): boolean {
  return version.texts.some((text) => text.lang === lang);
}

/** At the head of a translation that nobody signed: what it is, and where the words are that people sign. */
export function unsignedNotice(
  say: Say,
  { addedAt }: TranslationView,
  languages: readonly string[],
  href: (lang: string) => string,
): Html {
  const links = each(
    languages,
    (lang, index) => html`${index === 0 ? "" : ", "}<a href="${href(lang)}">${languageName(lang)}</a>`,
  );
  return html`<p class="notice unsigned" role="note"><bdi lang="${say.lang}" dir="${say.dir}"><strong>${say("unsigned.heading")}</strong> ${say.rich("unsigned.lead", { day: say.day(addedAt), count: languages.length, languages: links })}</bdi></p>`;
}
