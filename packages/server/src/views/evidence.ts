import type { Observation } from "@undersigned/core/signature/observation.ts";
import { html } from "hono/html";
import type { ShownObservation, SignatoryView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each } from "./html.ts";

/** What the evidence of a signatory is told from. */
export type Evidenced = Pick<SignatoryView, "kind" | "capacity" | "level" | "date" | "observations"> & {
  readonly domain?: string | undefined;
  readonly authority?: string | undefined;
  /** Of a person. */
  readonly organisation?: string | undefined;
};

type Kind = Observation["kind"];
type Of<K extends Kind> = Extract<Observation, { kind: K }>;

/** How we know, in words, never a number: what was proved, and apart from it what was only declared. */
export function evidence(say: Say, signatory: Evidenced): Html {
  const sentences =
    signatory.kind === "organisation" ? organisationSentences(say, signatory) : personSentences(say, signatory);
  return each(sentences, (sentence, i) => html`${i === 0 ? "" : " "}${sentence}`);
}

function organisationSentences(say: Say, signatory: Evidenced): (Html | string)[] {
  return [
    ...addressProved(say, signatory),
    ...told(signatory.observations, (one) => organisationSentence(say, one)),
    ...goneSentences(say, signatory.observations),
    authorityDeclared(say, signatory),
  ];
}

/** Apart from what was proved: nobody but the signatory says so. */
export function authorityDeclared(say: Say, { authority }: Pick<Evidenced, "authority">): Html | string {
  return authority === undefined
    ? say("evidence.authority")
    : say.rich("evidence.authorityOf", { role: html`<bdi>${authority}</bdi>` });
}

/** From where it was confirmed. The list may have lost what was seen, and still knows the level that it led to. */
function addressProved(say: Say, { level, date, domain, observations }: Evidenced): string[] {
  const places = confirmedPlaces(say, observations);
  if (level >= 3 && places.length === 0 && !observations.some(({ observation }) => observation.kind === "key")) {
    return [say(level === 3 ? "evidence.organisation3" : "evidence.organisation4")];
  }
  if (level >= 2 && domain !== undefined) places.unshift({ thing: say("evidence.mailDomain"), day: date });
  if (places.length > 0) return [say("evidence.confirmed", { ways: ways(say, places).join("; ") })];
  const byMail = say("evidence.byMail", { day: say.shortDay(date) });
  const isVouchedFor =
    observations.findLast(({ observation }) => isAboutVouch(observation))?.observation.kind === "vouch";
  return level >= 2 || isVouchedFor ? [byMail] : [byMail, say("evidence.addressUnchecked")];
}

/** Whether another organisation vouches for it, or took that back. */
function isAboutVouch(observation: Observation): boolean {
  return observation.kind === "vouch" || (observation.kind === "gone" && observation.of === "vouch");
}

type Place = { readonly thing: string; readonly day: string };

/** "from its e-mail domain and website, 20 Nov 2026": one for each day. */
function ways(say: Say, places: readonly Place[]): string[] {
  const days = new Map<string, string[]>();
  for (const { thing, day } of places) days.set(day, [...(days.get(day) ?? []), thing]);
  return [...days].map(([day, things]) =>
    say("evidence.from", { things: say.list([...new Set(things)]), day: say.shortDay(day) }),
  );
}

const LOOKED_FOR = ["well-known", "web-page", "dns"] as const;
type LookedFor = (typeof LOOKED_FOR)[number];

/** Where the domain or website says so, as far as it was still there when it was last looked for; each since its first day. */
function confirmedPlaces(say: Say, observations: readonly ShownObservation[]): Place[] {
  return LOOKED_FOR.flatMap((kind) => {
    const since = observations.findLastIndex((one) => isGone(one, kind));
    const found = observations.slice(since + 1).find(({ observation }) => observation.kind === kind);
    return found === undefined ? [] : [{ thing: thingOf(say, kind), day: dayOf(found) }];
  });
}

/** What was seen once and is not there any more: when it was there last, and when it was missed. */
function goneSentences(say: Say, observations: readonly ShownObservation[]): string[] {
  return LOOKED_FOR.flatMap((kind) => {
    const at = observations.findLastIndex((one) => isGone(one, kind));
    const gone = observations[at];
    const seen = observations.slice(0, Math.max(at, 0)).findLast(({ observation }) => observation.kind === kind);
    const isBack = observations.slice(at + 1).some(({ observation }) => observation.kind === kind);
    if (gone === undefined || seen === undefined || isBack) return [];
    const until = say.shortDay(seen.seenAgain ?? seen.observation.time);
    return [say("evidence.gone", { thing: thingOf(say, kind), until, day: say.shortDay(gone.observation.time) })];
  });
}

