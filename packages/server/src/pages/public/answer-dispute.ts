import type { Hono } from "hono";
import { html } from "hono/html";
import { DISPUTE_WORDS_LIMIT } from "../../depositary/disputes.ts";
import type { ManagedView } from "../../depositary/signing.ts";
import { readForm } from "../../http/read-form.ts";
import { withQuery } from "../../views/address.ts";
import { hidden, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { NOTHING } from "../../views/html.ts";
import type { Site } from "./site.ts";

/** `POST /manage/keep`: the signatory of a disputed name says that it did sign. */
export function mountAnswerDispute(app: Hono, site: Site): void {
  const { disputes } = site.depositary;
  app.post("/manage/keep", async function keep(c) {
    const { token, words } = await readForm(c);
    const given = typeof token === "string" ? token : "";
    await disputes.answer(given, typeof words === "string" ? words : "");
    return c.redirect(withQuery("/manage", { token: given }), 303);
  });
}

/** On the page of one's own signature, while it is disputed: what is said, and both ways to answer. */
export async function disputedSection(site: Site, { status, kind }: ManagedView, token: string): Promise<Html> {
  if (status !== "disputed") return NOTHING;
  const { say } = site;
  const open = await site.depositary.disputes.overOwn(token);
  const answer = open?.answer ?? null;
  return html`<section class="notice"><h2>${say("dispute.ownedHeading")}</h2>
    ${open === null ? "" : html`<p>${say(`dispute.ownedText_${kind}`, { moment: say.moment(open.openedAt) })}</p>`}
    ${answer === null ? "" : html`<p role="status">${say("dispute.ownedAnswered", { moment: say.moment(answer.at) })}</p>`}
    <form method="post" action="/manage/keep">${hidden("token", token)}
      ${textArea(say, {
        name: "words",
        label: say("dispute.ownedWords"),
        hint: say("dispute.ownedWordsHint"),
        value: answer?.words,
        maxlength: DISPUTE_WORDS_LIMIT,
        dirAuto: true,
        optional: true,
      })}
      <p class="actions"><button>${say(`dispute.ownedKeep_${kind}`)}</button>
        <a class="button quiet" href="${withQuery("/manage/withdraw", { token })}">${say(`dispute.ownedOff_${kind}`)}</a></p>
    </form></section>`;
}
