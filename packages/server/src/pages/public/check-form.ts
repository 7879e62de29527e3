import { html } from "hono/html";
import { CHECK_BYTES_LIMIT, CHECK_DAYS } from "../../depositary/checks.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { statementPath } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, fileField, inputField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import type { Site } from "./site.ts";
import { siteFooter } from "./site.ts";

/** Names of the form's fields. `rich`: the same words as `paste` with their look, kept by the island that hears pasting. */
export const CHECK_FIELDS = ["paste", "rich", "address", "file"] as const;

export type CheckForm = {
  /** Of whose page it is; null where the statement is to be found. */
  readonly statement: StatementView | null;
  readonly key: string | undefined;
  readonly typed: { readonly paste: string; readonly rich: string; readonly address: string };
  readonly errors: readonly FieldError[];
};

const DAY = 86_400_000;
const MEGABYTE = 1024 * 1024;

/** A text, an address or a file; and what becomes of it. */
export function checkFormPage(site: Site, form: CheckForm): Html {
  const { say } = site;
  const { statement, key, typed, errors } = form;
  return layout({
    say,
    title: statement === null ? say("check.title") : `${say("check.title")} · ${statement.title}`,
    description: say("check.lead"),
    kind: "page",
    hide: statement?.visibility === "link" || errors.length > 0,
    scripts: ["paste.js"],
    main: html`${errorSummary(say, errors)}
      <h1>${say("check.title")}</h1>
      <p class="lead">${lead(site, form)}</p>
      <form method="post" action="${formPath(statement, key)}" enctype="multipart/form-data">
        ${textArea(say, {
          ...{ name: "paste", rows: 10, value: typed.paste, dirAuto: true, oneOf: true, errors },
          ...{ label: say("check.text"), hint: say("check.textHint") },
        })}
        <div class="field"><input type="hidden" name="rich" value="${typed.rich}" data-rich-paste="paste" data-limit="${RICH_LIMIT}"
          data-kept="${say("check.richKept")}" data-changed="${say("check.richChanged")}" data-refused="${say("check.richRefused")}">
        <p class="hint rich-paste" role="status"></p></div>
        ${inputField(say, {
          ...{ name: "address", inputmode: "url", value: typed.address, spellcheck: false, oneOf: true, errors },
          ...{ label: say("check.address"), hint: say("check.addressHint"), maxlength: 2000 },
        })}
        ${fileField(say, {
          ...{ name: "file", accept: ACCEPTED, oneOf: true, errors },
          ...{ label: say("check.file"), hint: say("check.fileHint", { megabytes: CHECK_BYTES_LIMIT / MEGABYTE }) },
        })}
        <p>${say("check.kept", { day: say.day(site.depositary.clock() + CHECK_DAYS * DAY) })}</p>
        <p class="actions"><button>${say("check.submit")}</button></p>
      </form>`,
    footer: siteFooter(site),
  });
}

/** Characters of the look of what was pasted. */
const RICH_LIMIT = 4_000_000;
const ACCEPTED = ".docx,.pdf,.html,.htm,.md,.txt,text/html,text/plain,text/markdown,application/pdf";

function lead({ say }: Site, { statement, key }: CheckForm): Html {
  if (statement === null) return html`${say("check.lead")}`;
  return say.rich("check.leadOf", {
    title: html`<bdi>${statement.title}</bdi>`,
    link: (inside) => html`<a href="${statementPath(statement, "", key)}">${inside}</a>`,
  });
}

/** Where the form is, and is sent to. */
export function formPath(statement: Pick<StatementView, "slug"> | null, key: string | undefined): string {
  return statement === null ? "/check" : statementPath(statement, "check", key);
}