function isGone({ observation }: ShownObservation, of: LookedFor): boolean {
  return observation.kind === "gone" && observation.of === of;
}

function thingOf(say: Say, kind: LookedFor): string {
  return kind === "dns" ? say("evidence.dns") : say("evidence.website");
}

/** YYYY-MM-DD, so that what was seen at different hours of a day is told together. */
function dayOf({ observation }: ShownObservation): string {
  return observation.time.slice(0, 10);
}

function organisationSentence(say: Say, observation: Observation): Html | undefined {
  const day = say.shortDay(observation.time);
  switch (observation.kind) {
    case "key":
      return html`${say("evidence.key", { day })}`;
    case "approval":
      return observation.role === undefined
        ? html`${say("evidence.approval", { day })}`
        : say.rich("evidence.approvalOf", { role: html`<bdi>${observation.role}</bdi>`, day });
    case "vouch":
      return say.rich("evidence.vouch", {
        by: voucher(observation),
        words: html`<bdi>${observation.words}</bdi>`,
        day,
      });
    case "gone":
      return observation.of === "vouch"
        ? say.rich("evidence.vouchTakenBack", { domain: html`<bdi>${observation.domain}</bdi>`, day })
        : undefined;
    default:
      return undefined;
  }
}

function personSentences(
  say: Say,
  { level, date, capacity, organisation, observations }: Evidenced,
): (Html | string)[] {
  const seen = told(observations, (one) => personSentence(say, one));
  const byMail = say("evidence.byMail", { day: say.shortDay(date) });
  const proved = seen.length > 0 ? seen : [...lostPerson(say, level)];
  return [
    byMail,
    ...(proved.length > 0 ? proved : [say("evidence.nameGiven")]),
    ...capacityOf(say, { capacity, organisation }),
  ];
}

/** For whom a person signs, wherever an organisation stands beside the name. */
function capacityOf(say: Say, { capacity, organisation }: Pick<Evidenced, "capacity" | "organisation">): string[] {
  if (capacity === "institutional") return [say("evidence.capacity")];
  return organisation === undefined ? [] : [say("evidence.capacityPersonal")];
}

function lostPerson(say: Say, level: number): string[] {
  if (level < 2) return [];
  return [say(level === 2 ? "evidence.person2" : "evidence.person3")];
}

function personSentence(say: Say, observation: Observation): Html | undefined {
  const day = say.shortDay(observation.time);
  switch (observation.kind) {
    case "openid":
      return account(say, observation, day);
    case "named":
      return say.rich("evidence.named", { by: voucher(observation), day });
    case "gone":
      return observation.of === "named"
        ? say.rich("evidence.namedTakenBack", { domain: html`<bdi>${observation.domain}</bdi>`, day })
        : undefined;
    default:
      return undefined;
  }
}

const ORCID = "https://orcid.org";
const ORCID_ID = /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/;

/** An ORCID iD is there to be shown; an account elsewhere is nobody's business but for where it is. */
export function isOrcid({ issuer, subject }: Of<"openid">): boolean {
  return issuer === ORCID && ORCID_ID.test(subject);
}

/** An ORCID iD with the link that goes with it. */
export function orcidLink({ subject }: Of<"openid">): Html {
  return html`<a rel="nofollow" href="${ORCID}/${subject}">${subject}</a>`;
}

/** Whose account it is, in a word: the host of its provider. */
export function providerHost({ issuer }: Pick<Of<"openid">, "issuer">): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

/** Who vouches or names: an organisation with its domain. */
export function voucher({ by: { name, domain } }: Of<"vouch"> | Of<"named">): Html {
  return html`<bdi>${name}</bdi> (<bdi>${domain}</bdi>)`;
}

function account(say: Say, observation: Of<"openid">, day: string): Html {
  return isOrcid(observation)
    ? say.rich("evidence.orcid", { subject: orcidLink(observation), day })
    : say.rich("evidence.account", { host: html`<bdi>${providerHost(observation)}</bdi>`, day });
}

function told(
  observations: readonly ShownObservation[],
  tell: (observation: Observation) => Html | undefined,
): readonly Html[] {
  return observations.flatMap(({ observation }) => tell(observation) ?? []);
}
