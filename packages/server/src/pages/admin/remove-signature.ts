import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { GivenReason } from "../../depositary/acts.ts";
import { EXPLANATION_LIMIT, GIVEN_REASONS } from "../../depositary/acts.ts";
import { isForgottenAtOnce } from "../../depositary/ending.ts";
import type { FieldError } from "../../views/form.ts";
import { checkbox, errorSummary, hidden, inputField, radioGroup } from "../../views/form.ts";
import { when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { adminPage, goOn } from "./frame.ts";
import { isWrongState, refusals } from "./refusals.ts";
import type { SignatureAtHand } from "./signature-at-hand.ts";
import { signatureAtHand, signatureHeading } from "./signature-at-hand.ts";
import type { Typed } from "./typed.ts";
import { NOTHING_TYPED, oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = "/admin/statements/:id/signatures/:index/remove";

type Removal = { readonly reason: GivenReason; readonly explanation: string; readonly tell: boolean };

/** `/admin/statements/:id/signatures/:index/remove`: first the reason, then all of it again, to be confirmed. */
export function mountRemoveSignature(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, async (c, visit) => {
      const at = await signatureAtHand(c, visit, "remove");
      return at instanceof Response ? at : reasonPage(c, visit, at, NOTHING_TYPED, []);
    }),
  );
  app.post(
    PATH,
    done(site, async (c, visit, typed) => {
      const at = await signatureAtHand(c, visit, "remove");
      if (at instanceof Response) return at;
      const removal = readRemoval(visit, typed);
      if (Array.isArray(removal)) return reasonPage(c, visit, at, typed, removal);
      if (oneLine(typed, "sure") !== "yes") return surePage(c, visit, at, removal);
      const { statement, signature, list } = at;
      try {
        await site.depositary.acts.remove(statement.id, signature.index, removal, doerOf(visit));
        return goOn(c, list, "signatureRemoved");
      } catch (error) {
        if (isWrongState(error)) return goOn(c, `${list}?q=${signature.index}`);
        return reasonPage(c, visit, at, typed, refusals(site.say, error));
      }
    }),
  );
}

function readRemoval({ site }: Visit, typed: Typed): Removal | FieldError[] {
  const reason = GIVEN_REASONS.find((one) => one === oneLine(typed, "reason"));
  if (reason === undefined) return [{ field: "reason", message: site.say("adminSignatures.reasonMissing") }];
  const tell = oneLine(typed, "untold") !== "yes";
  if (!tell && reason !== "legal") return [{ field: "untold", message: site.say("adminSignatures.untoldRefused") }];
  return { reason, explanation: oneLine(typed, "explanation"), tell };
}

function reasonPage(
  c: Context,
  visit: Visit,
  at: SignatureAtHand,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const title = say("adminSignatures.removeTitle", { number: String(at.signature.index) });
  const main = html`${signatureHeading(visit, at, title)}
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminSignatures.removeLead")}</p>
    <form method="post" action="${at.list}/${at.signature.index}/remove">${hidden("csrf", visit.csrf)}
      ${radioGroup(say, {
        name: "reason",
        label: say("adminSignatures.reason"),
        hint: say("adminSignatures.reasonHint"),
        value: oneLine(typed, "reason"),
        choices: GIVEN_REASONS.map((reason) => ({ value: reason, label: say(`removal.${reason}`) })),
        errors,
      })}
      ${inputField(say, {
        name: "explanation",
        label: say("adminSignatures.explanation"),
        hint: say("adminSignatures.explanationHint"),
        value: oneLine(typed, "explanation"),
        maxlength: EXPLANATION_LIMIT,
        dirAuto: true,
        optional: true,
        errors,
      })}
      ${checkbox(say, {
        name: "untold",
        label: html`${say("adminSignatures.untold")} <span class="hint">${say("adminSignatures.untoldHint")}</span>`,
        checked: oneLine(typed, "untold") === "yes",
        optional: true,
        errors,
      })}
      <p class="actions"><button>${say("adminSignatures.goOn")}</button> <a class="button quiet" href="${at.list}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main }, errors.length > 0 ? 422 : 200);
}

function surePage(c: Context, visit: Visit, at: SignatureAtHand, removal: Removal): Promise<Response> {
  const { say } = visit.site;
  const { reason, explanation, tell } = removal;
  const title = say("adminSignatures.removeTitle", { number: String(at.signature.index) });
  const told = !tell ? "removeUntold" : explanation === "" ? "removeTold" : "removeToldAdded";
  const main = html`${signatureHeading(visit, at, title)}
    <p class="lead">${say("adminSignatures.removeSure", { number: String(at.signature.index) })}</p>
    <p>${say("adminSignatures.removeReason")} <strong>${say(`removal.${reason}`)}</strong></p>
    <p>${say(`adminSignatures.${told}`)}${when(tell && explanation !== "", () => html` <q dir="auto">${explanation}</q>`)}</p>
    <p>${say(isForgottenAtOnce(reason) ? "adminSignatures.removeForgotten" : "adminSignatures.removeKept")}</p>
    <form method="post" action="${at.list}/${at.signature.index}/remove">${hidden("csrf", visit.csrf)}
      ${hidden("reason", reason)}${hidden("explanation", explanation)}${hidden("untold", tell ? undefined : "yes")}${hidden("sure", "yes")}
      <p class="actions"><button>${say("adminSignatures.removeYes")}</button> <a class="button quiet" href="${at.list}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main });
}
