import { html } from "hono/html";
import { countryName } from "../depositary/countries.ts";
import type { SignedInput } from "../depositary/signing.ts";
import type { LogoView, SignatoryView, StatementView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import { disputePath, knownPath, logoPath, organisationPath, proofPath } from "./address.ts";
import { affiliatedName, isAffiliated } from "./capacity.ts";
import { evidence } from "./evidence.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { languageName } from "./language.ts";

type Shown = Pick<
  SignedInput,
  "kind" | "name" | "names" | "organisation" | "role" | "place" | "country" | "domain" | "reservation"
> & { readonly capacity?: SignedInput["capacity"] | undefined };

/** How a name is shown. */
export type NameStyle = {
  /** Of the reader: an organisation goes by its name in that language, where it gave one. */
  readonly lang?: string;
  /** Whether its domain leads to what it signed elsewhere. */
  readonly linked?: boolean;
};

/** Name and what stands beside it, as the list shows it. Names are in any script, so each finds its own direction. */
export function signatoryName(say: Say, shown: Shown, { lang = say.lang, linked = false }: NameStyle = {}): Html {
  const name = nameIn(shown, lang);
  if (isAffiliated(shown)) {
    const more = rest(besides(say, { ...shown, role: undefined, organisation: undefined }));
    return affiliatedName(say, shown, html`<bdi class="name">${name}</bdi>`, more);
  }
  const beside = besides(say, shown);
  return html`<bdi class="name">${name}</bdi>${when(
    name !== shown.name && shown.name,
    (own) => html` <span class="beside own">· <bdi>${own}</bdi></span>`,
  )}${when(
    shown.domain,
    (domain) =>
      html` <span class="beside">(${linked ? html`<a href="${organisationPath(domain)}"><bdi>${domain}</bdi></a>` : html`<bdi>${domain}</bdi>`})</span>`,
  )}${when(beside.length > 0, () =>
    shown.kind === "organisation" && shown.role !== undefined
      ? html`<span class="beside">, ${say.rich("signatories.representedBy", {
          who: html`<bdi>${shown.role}</bdi>`,
        })}${rest(beside.slice(1))}</span>`
      : html`<span class="beside">${rest(beside)}</span>`,
  )}`;
}

/** The name in a language, else in one that is the same but for script or region, else as it was signed. */
export function nameIn({ name, names = {} }: Pick<Shown, "name" | "names">, lang: string): string {
  const base = (tag: string) => tag.split("-")[0];
  const near = Object.keys(names).find((tag) => base(tag) === base(lang));
  return names[lang] ?? (near === undefined ? name : (names[near] ?? name));
}

function besides(say: Say, { role, organisation, place, country }: Shown): string[] {
  return given([role, organisation, place, country === undefined ? undefined : countryName(country, say.lang)]);
}

function rest(parts: readonly (string | undefined)[]): Html {
  return each(given(parts), (part) => html`, <bdi>${part}</bdi>`);
}

function given(parts: readonly (string | undefined)[]): string[] {
  return parts.flatMap((part) => part || []);
}

/** The list on which a signatory stands. */
export type Where = {
  readonly statement: Pick<StatementView, "slug" | "version">;
  /** Of a link-only statement. */
  readonly key: string | undefined;
};

/** A signatory under the letter in a language: name, what stands beside it, that there is a reservation, and which earlier version it signed. */
export function signatoryLine(say: Say, where: Where, signatory: SignatoryView, lang: string): Html {
  return html`<li>${logoPicture(where, signatory)}${signatoryName(say, signatory, { lang })}${when(
    signatory.reservation,
    () => html` <span class="reserved">(${say("letter.reservationMark")})</span>`,
  )}${when(
    signedEarlier(where, signatory),
    () => html` <span class="reserved">(${say("letter.ofVersion", { number: signatory.version })})</span>`,
  )}</li>`;
}

/** A signatory in the whole list: with its reservation in full, how we know, and where more stands. */
export function signatoryEntry(say: Say, where: Where, signatory: SignatoryView): Html {
  return html`<li id="n${signatory.index}">${signatoryItem(say, where, signatory, entryLinks(say, where, signatory))}</li>`;
}

/** As in the whole list, by itself, on the page to which the list leads. */
export function signatoryAlone(say: Say, where: Where, signatory: SignatoryView): Html {
  return html`<div class="signatory">${signatoryItem(say, where, signatory, NOTHING)}</div>`;
}

function signatoryItem(say: Say, where: Where, signatory: SignatoryView, links: Html): Html {
  return html`${logoPicture(where, signatory)}
    <p class="who">${signatoryName(say, signatory, { linked: signatory.level >= 2 })}</p>
    ${reservationLine(say, signatory)}
    <p class="how">${evidence(say, signatory)}</p>
    <p class="how">${say.rich("signatories.signedOn", {
      day: say.day(signatory.date),
      language: languageName(signatory.lang),
    })}${when(
      signedEarlier(where, signatory),
      () => html` <strong>${say("signatories.signedEarlier", { number: signatory.version })}</strong>`,
    )}${links}</p>`;
}

function signedEarlier({ statement: { version } }: Where, signatory: SignatoryView): boolean {
  return version !== null && signatory.version !== version.number;
}

/** Greatest size of a logo beside a name, in CSS pixels; the file has twice as many. */
const LOGO_WIDTH = 120;
const LOGO_HEIGHT = 48;

/** Small, in its own proportions. Nothing where there is none. */
export function logoPicture(
  { statement, key }: Pick<Where, "key"> & { readonly statement: Pick<StatementView, "slug"> },
  { name, logo }: Named,
): Html {
  return when(logo, ({ sha256, width, height }) => {
    const scale = Math.min(1, LOGO_WIDTH / width, LOGO_HEIGHT / height);
    const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    return html`<img class="logo" src="${logoPath(statement, sha256, key)}" alt="${name}" width="${w}" height="${h}" loading="lazy" decoding="async">`;
  });
}

type Named = { readonly name: string; readonly logo?: LogoView | null | undefined };

/** "We never signed this": beside every name. */
export function disputeLink(say: Say, { statement, key }: Where, { index, kind, name }: SignatoryView): Html {
  return html`<a class="never-signed" rel="nofollow" href="${disputePath(statement, index, key)}">${say.rich(
    `dispute.link_${kind}`,
    {
      name: html`<bdi>${name}</bdi>`,
      more: (inside: Html) => html`<span class="visually-hidden">${inside}</span>`,
    },
  )}</a>`;
}

/** What is seen is short; a screen reader says of whom. */
function entryLinks(say: Say, where: Where, signatory: SignatoryView): Html {
  const { statement, key } = where;
  const { index } = signatory;
  const name = html`<bdi>${signatory.name}</bdi>`;
  const more = (inside: Html) => html`<span class="visually-hidden">${inside}</span>`;
  const known = html`<a href="${knownPath(statement, index, key)}">${say.rich("signatories.known", { name, more })}</a>`;
  const proof = html`<a class="proof" rel="nofollow" href="${proofPath(statement, index, key)}" download>${say.rich("signatories.proof", { name, more })}</a>`;
  // Each dot stays on the line of what stands before it.
  return html` <span class="known">${known} ·</span> <span class="known">${proof} ·</span> ${disputeLink(say, where, signatory)}`;
}

/** What a signatory does not join, in full. */
export function reservationLine(say: Say, { reservation }: Pick<SignatoryView, "reservation">): Html {
  return when(
    reservation,
    (text) =>
      html`<p class="reservation">${say.rich("signatories.reservation", { text: html`<bdi>${text}</bdi>` })}</p>`,
  );
}
