import type { Named } from "@undersigned/importer/labelled.ts";
import { html } from "hono/html";
import type { TextImport } from "../../depositary/imports.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";

/** Names that are shown before the rest folds. */
const SHOWN = 12;

/** What is neither words of the statement nor the publisher's, and becomes nothing by itself: names and dates. */
export function foundBeside(say: Say, { chosen }: TextImport): Html {
  const { initiators, signatories, signatoriesComplete, dates } = chosen;
  if (initiators.length + signatories.length + dates.length === 0) return NOTHING;
  return html`<section id="found"><h2>${say("adminImports.found")}</h2>
    <p>${say("adminImports.foundLead")}</p>
    ${when(initiators.length, () => html`<h3>${say("adminImports.initiators")}</h3>${names(say, initiators)}<p class="muted">${say("adminImports.initiatorsHint")}</p>`)}
    ${when(
      signatories.length,
      (count) => html`<h3>${say("adminImports.signatories")}</h3>
      <p class="notice">${say("adminImports.signatoriesHint")}</p>
      <p>${say("adminImports.signatoriesCount", { count })}${when(signatoriesComplete === false, () => html`. ${say("adminImports.signatoriesMore")}`)}</p>${names(say, signatories)}`,
    )}
    ${when(dates.length, () => html`<h3>${say("adminImports.dates")}</h3><ul>${each(dates, (date) => html`<li><bdi>${date.text.toWellFormed()}</bdi> <span class="muted">(${"iso" in date ? date.iso : say("adminImports.dateSpan", { from: date.from, to: date.to })})</span></li>`)}</ul>`)}
  </section>`;
}

function names(say: Say, all: readonly Named[]): Html {
  const list = (some: readonly Named[]) =>
    html`<ul class="names">${each(some, ({ name, abbreviation }) => html`<li><bdi>${name.toWellFormed()}</bdi>${when(abbreviation, (short) => html` (<bdi>${short}</bdi>)`)}</li>`)}</ul>`;
  if (all.length <= SHOWN) return list(all);
  return html`<details><summary>${say("adminImports.signatoriesCount", { count: all.length })}</summary>${list(all)}</details>`;
}

/** What is known of the file or page itself. */
export function aboutSource(say: Say, { origin, extracted }: TextImport): Html {
  const { kind, sha256 } = extracted.source;
  const { title, author, site, published } = extracted.metadata;
  const facts = [
    [say("adminImports.aboutName"), origin.name],
    [say("adminImports.aboutAddress"), origin.address],
    [say("adminImports.aboutKind"), say(`adminImports.kind_${kind}`)],
    [say("adminImports.aboutTitle"), title],
    [say("adminImports.aboutAuthor"), author],
    [say("adminImports.aboutSite"), site],
    [say("adminImports.aboutPublished"), published],
  ] as const;
  return html`<details><summary>${say("adminImports.about")}</summary><dl class="facts">${each(facts, ([name, value]) =>
    when(value, (words) => html`<dt>${name}</dt><dd><bdi>${words.toWellFormed()}</bdi></dd>`),
  )}<dt>${say("adminImports.aboutDigest")}</dt><dd class="digest">${sha256}</dd></dl></details>`;
}
