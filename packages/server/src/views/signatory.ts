import { html } from "hono/html";
import type { SignedInput } from "../depositary/signing.ts";
import type { SignatoryView, VersionView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import { evidence } from "./evidence.ts";
import type { Html } from "./html.ts";
import { each, when } from "./html.ts";
import { languageName } from "./language.ts";

type Shown = Pick<SignedInput, "kind" | "name" | "organisation" | "role" | "place" | "domain" | "reservation">;

/** Name and what stands beside it, as the list shows it. Names are in any script, so each finds its own direction. */
export function signatoryName(say: Say, shown: Shown): Html {
  return html`<bdi class="name">${shown.name}</bdi>${when(
    shown.domain,
    (domain) => html` <span class="beside">(<bdi>${domain}</bdi>)</span>`,
  )}${when(besides(shown).length > 0, () =>
    shown.kind === "organisation" && shown.role !== undefined
      ? html`<span class="beside">, ${say.rich("signatories.representedBy", {
          who: html`<bdi>${shown.role}</bdi>`,
        })}${rest([shown.organisation, shown.place])}</span>`
      : html`<span class="beside">${rest(besides(shown))}</span>`,
  )}`;
}

function besides(shown: Shown): string[] {
  return given([shown.role, shown.organisation, shown.place]);
}

function rest(parts: readonly (string | undefined)[]): Html {
  return each(given(parts), (part) => html`, <bdi>${part}</bdi>`);
}

function given(parts: readonly (string | undefined)[]): string[] {
  return parts.flatMap((part) => part || []);
}

/** A signatory under the letter: name, what stands beside it, that there is a reservation, and which earlier version it signed. */
export function signatoryLine(say: Say, signatory: SignatoryView, version: VersionView | null): Html {
  return html`<li>${signatoryName(say, signatory)}${when(
    signatory.reservation,
    () => html` <span class="reserved">(${say("letter.reservationMark")})</span>`,
  )}${when(
    version !== null && signatory.version !== version.number,
    () => html` <span class="reserved">(${say("letter.ofVersion", { number: signatory.version })})</span>`,
  )}</li>`;
}

/** Where more stands about a signatory of the list. */
export type EntryLinks = {
  /** Address of the page that tells how it is known that it signed. */
  readonly known: string;
  /** Address of the proof that it did. */
  readonly proof: string;
};

/** A signatory in the whole list: with its reservation in full, how we know, and where more stands, unless that is this page. */
export function signatoryEntry(
  say: Say,
  signatory: SignatoryView,
  version: VersionView | null,
  links: EntryLinks | null = null,
): Html {
  return html`<li id="n${signatory.index}">
    <p class="who">${signatoryName(say, signatory)}</p>
    ${reservationLine(say, signatory)}
    <p class="how">${say.rich("signatories.signedOn", {
      day: say.day(signatory.date),
      language: languageName(signatory.lang),
    })} ${evidence(say, signatory)}${when(
      version !== null && signatory.version !== version.number,
      () => html` <strong>${say("signatories.signedEarlier", { number: signatory.version })}</strong>`,
    )}${when(links, (to) => entryLinks(say, signatory, to))}</p>
  </li>`;
}

/** What is seen is short; a screen reader says of whom. */
function entryLinks(say: Say, signatory: SignatoryView, { known, proof }: EntryLinks): Html {
  const name = html`<bdi>${signatory.name}</bdi>`;
  const more = (inside: Html) => html`<span class="visually-hidden">${inside}</span>`;
  return html` <a class="known" href="${known}">${say.rich("signatories.known", { name, more })}</a> · <a class="proof" rel="nofollow" href="${proof}" download>${say.rich("signatories.proof", { name, more })}</a>`;
}

/** What a signatory does not join, in full. */
export function reservationLine(say: Say, { reservation }: Pick<SignatoryView, "reservation">): Html {
  return when(
    reservation,
    (text) =>
      html`<p class="reservation">${say.rich("signatories.reservation", { text: html`<bdi>${text}</bdi>` })}</p>`,
  );
}
