import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { Administrators } from "../../depositary/administrators.ts";
import { reachOf } from "../../depositary/roles.ts";
import { copyField } from "../../views/copy-field.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, hidden, inputField } from "../../views/form.ts";
import { each, when } from "../../views/html.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { doerOf } from "./doer-of.ts";
import { adminPage, goOn } from "./frame.ts";
import { refusals } from "./refusals.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** `/admin/tokens`: keys for programs that use the API. Each is shown once. */
export function mountTokens(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/tokens",
    shown(site, (c, visit) => listPage(c, visit, "", [])),
  );
  app.post(
    "/admin/tokens",
    done(site, async (c, visit, typed) => {
      const { say, depositary } = visit.site;
      const label = oneLine(typed, "label");
      if (label === "")
        return listPage(c, visit, label, [{ field: "label", message: say("adminTokens.labelMissing") }]);
      try {
        return madePage(c, visit, label, await depositary.administrators.createToken(label, visit.account));
      } catch (error) {
        return listPage(c, visit, label, refusals(say, error));
      }
    }),
  );
  app.get(
    "/admin/tokens/:id/revoke",
    shown(site, async (c, visit) => {
      const { say } = visit.site;
      const found = (await listOwn(visit)).find(({ id }) => id === c.req.param("id"));
      if (found === undefined) return goOn(c, "/admin/tokens");
      const title = say("adminTokens.revokeTitle", { label: found.label });
      const main = html`<h1>${title}</h1><p class="lead">${say("adminTokens.revokeLead")}</p>
      <form method="post" action="/admin/tokens/${found.id}/revoke">${hidden("csrf", visit.csrf)}
        <p class="actions"><button>${say("adminTokens.revokeSure")}</button> <a class="button quiet" href="/admin/tokens">${say("admin.cancel")}</a></p>
      </form>`;
      return adminPage(c, visit, { title, section: "tokens", main });
    }),
  );
  app.post(
    "/admin/tokens/:id/revoke",
    done(site, async (c, visit) => {
      const found = (await listOwn(visit)).find(({ id }) => id === c.req.param("id"));
      if (found === undefined) return goOn(c, "/admin/tokens");
      await site.depositary.administrators.revokeToken(found.id, doerOf(visit));
      return goOn(c, "/admin/tokens", "revoked");
    }),
  );
}

/** The keys that this account may see and take back. */
function listOwn({ site, account }: Visit): ReturnType<Administrators["listTokens"]> {
  const all = reachOf(account.role, "tokens") === "all";
  return site.depositary.administrators.listTokens(all ? undefined : account.id);
}

async function listPage(c: Context, visit: Visit, label: string, errors: readonly FieldError[]): Promise<Response> {
  const { say } = visit.site;
  const tokens = await listOwn(visit);
  const main = html`<h1>${say("adminTokens.title")}</h1>
    <p class="lead">${say("adminTokens.lead")}</p>
    ${errorSummary(say, errors)}
    <h2>${say("adminTokens.keys")}</h2>
    ${when(tokens.length === 0, () => html`<p class="muted">${say("adminTokens.none")}</p>`)}
    ${when(
      tokens.length > 0,
      () =>
        html`<ul class="keys">${each(
          tokens,
          (
            token,
          ) => html`<li><strong><bdi>${token.label}</bdi></strong> <span class="muted">${say("adminTokens.madeOn", { day: say.day(token.createdAt) })}</span>
          <a href="/admin/tokens/${token.id}/revoke" aria-label="${say("adminTokens.revokeThis", { label: token.label })}">${say("adminTokens.revoke")}</a></li>`,
        )}</ul>`,
    )}
    <form method="post" action="/admin/tokens">
      ${hidden("csrf", visit.csrf)}
      ${inputField(say, { name: "label", label: say("adminTokens.label"), hint: say("adminTokens.labelHint"), value: label, maxlength: 100, errors })}
      <p class="actions"><button>${say("adminTokens.create")}</button></p>
    </form>`;
  return adminPage(
    c,
    visit,
    { title: say("adminTokens.title"), section: "tokens", main },
    errors.length > 0 ? 422 : 200,
  );
}

function madePage(c: Context, visit: Visit, label: string, token: string): Promise<Response> {
  const { say, depositary } = visit.site;
  const main = html`<h1>${say("adminTokens.madeTitle")}</h1>
    ${copyField({ name: "token", label: say("adminTokens.madeLabel", { label }), hint: say("adminTokens.made"), value: token, copy: say("adminTokens.copy"), copied: say("adminTokens.copied") })}
    <p class="muted">${say.rich("adminTokens.technicians", {
      header: html`<code>Authorization: Bearer …</code>`,
      address: html`<code>${depositary.identity.baseUrl}/api/openapi.json</code>`,
    })}</p>
    <p class="actions"><a class="button" href="/admin/tokens">${say("adminTokens.back")}</a></p>`;
  return adminPage(c, visit, {
    title: say("adminTokens.madeTitle"),
    section: "tokens",
    main,
    scripts: ["copy-link.js"],
  });
}
