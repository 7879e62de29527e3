import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { PasskeyView } from "../../depositary/passkeys.ts";
import { FRESH } from "../../depositary/passkeys.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { adminPage, goOn } from "./frame.ts";
import { refusals } from "./refusals.ts";
import { asTyped, oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** `/admin/passkeys`: those of the account, and adding one soon after signing in. */
export function mountPasskeys(app: Hono, site: AdminSite): void {
  const { passkeys } = site.depositary;
  app.get(
    "/admin/passkeys",
    shown(site, (c, visit) => listPage(c, visit, "", [])),
  );
  app.post(
    "/admin/passkeys/begin",
    done(site, async (c, visit) => {
      if (!isFresh(visit)) return c.json({ again: true }, 403);
      return c.json(await passkeys.beginAdding(visit.account));
    }),
  );
  app.post(
    "/admin/passkeys",
    done(site, async (c, visit, typed) => {
      const name = oneLine(typed, "name");
      if (!isFresh(visit)) return listPage(c, visit, name, []);
      const { say } = site;
      if (name === "") return listPage(c, visit, name, [{ field: "name", message: say("adminPasskeys.nameMissing") }]);
      try {
        await passkeys.add(visit.account, name, asTyped(typed, "response"));
        return goOn(c, "/admin/passkeys", "passkeyAdded");
      } catch (error) {
        return listPage(c, visit, name, refusals(say, error));
      }
    }),
  );
  app.post(
    "/admin/passkeys/remove",
    done(site, async (c, visit, typed) => {
      await passkeys.remove(visit.account, oneLine(typed, "id"));
      return goOn(c, "/admin/passkeys", "passkeyRemoved");
    }),
  );
}

/** Whoever finds a browser left alone must not be able to add a way in that stays. */
function isFresh({ site, session }: Visit): boolean {
  return site.depositary.clock() - session.begunAt < FRESH;
}

async function listPage(c: Context, visit: Visit, name: string, errors: readonly FieldError[]): Promise<Response> {
  const { say, depositary } = visit.site;
  const list = await depositary.passkeys.list(visit.account.id);
  const main = html`<h1>${say("adminPasskeys.title")}</h1>
    <p class="lead">${say("adminPasskeys.lead")}</p>
    ${errorSummary(say, errors)}
    ${when(list.length === 0, () => html`<p class="muted">${say("adminPasskeys.none")}</p>`)}
    ${when(list.length > 0, () => html`<ul class="keys">${each(list, (one) => row(visit, one))}</ul>`)}
    <h2>${say("adminPasskeys.add")}</h2>
    ${isFresh(visit) ? addForm(visit, name, errors) : html`<p>${say("adminPasskeys.again")}</p><p class="actions"><a class="button" href="/sign-in?again=yes&amp;next=/admin/passkeys">${say("adminPasskeys.signInAgain")}</a></p>`}
    <p><a href="/admin/account">${say("adminSessions.back")}</a></p>`;
  return adminPage(
    c,
    visit,
    { title: say("adminPasskeys.title"), section: "account", main, scripts: ["passkey.js"] },
    errors.length > 0 ? 422 : 200,
  );
}

/** Its button works by the island alone; without it, the sentence stays that says so. */
function addForm({ site: { say }, csrf }: Visit, name: string, errors: readonly FieldError[]): Html {
  return html`<form method="post" action="/admin/passkeys" data-passkey="add" data-begin="/admin/passkeys/begin" data-failed="${say("adminPasskeys.failed")}">
    ${hidden("csrf", csrf)}<input type="hidden" name="response" value="">
    <p data-passkey-fallback>${say("adminPasskeys.needsScript")}</p>
    <div data-passkey-parts hidden>
      ${inputField(say, { name: "name", label: say("adminPasskeys.name"), hint: say("adminPasskeys.nameHint"), value: name, maxlength: 100, autocomplete: "off", errors })}
      <p class="actions"><button>${say("adminPasskeys.addThis")}</button></p>
    </div>
    <p role="alert" data-passkey-told></p>
  </form>`;
}

function row({ site: { say }, csrf }: Visit, one: PasskeyView): Html {
  const facts = [
    say("adminPasskeys.added", { day: say.day(one.createdAt) }),
    one.usedAt === null ? say("adminPasskeys.unused") : say("adminPasskeys.used", { moment: say.moment(one.usedAt) }),
  ];
  return html`<li><strong><bdi>${one.name}</bdi></strong> <span class="muted">${facts.join(" · ")}</span>
    <form method="post" action="/admin/passkeys/remove">${hidden("csrf", csrf)}${hidden("id", one.id)}<button class="plain" aria-label="${say("adminPasskeys.removeThis", { name: one.name })}">${say("adminPasskeys.remove")}</button></form></li>`;
}
