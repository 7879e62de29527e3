import { html } from "hono/html";
import { assetPath } from "../http/assets.ts";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, when } from "./html.ts";

export type Layout = {
  readonly say: Say;
  /** Of the page alone; the site's name is added. */
  readonly title: string;
  readonly description?: string | undefined;
  /** Sets the class of the body: how wide the measure is and what is printed. */
  readonly kind: "letter" | "page" | "administration";
  readonly main: Html;
  /** Beside the site's name, for example an administrator's menu. */
  readonly nav?: Html | undefined;
  readonly footer?: Html | undefined;
  /** More links and meta elements for the head. */
  readonly head?: Html | undefined;
  /** Whole address of the page under which it should be known. */
  readonly canonical?: string | undefined;
  /** Keep out of search engines: pages with tokens, forms, link-only statements, administrators' pages. */
  readonly hide?: boolean | undefined;
  /** Names of stylesheets and islands beyond "site.css"; a name that was not built is left out. */
  readonly styles?: readonly string[] | undefined;
  readonly scripts?: readonly string[] | undefined;
};

/** A whole page. Every page works without its scripts. */
export function layout(page: Layout): Html {
  const { say } = page;
  const styles = ["site.css", ...(page.styles ?? [])].flatMap((name) => assetPath(name) ?? []);
  const scripts = (page.scripts ?? []).flatMap((name) => assetPath(name) ?? []);
  return html`<!doctype html>
<html lang="${say.lang}" dir="${say.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${say("site.name")}</title>
${when(page.description, () => html`<meta name="description" content="${page.description}">`)}
${when(page.hide, () => html`<meta name="robots" content="noindex">`)}
${when(page.canonical, () => html`<link rel="canonical" href="${page.canonical}">`)}
<link rel="icon" href="${assetPath("icon.svg") ?? ""}" type="image/svg+xml">
${each(styles, (path) => html`<link rel="stylesheet" href="${path}">`)}
${each(scripts, (path) => html`<script type="module" src="${path}"></script>`)}
${page.head}
</head>
<body class="${page.kind}">
<a class="skip" href="#main">${say("site.skip")}</a>
<header class="site-header"><a class="site-name" href="/">${say("site.name")}</a>${page.nav}</header>
<main id="main">${page.main}</main>
${when(page.footer, () => html`<footer class="site-footer">${page.footer}</footer>`)}
</body>
</html>
`;
}
