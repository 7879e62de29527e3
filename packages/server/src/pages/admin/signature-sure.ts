import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { Doer, SignatureAct } from "../../depositary/acts.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import type { Deed } from "./frame.ts";
import { adminPage, goOn } from "./frame.ts";
import { isWrongState, refusals } from "./refusals.ts";
import type { SignatureAtHand } from "./signature-at-hand.ts";
import { signatureAtHand, signatureHeading } from "./signature-at-hand.ts";
import { done, shown } from "./visit.ts";

/** An act on one signature that needs no more than a yes, asked on a page of its own. */
type Sure = {
  readonly act: SignatureAct;
  title(number: string): string;
  readonly lead: Html;
  readonly yes: string;
  does(statementId: string, index: number, by: Doer): Promise<unknown>;
  readonly deed: Deed;
};

/** `/admin/statements/:id/signatures/:index/erase` */
export function mountEraseSignature(app: Hono, site: AdminSite): void {
  const { say, depositary } = site;
  mountSure(app, site, {
    act: "erase",
    title: (number) => say("adminSignatures.eraseTitle", { number }),
    lead: html`<p class="lead">${say("adminSignatures.eraseLead")}</p><p>${say("adminSignatures.eraseTold")}</p>`,
    yes: say("adminSignatures.eraseYes"),
    does: (id, index, by) => depositary.acts.erase(id, index, by),
    deed: "signatureErased",
  });
}

/** `/admin/statements/:id/signatures/:index/anonymise` */
export function mountAnonymiseSignature(app: Hono, site: AdminSite): void {
  const { say, depositary } = site;
  mountSure(app, site, {
    act: "anonymise",
    title: (number) => say("adminSignatures.anonymiseTitle", { number }),
    lead: html`<p class="lead">${say("adminSignatures.anonymiseLead")}</p><p>${say("adminSignatures.eraseTold")}</p>`,
    yes: say("adminSignatures.anonymiseYes"),
    does: (id, index, by) => depositary.acts.anonymise(id, index, by),
    deed: "signatureAnonymised",
  });
}

function mountSure(app: Hono, site: AdminSite, sure: Sure): void {
  const path = `/admin/statements/:id/signatures/:index/${sure.act}`;
  app.get(
    path,
    shown(site, async (c, visit) => {
      const at = await signatureAtHand(c, visit, sure.act);
      return at instanceof Response ? at : surePage(c, visit, sure, at, []);
    }),
  );
  app.post(
    path,
    done(site, async (c, visit) => {
      const at = await signatureAtHand(c, visit, sure.act);
      if (at instanceof Response) return at;
      const { statement, signature, list } = at;
      try {
        await sure.does(statement.id, signature.index, doerOf(visit));
        return goOn(c, list, sure.deed);
      } catch (error) {
        if (isWrongState(error)) return goOn(c, `${list}?q=${signature.index}`);
        return surePage(c, visit, sure, at, refusals(site.say, error));
      }
    }),
  );
}

function surePage(
  c: Context,
  visit: Visit,
  sure: Sure,
  at: SignatureAtHand,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const title = sure.title(String(at.signature.index));
  const main = html`${signatureHeading(visit, at, title)}
    ${errorSummary(say, errors)}
    ${sure.lead}
    <form method="post" action="${at.list}/${at.signature.index}/${sure.act}">${hidden("csrf", visit.csrf)}
      <p class="actions"><button>${sure.yes}</button> <a class="button quiet" href="${at.list}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}
