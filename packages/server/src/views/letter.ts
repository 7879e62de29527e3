import { textDirection } from "@undersigned/core/statement/language.ts";
import { html } from "hono/html";
import type { SignatoryView, StatementView, TextView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import { statementPath } from "./address.ts";
import { answers } from "./answers.ts";
import { askedWords } from "./asks.ts";
import { notedBlocks } from "./corrections.ts";
import { countNotes, countSentence, evidenceSummary } from "./count.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { languageAttributes, languageName, languageSwitch } from "./language.ts";
import { signatoryLine } from "./signatory.ts";
import { digest, keyNotesPath, technicians } from "./technicians.ts";
import { inlines } from "./text.ts";
import { unsignedNotice, unsignedTranslation, unsignedTranslations } from "./unsigned.ts";

export type Letter = {
  readonly statement: StatementView;
  readonly text: TextView;
  /** The first of those who signed with a name. */
  readonly signatories: readonly SignatoryView[];
  /** Key of a link-only statement, as it came with the request. */
  readonly key: string | undefined;
  /** A draft as it will look: nothing can be signed, and languages link to `previewHref`. */
  readonly preview?: { readonly href: (lang: string) => string } | undefined;
};

/** The statement, set as a letter: letterhead, words, those who signed, and how to check it. */
export function letter(say: Say, page: Letter): Html {
  const { statement, text } = page;
  return html`<article class="letter">
    ${letterhead(say, page)}
    <div class="words" ${languageAttributes(text.lang)}>${notedBlocks(say, statement, text)}</div>
    ${when(page.preview === undefined, () => html`${signCall(say, page)}${signed(say, page)}${answers(say, statement, page.key)}${colophon(say, page)}${printed(say, statement)}`)}
  </article>`;
}

/** Languages, who it is from, its title, its date, and where it stands: all on the side where the text begins. */
function letterhead(say: Say, page: Letter): Html {
  const { statement, text, key, preview } = page;
  const isLinkOnly = preview === undefined && statement.visibility === "link";
  const unsigned = preview === undefined ? unsignedTranslations(statement) : [];
  return html`<header class="letterhead" dir="${textDirection(text.lang)}">
    ${languageSwitch({
      label: say("letter.languages"),
      languages: [...(statement.version?.texts ?? []), ...unsigned].map((one) => one.lang),
      current: text.lang,
      note: (lang) => (unsigned.some((one) => one.lang === lang) ? say("unsigned.mark") : undefined),
      href: preview?.href ?? ((lang) => statementPath(statement, lang, key)),
    })}
    ${when(statement.initiators.length, () => initiatorsLine(statement))}
    <h1 lang="${text.lang}">${inlines(text.text.title)}</h1>
    <p class="dateline"><bdi dir="${say.dir}">${standing(say, statement)}${newVersion(say, page)}</bdi></p>
    ${preview === undefined ? tally(say, page) : html`<p class="notice"><bdi>${say("letter.preview")}</bdi></p>`}
    ${when(
      unsigned.find((one) => one.lang === text.lang),
      (translation) =>
        unsignedNotice(say, translation, authenticLanguages(statement), (lang) => statementPath(statement, lang, key)),
    )}
    ${when(isLinkOnly, () => linkOnlyNotice(say, statement))}
  </header>`;
}

/** Who drafted it and opened it for signature. */
export function initiatorsLine(statement: Pick<StatementView, "initiators">): Html {
  return html`<p class="initiators">${each(
    statement.initiators,
    (one, index) => html`${when(index, () => html`<span class="dot"> · </span>`)}<bdi>${one.name}</bdi>`,
  )}</p>`;
}

function standing(say: Say, statement: StatementView): Html {
  const state =
    statement.state === "closed" && statement.closedAt !== null
      ? say("letter.closedOn", { day: say.day(statement.closedAt) })
      : statement.closes !== null
        ? say("letter.openUntil", { day: say.day(statement.closes) })
        : say("letter.openNow");
  return html`${when(
    statement.version?.openedAt ?? statement.openedAt,
    (opened) =>
      html`<time datetime="${isoDay(opened)}">${say.day(opened)}</time> <span class="state">· ${state}</span>`,
  )}`;
}

/** That the text was another before, and where to read what changed. */
function newVersion(say: Say, { statement, key }: Letter): Html {
  const number = statement.version?.number ?? 1;
  if (number === 1 || statement.version?.openedAt === null) return NOTHING;
  return html`<br><a href="${statementPath(statement, "versions", key)}">${say("letter.newVersion", {
    number,
    day: say.day(statement.openedAt ?? 0),
  })}</a>`;
}

function linkOnlyNotice(say: Say, statement: StatementView): Html {
  return html`<p class="notice"><bdi>${
    statement.publishes === null
      ? say("letter.notYetPublic")
      : say("letter.notYetPublicUntil", { moment: say.moment(statement.publishes) })
  }</bdi></p>`;
}

/** The count at the head, with a first way to sign for those who need not read it again. */
function tally(say: Say, { statement, text, key }: Letter): Html {
  return html`<p class="tally"><bdi dir="${say.dir}"><a href="#signed">${countSentence(say, statement.counts)}</a>${when(
    statement.state === "open",
    () =>
      html` <a class="sign" href="${statementPath(statement, "sign", key, { lang: text.lang })}">${say("letter.signShort")}</a>`,
  )}</bdi></p>`;
}

function signCall(say: Say, { statement, text, key }: Letter): Html {
  if (statement.state !== "open") return NOTHING;
  return html`<section class="sign-call" aria-label="${say("letter.sign")}">
    <p>${say(unsignedTranslation(statement, text.lang) === undefined ? "letter.signCall" : "unsigned.signCall")}</p>
    <p><a class="button" href="${statementPath(statement, "sign", key, { lang: text.lang })}">${say("letter.sign")}</a></p>
    <p class="muted">${say("letter.signCallText")}</p>
    ${when(statement.terms, (terms) => each(askedWords(say, terms), (words) => html`<p class="muted">${words}</p>`))}
  </section>`;
}

function signed(say: Say, letter: Letter): Html {
  const { statement, signatories, key } = letter;
  const { counts } = statement;
  return html`<section class="signed" id="signed">
    <h2>${say("letter.signedHeading")}</h2>
    <p>${countSentence(say, counts)}${countNotes(say, counts)}</p>
    ${when(signatories.length > 0, () => html`<ol class="signatures">${each(signatories, (one) => signatoryLine(say, letter, one, letter.text.lang))}</ol>`)}
    ${when(counts.named + counts.earlier > 0, () => wholeList(say, statement, key))}
    ${evidenceSummary(say, counts)}
    <p class="screen"><a href="${statementPath(statement, "signatories", key)}#reconciliation">${say("reconciliation.link")}</a></p>
  </section>`;
}

/** Of those who were forgotten some had shown their names, and nobody knows how many: then no number is promised. */
function wholeList(say: Say, statement: StatementView, key: string | undefined): Html {
  const { counts, reconciliation } = statement;
  if (counts.earlier > 0) {
    return html`<p class="whole-list"><a href="${statementPath(statement, "signatories", key)}">${say("letter.allVersionsSignatories")}</a></p>`;
  }
  const words =
    reconciliation !== null && reconciliation.anonymised > 0
      ? say("letter.signatoryList")
      : say("letter.allSignatories", { count: counts.named });
  return html`<p class="whole-list"><a href="${statementPath(statement, "signatories", key)}">${words}</a></p>`;
}

/** Which words are authentic, where to get them, how to check them. */
function colophon(say: Say, { statement, text, key }: Letter): Html {
  return html`<footer class="colophon">
    <p>${authenticity(say, statement, text)}</p>
    <ul class="ways">
      <li><a href="${statementPath(statement, "verify", key)}">${say("letter.checkThis")}</a></li>
      ${when(
        statement.state !== "draft",
        () => html`<li><a href="${statementPath(statement, "check", key)}">${say("check.letterLink")}</a></li>`,
      )}
      <li><a href="${statementPath(statement, textFileOf(statement, text.lang), key)}">${say("letter.download")}</a></li>
      ${when(
        statement.state !== "draft",
        () => html`<li><a href="${statementPath(statement, "versions", key)}">${say("letter.versions")}</a></li>`,
      )}
      ${when(
        statement.state !== "draft",
        () =>
          html`<li class="screen">${say.rich("letter.alreadySigned", {
            link: (inside) => html`<a href="${statementPath(statement, "manage", key)}">${inside}</a>`,
          })}</li>`,
      )}
    </ul>
    ${technicians(say, statement, text, undefined, keyNotesPath(statement, statement.version?.number ?? 0, key))}
  </footer>`;
}

function authenticity(say: Say, statement: StatementView, text: TextView): Html {
  const authentic = (statement.version?.texts ?? []).filter((one) => one.authentic);
  const names = nameList(authenticLanguages(statement));
  if (unsignedTranslation(statement, text.lang))
    return say.rich("unsigned.colophon", { count: authentic.length, languages: names });
  if (!text.authentic) return say.rich("letter.translation", { count: authentic.length, languages: names });
  if (authentic.length < 2) return html`${say("letter.authentic")}`;
  const prevailing = authentic.find((one) => one.prevails);
  return html`${say.rich("letter.authenticAmong", { languages: names })}${when(
    prevailing,
    (one) => html` ${say.rich("letter.prevails", { language: languageName(one.lang) })}`,
  )}`;
}

function authenticLanguages({ version }: StatementView): string[] {
  return (version?.texts ?? []).filter((one) => one.authentic).map((one) => one.lang);
}

function nameList(tags: readonly string[]): Html {
  return each(tags, (tag, index) => html`${index === 0 ? "" : ", "}${languageName(tag)}`);
}

/** Where the exact bytes of a text are, below the statement's address. */
export function textFileOf(statement: StatementView, lang: string): string {
  const translation = unsignedTranslation(statement, lang);
  return translation === undefined ? `${lang}.md` : `translations/${translation.version}/text.${lang}.md`;
}

/** On paper, what ties the sheet to its source: address, count and digest. */
function printed(say: Say, statement: StatementView): Html {
  return html`<div class="printed" aria-hidden="true">
    <p>${say("letter.printedCheck", { address: statement.url })}</p>
    <p>${say("letter.printedCount", { count: statement.counts.total })}. ${when(statement.version, (version) =>
      say.rich("letter.printedDigest", { number: version.number, digest: digest(version.digest) }),
    )}</p>
  </div>`;
}

function isoDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
