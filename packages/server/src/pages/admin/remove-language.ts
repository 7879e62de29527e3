import { splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { Draft } from "../../depositary/drafts.ts";
import { hidden } from "../../views/form.ts";
import { ownName } from "../../views/language.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { draftAtHand, stepPath } from "./draft-step.ts";
import { adminPage, goOn } from "./frame.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** `/admin/statements/:id/edit/remove`: takes one language out of a draft, after asking. */
export function mountRemoveLanguage(app: Hono, site: AdminSite): void {
  const path = "/admin/statements/:id/edit/remove";
  app.get(
    path,
    shown(site, async (c, visit) => {
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      const text = at.draft.texts[Number(c.req.query("text"))];
      return text === undefined ? goOn(c, stepPath(at.statement.id, "text")) : surePage(c, visit, at, text);
    }),
  );
  app.post(
    path,
    done(site, async (c, visit, typed) => {
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      // By its tag, not its place: a form that is sent twice must not take out a second language.
      const lang = oneLine(typed, "lang");
      const texts = at.draft.texts.filter((text) => text.lang !== lang);
      const isKept = texts.length === at.draft.texts.length || texts.length === 0;
      if (!isKept) await at.desk.replace({ ...at.draft, texts });
      return goOn(c, stepPath(at.statement.id, "text"), isKept ? undefined : "removed");
    }),
  );
}

function surePage(c: Context, visit: Visit, at: DraftAtHand, text: Draft["texts"][number]): Promise<Response> {
  const { say } = visit.site;
  const language = ownName(text.lang);
  const title = say("adminText.removeTitle", { language });
  const name = splitTitle(text.markdown).title || say("admin.untitled");
  const main = html`<h1>${title}</h1><p class="lead">${say("adminText.removeText", { title: name, language })}</p>
    <form method="post" action="/admin/statements/${at.statement.id}/edit/remove">
      ${hidden("csrf", visit.csrf)}${hidden("lang", text.lang)}
      <p class="actions"><button>${say("adminText.removeSure")}</button>
      <a class="button quiet" href="${stepPath(at.statement.id, "text")}">${say("admin.cancel")}</a></p>
    </form>`;
  return adminPage(c, visit, { title, section: "statements", main });
}
