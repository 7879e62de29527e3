import { html } from "hono/html";
import type { Confirmed } from "../../depositary/signing.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { statementPath, withQuery } from "../../views/address.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import type { Site } from "./site.ts";
import { asPublished, siteFooter } from "./site.ts";

export type Done = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly confirmed: Pick<Confirmed, "receipt" | "receiptUrl" | "manageUrl">;
};

/** "You have signed": the receipt to keep, how to take it back, the address to pass on. */
export function donePage(site: Site, { statement, key, confirmed }: Done): Html {
  const { say } = site;
  const { visibility } = asPublished(site, statement);
  const shared =
    visibility === "link" && key !== undefined ? `${statement.url}?key=${encodeURIComponent(key)}` : statement.url;
  const token = new URL(confirmed.manageUrl).searchParams.get("token") ?? "";
  return layout({
    say,
    title: say("confirm.doneTitle"),
    kind: "page",
    hide: true,
    main: html`<h1>${say("confirm.doneTitle")}</h1>
      <p class="lead">${say("confirm.doneText", { title: statement.title })}</p>
      <h2>${say("confirm.receiptHeading")}</h2>
      <p>${say("confirm.receiptText")}</p>
      ${when(confirmed.receipt === null, () => html`<p>${say("confirm.receiptLater")}</p>`)}
      <p class="actions"><a class="button" href="${confirmed.receiptUrl}" download="receipt-${statement.slug}.json">${say("confirm.receiptDownload")}</a></p>
      <h2>${say("confirm.manageHeading")}</h2>
      <p>${say.rich("confirm.manageText", { link: (inside) => html`<a href="${confirmed.manageUrl}">${inside}</a>` })}</p>
      <p>${say.rich("confirm.evidenceText", { link: (inside) => html`<a href="${withQuery("/evidence", { token })}">${inside}</a>` })}</p>
      <h2>${say("confirm.shareHeading")}</h2>
      <p>${say("confirm.shareText")}<br><a href="${shared}">${shared}</a></p>
      <p class="actions"><a class="button quiet" href="${statementPath(statement, "", key)}">${say("confirm.backToStatement")}</a></p>`,
    footer: siteFooter(site),
  });
}
