import type { Hono } from "hono";
import { html } from "hono/html";
import { ALARMS } from "../../depositary/witness-state.ts";
import type { WitnessState } from "../../depositary/witnesses.ts";
import { POLICY_PATH } from "../../views/address.ts";
import { copyField } from "../../views/copy-field.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { adminPage } from "./frame.ts";
import { shown } from "./visit.ts";

/** `/admin/witnesses`: who watches this site, how it stands with each, and what to do. */
export function mountWitnesses(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/witnesses",
    shown(site, async (c, visit) => {
      const { say, depositary } = visit.site;
      const states = await depositary.witnesses.states();
      const main = html`<h1>${say("adminWitnesses.title")}</h1>
        <p class="lead">${say("adminWitnesses.lead")}</p>
        ${depositary.witnesses.policy() === null ? nobody(say) : standing(visit, states)}
        ${ownKey(visit)}`;
      return adminPage(c, visit, {
        title: say("adminWitnesses.title"),
        section: "witnesses",
        main,
        scripts: ["copy-link.js"],
      });
    }),
  );
}

function nobody(say: Say): Html {
  return html`<p>${say("adminWitnesses.none")}</p>
    <p class="muted">${say.rich("adminWitnesses.noneSetting", { setting: html`<code>WITNESS_POLICY</code>` })}</p>`;
}

function standing({ site: { say, depositary } }: Visit, states: readonly WitnessState[]): Html {
  const quorum = depositary.witnesses.policy()?.quorum ?? null;
  const address = depositary.identity.baseUrl + POLICY_PATH;
  return html`<p>${quorum === null ? say("adminWitnesses.noneNeeded") : say("adminWitnesses.needed", { quorum })}
      ${say("adminWitnesses.held")}</p>
    <h2>${say("adminWitnesses.heading")}</h2>
    <ul class="mails">${each(states, (state) => witness(say, state, depositary.clock()))}</ul>
    <p>${say.rich("adminWitnesses.policyFile", { address: html`<a href="${POLICY_PATH}">${address}</a>` })}</p>`;
}

function witness(say: Say, state: WitnessState, now: number): Html {
  const { name, condition, cosignedAt } = state;
  const alarm = ALARMS.has(condition);
  return html`<li class="mail"><h3><bdi>${name}</bdi></h3>
    <p class="${alarm ? "notice" : ""}"><strong>${sentence(say, state, now)}</strong> ${say(`adminWitnesses.do_${condition}`)}</p>
    ${when(
      condition !== "cosigning" && cosignedAt !== null,
      () => html`<p class="muted">${say("adminWitnesses.lastCosigned", { moment: say.moment(cosignedAt ?? 0) })}</p>`,
    )}
    ${facts(say, state)}
  </li>`;
}

function sentence(say: Say, { condition, since, cosignedAt }: WitnessState, now: number): string {
  if (condition === "new") return say("adminWitnesses.state_new");
  if (condition === "cosigning")
    return say("adminWitnesses.state_cosigning", { ago: say.ago(now - (cosignedAt ?? now)) });
  return say(`adminWitnesses.state_${condition}`, { moment: say.moment(since ?? now) });
}

function facts(say: Say, { url, vkey, detail }: WitnessState): Html {
  return html`<details><summary>${say("site.technicians")}</summary><dl class="facts">
    <dt>${say("adminWitnesses.address")}</dt><dd><code>${url}</code></dd>
    <dt>${say("adminWitnesses.key")}</dt><dd><code>${vkey}</code></dd>
    ${detail === null ? NOTHING : html`<dt>${say("adminWitnesses.said")}</dt><dd><code>${detail}</code></dd>`}
  </dl></details>`;
}

function ownKey({ site: { say, depositary } }: Visit): Html {
  return html`<h2>${say("adminWitnesses.ownKey")}</h2>
    ${copyField({
      name: "vkey",
      label: say("adminWitnesses.ownKey"),
      hint: say("adminWitnesses.ownKeyHint"),
      value: depositary.identity.vkey,
      copy: say("adminTokens.copy"),
      copied: say("adminTokens.copied"),
    })}`;
}
