import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { KeptCheck } from "../../depositary/checks.ts";
import type { CheckPicture } from "../../picture/check-picture.ts";
import { PICTURE_HEIGHT, PICTURE_WIDTH } from "../../picture/check-picture.ts";
import { createPictures } from "../../picture/pictures.ts";
import type { Html } from "../../views/html.ts";
import { pictureDetail, verdictSentence } from "../../views/verdict.ts";
import { checkPage, findSignedText, publishedPath, readLook, verdictParts } from "./check-page.ts";
import { citeBox, gonePage } from "./check-result.ts";
import type { Site } from "./site.ts";
import { HTML_TYPE, pageHeaders } from "./site.ts";

/** `/c/:id`: a published check, at the address that is cited; `/c/:id.png` and `/checks/:token.png`: its picture. */
export function mountPublishedCheck(app: Hono, site: Site): void {
  const { checks } = site.depositary;
  const pictures = createPictures();
  const sendPicture = async (c: Context, check: KeptCheck, caching: string) => {
    const png = await pictures.draw(pictureOf(site, check));
    return c.body(png, 200, { "Content-Type": "image/png", "Cache-Control": caching });
  };
  app.get("/c/:file{[A-Za-z0-9_-]+\\.png}", async function picture(c) {
    const check = await checks.findPublished(nameOf(c));
    return check === null ? gonePage(c, site) : sendPicture(c, check, "public, max-age=300");
  });
  app.get("/checks/:file{[A-Za-z0-9_.-]+\\.png}", async function ownPicture(c) {
    const check = await checks.find(nameOf(c));
    return check === null ? gonePage(c, site) : sendPicture(c, check, "no-store");
  });
  app.get("/c/:id", async function published(c) {
    const id = c.req.param("id");
    const { look, part } = readLook(c.req.query());
    const answer = await site.cache.answer(c, `check ${JSON.stringify([id, look, part])}`, async () => {
      const check = await checks.findPublished(id);
      if (check === null) return null;
      const signed = await findSignedText(site, check.checked);
      return {
        stamp: JSON.stringify([check.madeAt, check.published, signed]),
        headers: pageHeaders(HTML_TYPE),
        render: async () => publishedPage(site, { check, signed, look, part, id }),
      };
    });
    return answer ?? gonePage(c, site);
  });
}

function nameOf(c: Context): string {
  return (c.req.param("file") ?? "").slice(0, -".png".length);
}

type Published = Pick<Parameters<typeof checkPage>[1], "check" | "signed" | "look" | "part"> & { readonly id: string };

function publishedPage(site: Site, { id, ...shown }: Published): Html {
  const { say, depositary } = site;
  const { baseUrl } = depositary.identity;
  const { check } = shown;
  const parts = verdictParts(check);
  const picture = publishedPath(id, ".png");
  return checkPage(site, {
    ...shown,
    path: publishedPath(id),
    json: `/api/v1/checks/${encodeURIComponent(id)}`,
    canonical: `${baseUrl}${publishedPath(id)}`,
    notice: citeBox(site, check, html`<a href="${picture}">${say("check.picture")}</a>`, null),
    head: html`<meta property="og:type" content="article">
<meta property="og:title" content="${verdictSentence(say, parts)}">
<meta property="og:description" content="${pictureDetail(say, parts) ?? say("verdict.intentions")}">
<meta property="og:url" content="${baseUrl}${publishedPath(id)}">
<meta property="og:image" content="${baseUrl}${picture}">
<meta property="og:image:width" content="${PICTURE_WIDTH}">
<meta property="og:image:height" content="${PICTURE_HEIGHT}">
<meta name="twitter:card" content="summary_large_image">`,
  });
}

/** A picture tells where to look: of what is not published the place where anybody can check, never the secret link. */
function pictureOf({ say, depositary }: Site, check: KeptCheck): CheckPicture {
  const { host } = new URL(depositary.identity.baseUrl);
  const { published, checked, madeAt, report } = check;
  const parts = verdictParts(check);
  return {
    verdict: report.verdict,
    heading: say("check.pictureHeading", { host }),
    sentence: verdictSentence(say, parts),
    detail: pictureDetail(say, parts),
    title: checked === null ? null : { words: checked.statement.title, lang: checked.lang },
    date: say.day(madeAt),
    address: published === null ? `${host}/check` : `${host}${publishedPath(published.id)}`,
    lang: say.lang,
  };
}
