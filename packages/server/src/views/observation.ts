import { decodeHex, encodeHex } from "@undersigned/core/bytes.ts";
import type { Observation } from "@undersigned/core/signature/observation.ts";
import { digestObservation } from "@undersigned/core/signature/observation.ts";
import type { ResolverAnswer } from "@undersigned/core/signature/resolver-answer.ts";
import { html } from "hono/html";
import type { ObservationView } from "../depositary/evidence.ts";
import type { Say } from "../words/speak.ts";
import { isOrcid, orcidLink, providerHost, voucher } from "./evidence.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { digest } from "./technicians.ts";

/**
 * One observation in plain words, and folded all that a technician needs to look again.
 * @param note address of the depositary's signed note over it; null where it cannot be had
 */
export function observationSection(say: Say, view: ObservationView, note: string | null): Html {
  const { heading, words } = tell(say, view.observation);
  return html`<section class="observation">
    <h3>${heading}</h3>
    <p>${words}</p>
    ${when(view.seenAgain, (time) => html`<p class="muted">${say("known.seenAgain", { moment: say.moment(time) })}</p>`)}
    <details class="technicians"><summary>${say("site.technicians")}</summary>
      <dl class="facts">
        ${fact(say("known.time"), html`${view.observation.time}`)}
        ${particulars(say, view.observation)}
        ${when(view.index !== null, () => fact(say("known.attest"), html`${say.number(view.index ?? 0)}`))}
        ${fact(say("known.digest"), digest(saltedDigest(view)))}
        ${fact(say("known.salt"), digest(view.salt))}
        ${when(note, (href) => fact(say("known.note"), html`<a rel="nofollow" href="${href}" download>${say("known.noteLink")}</a>`))}
      </dl>
    </details>
  </section>`;
}

/** What the `attest` carries, so that anybody can compare it. */
function saltedDigest({ salt, observation }: ObservationView): string {
  return encodeHex(digestObservation(decodeHex(salt), observation));
}

type Told = { readonly heading: string; readonly words: Html };

function tell(say: Say, observation: Observation): Told {
  const day = say.day(observation.time);
  switch (observation.kind) {
    case "dns": {
      const { names, resolvers } = observation;
      const domain = name(observation.domain);
      const words =
        resolvers.length === 1
          ? say.rich("known.dnsOne", { domain, names })
          : say.rich("known.dns", { domain, names, count: resolvers.length });
      return { heading: say("known.dnsHeading", { day }), words };
    }
    case "well-known": {
      const { names, url } = observation;
      return {
        heading: say("known.fileHeading", { day }),
        words: say.rich("known.file", { domain: name(observation.domain), names, url: outside(url) }),
      };
    }
    case "web-page":
      return {
        heading: say("known.pageHeading", { day }),
        words: say.rich("known.page", { url: outside(observation.url) }),
      };
    case "key":
      return {
        heading: say("known.keyHeading", { day }),
        words: say.rich("known.key", { domain: name(observation.domain) }),
      };
    case "gone":
      return observation.of === "vouch" || observation.of === "named"
        ? {
            heading: say("known.backHeading", { day }),
            words: say.rich("known.back", { domain: name(observation.domain) }),
          }
        : { heading: say("known.goneHeading", { day }), words: html`${say("known.gone", { of: observation.of })}` };
    default:
      return tellOfPeople(say, observation, day);
  }
}

function tellOfPeople(
  say: Say,
  observation: Extract<Observation, { kind: "approval" | "openid" | "vouch" | "named" }>,
  day: string,
): Told {
  switch (observation.kind) {
    case "approval": {
      const { role } = observation;
      const domain = name(observation.domain);
      const words =
        role === undefined
          ? say.rich("known.approval", { domain })
          : say.rich("known.approvalOf", { domain, role: name(role) });
      return { heading: say("known.approvalHeading", { day }), words };
    }
    case "openid":
      return isOrcid(observation)
        ? {
            heading: say("known.orcidHeading", { day }),
            words: say.rich("known.orcid", { subject: orcidLink(observation) }),
          }
        : {
            heading: say("known.accountHeading", { day }),
            words: say.rich("known.account", { host: name(providerHost(observation)) }),
          };
    case "vouch":
      return {
        heading: say("known.vouchHeading", { day }),
        words: say.rich("known.vouch", { by: voucher(observation), words: name(observation.words) }),
      };
    case "named":
      return {
        heading: say("known.namedHeading", { day }),
        words: say.rich("known.named", { by: voucher(observation) }),
      };
  }
}

/** What was seen, to the letter. */
function particulars(say: Say, observation: Observation): Html {
  switch (observation.kind) {
    case "dns":
      return html`${fact(say("known.recordName"), code(observation.name))}
        ${fact(say("known.recordValue"), code(observation.record))}
        ${resolversOf(say, observation.resolvers)}`;
    case "well-known":
      return html`${fact(say("known.url"), code(observation.url))}
        ${fact(say("known.sha256"), digest(observation.sha256))}`;
    case "web-page":
      return html`${fact(say("known.url"), code(observation.url))}
        ${fact(say("known.link"), code(observation.link))}
        ${fact(say("known.sha256"), digest(observation.sha256))}`;
    case "key":
      return html`${fact(say("known.vkey"), code(observation.vkey))}
        ${fact(say("known.signature"), html`<pre class="digest">${observation.note}</pre>`)}`;
    case "gone":
      return resolversOf(say, observation.resolvers);
    case "openid":
      return fact(say("known.issuer"), code(observation.issuer));
    default:
      return NOTHING;
  }
}

function resolversOf(say: Say, answers: readonly ResolverAnswer[]): Html {
  return each(answers, ({ resolver, records }) =>
    fact(
      say.rich("known.resolver", { resolver: code(resolver) }),
      records.length === 0 ? html`${say("known.noRecords")}` : each(records, (record) => html`${code(record)} `),
    ),
  );
}

function fact(term: string | Html, value: Html): Html {
  return html`<dt>${term}</dt><dd>${value}</dd>`;
}

function code(text: string): Html {
  return html`<bdi class="digest">${text}</bdi>`;
}

function name(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** A page of somebody else's, to which nothing of this one is told. */
function outside(url: string): Html {
  const { protocol } = URL.canParse(url) ? new URL(url) : { protocol: "" };
  return protocol === "https:"
    ? html`<a class="outside" rel="nofollow noopener noreferrer" href="${url}"><bdi>${url}</bdi></a>`
    : html`<bdi>${url}</bdi>`;
}
