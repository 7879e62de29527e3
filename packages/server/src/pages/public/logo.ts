import { RefusedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { readForm } from "../../http/read-form.ts";
import { noteFailure } from "../../http/request-log.ts";
import { statusOf } from "../../http/status.ts";
import { withQuery } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { checkbox, errorSummary, fileField, hidden } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { fieldErrors } from "../../views/problem.ts";
import { logoPicture } from "../../views/signatory.ts";
import { notFoundPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { Site } from "./site.ts";
import { findStatement, ownKey, siteFooter } from "./site.ts";

const FIELDS = ["logo", "permission"];

/** `/logo`: an organisation shows its logo beside its name, by the link with which it manages its signature. */
export function mountLogo(app: Hono, site: Site): void {
  const { logos } = site.depositary;
  app.get("/logo", async function show(c) {
    return sendPage(c, await logoPage(site, c.req.query("token") ?? "", []));
  });
  app.post("/logo", async function put(c) {
    const { token: given, logo, permission } = await readForm(c);
    const token = typeof given === "string" ? given : "";
    const file = logo instanceof File && logo.size > 0 ? logo : null;
    const errors = findMissing(site, file, permission === "yes");
    if (errors.length > 0 || file === null) return sendPage(c, await logoPage(site, token, errors), 422);
    try {
      await logos.put(token, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      if (!(error instanceof RefusedError) || error.field !== "logo") throw error;
      noteFailure(c, error);
      return sendPage(c, await logoPage(site, token, fieldErrors(site.say, error, FIELDS)), statusOf(error.code));
    }
    return c.redirect(withQuery("/logo", { token }), 303);
  });
  app.post("/logo/drop", async function drop(c) {
    const { token } = await readForm(c);
    const given = typeof token === "string" ? token : "";
    await logos.drop(given);
    return c.redirect(withQuery("/logo", { token: given }), 303);
  });
  mountLogoFile(app, site);
}

/** `GET /s/:slug/logos/:sha256.png`: drawn by us, and still only a picture in whatever opens it. */
function mountLogoFile(app: Hono, site: Site): void {
  app.get("/s/:slug/logos/:file{[0-9a-f]{64}\\.png}", async function logoFile(c: Context) {
    const digest = c.req.param("file")?.slice(0, 64) ?? "";
    const statement = await findStatement(c, site);
    const bytes = statement === null ? null : await site.depositary.logos.file(statement.id, digest);
    if (statement === null || bytes === null) return notFoundPage(c);
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": "image/png",
      "Content-Disposition": `inline; filename="logo-${digest.slice(0, 8)}.png"`,
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      // The address never means another picture; but a logo that was taken off is to leave the caches within a day.
      "Cache-Control": `${statement.visibility === "link" ? "private" : "public"}, max-age=86400, immutable, no-transform`,
    });
  });
}

function findMissing({ say }: Site, file: File | null, isPermitted: boolean): FieldError[] {
  return [
    ...(file === null ? [{ field: "logo", message: say("logo.fileMissing") }] : []),
    ...(isPermitted ? [] : [{ field: "permission", message: say("logo.permissionMissing") }]),
  ];
}

async function logoPage(site: Site, token: string, errors: readonly FieldError[]): Promise<Html> {
  const { say } = site;
  const { statement, name, logo } = await site.depositary.logos.own(token);
  const key = ownKey(site, statement);
  return layout({
    say,
    title: say("logo.title"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("logo.title")}</h1>
      ${errorSummary(say, errors)}
      <p class="lead">${say.rich("logo.lead", { name: html`<bdi>${name}</bdi>`, title: html`<bdi>${statement.title}</bdi>` })}</p>
      ${
        logo === null
          ? html`<p>${say("logo.none")}</p>`
          : html`<div class="will-show"><p>${say("logo.now")}</p>${logoPicture({ statement, key }, { name, logo })}</div>
            <form method="post" action="/logo/drop">${hidden("token", token)}<p class="actions"><button class="quiet">${say("logo.drop")}</button></p></form>`
      }
      <form method="post" action="/logo" enctype="multipart/form-data">
        ${hidden("token", token)}
        ${fileField(say, { name: "logo", label: say("logo.file"), hint: say("logo.fileHint"), errors, accept: ".png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp" })}
        ${checkbox(say, { name: "permission", label: say("logo.permission"), errors })}
        <p class="actions"><button>${say("logo.submit")}</button></p>
      </form>
      ${when(token, (own) => html`<p><a href="${withQuery("/manage", { token: own })}">${say("logo.back")}</a></p>`)}`,
    footer: siteFooter(site),
  });
}
