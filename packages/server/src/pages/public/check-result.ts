import { RefusedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { KeptCheck } from "../../depositary/checks.ts";
import { copyField } from "../../views/copy-field.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import { plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { CheckPage } from "./check-page.ts";
import { checkPage, checkPath, findSignedText, publishedPath, readLook } from "./check-page.ts";
import type { Site } from "./site.ts";
import { siteFooter } from "./site.ts";

/** `/checks/:token`: the result for whoever has the link; `/publish` and `/take-back` are asked twice. */
export function mountCheckResult(app: Hono, site: Site): void {
  const { checks } = site.depositary;
  app.get("/checks/:token", (c) => withCheck(c, site, (check, token) => show(c, site, check, token)));
  app.get("/checks/:token/publish", (c) =>
    withCheck(c, site, (check, token) => sendPage(c, surePage(site, check, token, "publish"))),
  );
  app.post("/checks/:token/publish", (c) =>
    withCheck(c, site, async (check, token) => {
      refuseUnrelated(site, check);
      const { published } = await checks.publish(token);
      return c.redirect(published === null ? checkPath(token) : publishedPath(published.id), 303);
    }),
  );
  app.get("/checks/:token/take-back", (c) =>
    withCheck(c, site, (check, token) => sendPage(c, surePage(site, check, token, "takeBack"))),
  );
  app.post("/checks/:token/take-back", (c) =>
    withCheck(c, site, async (_, token) => {
      await checks.unpublish(token);
      return c.redirect(checkPath(token), 303);
    }),
  );
}

async function withCheck(
  c: Context,
  site: Site,
  answer: (check: KeptCheck, token: string) => Promise<Response>,
): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const check = await site.depositary.checks.find(token);
  return check === null ? gonePage(c, site) : answer(check, token);
}

/** The same for what never was and for what is deleted. */
export function gonePage(c: Context, { say }: Site): Promise<Response> {
  const way = { href: "/check", words: say("check.anotherLink") };
  return sendPage(c, plainPage(say, say("check.gone"), say("check.goneText"), way), 404);
}

async function show(c: Context, site: Site, check: KeptCheck, token: string): Promise<Response> {
  const signed = await findSignedText(site, check.checked);
  const page = checkPage(site, {
    ...{ check, signed, ...readLook(c.req.query()) },
    path: checkPath(token),
    json: `/api/v1/checks/${encodeURIComponent(token)}`,
    notice: notice(site, { check, signed }, token),
  });
  return sendPage(c, page);
}

function notice(site: Site, { check, signed }: Pick<CheckPage, "check" | "signed">, token: string): Html {
  const { say } = site;
  // Of a statement that only its link opens, the result tells the words: it stays private too.
  const isOpen = mayBePublished(check) && signed?.isPublic;
  const { published, expiresAt } = check;
  const picture = html`<a href="${checkPath(token, ".png")}">${say("check.picture")}</a>`;
  if (published !== null) return citeBox(site, check, picture, token);
  return html`<div class="notice"><p>${say("check.privateNotice", { day: say.day(expiresAt ?? 0) })}</p>
    <p class="ways-on">${when(isOpen, () => html`<a href="${checkPath(token, "/publish")}">${say("check.publishLink")}</a>`)}
    ${picture} <a href="/check">${say("check.anotherLink")}</a></p></div>`;
}

/** Words that are nobody’s here have no place among what is published here. */
function mayBePublished({ report, checked }: KeptCheck): boolean {
  return checked !== null && report.verdict !== "unrelated";
}

function refuseUnrelated({ say }: Site, check: KeptCheck): void {
  if (!mayBePublished(check)) throw new RefusedError("wrong_state", say("check.unrelatedStays"));
}

/** How to cite it. `token`: of whoever published it, and may take it back. */
export function citeBox(site: Site, check: KeptCheck, picture: Html, token: string | null): Html {
  const { say, depositary } = site;
  const { published, madeAt } = check;
  return when(published, ({ id }) => {
    const address = `${depositary.identity.baseUrl}${publishedPath(id)}`;
    return html`<div class="notice">${copyField({
      ...{ name: "cite", value: address, copy: say("check.copy"), copied: say("check.copied") },
      ...{ label: say("check.citeLabel"), hint: say("check.citeHint", { day: say.day(madeAt) }) },
    })}
    <p class="ways-on">${picture} <a href="/check">${say("check.anotherLink")}</a>
    ${when(token, (own) => html`<a href="${checkPath(own, "/take-back")}">${say("check.takeBackLink")}</a>`)}</p></div>`;
  });
}

function surePage(site: Site, check: KeptCheck, token: string, act: "publish" | "takeBack"): Html {
  const { say } = site;
  if (act === "publish") refuseUnrelated(site, check);
  const path = checkPath(token, act === "publish" ? "/publish" : "/take-back");
  return layout({
    say,
    title: say(`check.${act}Title`),
    kind: "page",
    hide: true,
    main: html`<h1>${say(`check.${act}Title`)}</h1>
      <p>${say(`check.${act}Text`)}</p>
      ${when(act === "publish" && check.copy.name, (name) => html`<p>${say.rich("check.publishFile", { name: html`<bdi>${name}</bdi>` })}</p>`)}
      <form method="post" action="${path}"><p class="actions"><button>${say(`check.${act}Yes`)}</button>
      <a class="button quiet" href="${checkPath(token)}">${say(`check.${act}No`)}</a></p></form>`,
    footer: siteFooter(site),
  });
}
