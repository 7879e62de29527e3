import { html } from "hono/html";
import type { DisputedName } from "../../depositary/disputes.ts";
import { DISPUTE_WORDS_LIMIT } from "../../depositary/disputes.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { disputePath, statementPath } from "../../views/address.ts";
import type { FieldError } from "../../views/form.ts";
import { checkbox, errorSummary, inputField, radioGroup, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { when } from "../../views/html.ts";
import { layout } from "../../views/layout.ts";
import type { Site } from "./site.ts";
import { siteFooter } from "./site.ts";

/** The form as typed; what is wrong is shown beside it. */
export type DisputeForm = {
  readonly statement: StatementView;
  readonly key: string | undefined;
  readonly disputed: DisputedName;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
};

/** Names of its fields, as the depositary calls them. */
export const DISPUTE_FIELDS = ["speaks", "mailbox", "name", "words", "keepsName"] as const;

export function disputeFormPage(site: Site, { statement, key, disputed, typed, errors }: DisputeForm): Html {
  const { say } = site;
  const { kind, domain } = disputed;
  const title = say(`dispute.title_${kind}`);
  return layout({
    say,
    title,
    kind: "page",
    hide: true,
    main: html`${errorSummary(say, errors)}
      <h1>${title}</h1>
      <p class="lead">${say("dispute.lead")}</p>
      <p>${say("dispute.leadSecond")}</p>
      ${disputedBox(site, statement, disputed)}
      <form method="post" action="${disputePath(statement, disputed.index, key)}">
        ${radioGroup(say, {
          name: "speaks",
          label: say("dispute.speaks"),
          value: typed.speaks ?? kind,
          choices: [
            { value: "organisation", label: say("dispute.speaksOrganisation") },
            { value: "person", label: say("dispute.speaksPerson") },
          ],
          errors,
        })}
        ${inputField(say, {
          name: "mailbox",
          type: "email",
          label: say("dispute.mailbox"),
          hint: domain === null ? say("dispute.mailboxAny") : say("dispute.mailboxDomain", { domain }),
          value: typed.mailbox,
          autocomplete: "email",
          maxlength: 254,
          errors,
        })}
        ${when(domain !== null && statement.terms, (terms) => elsewhere(site, domain ?? "", terms.controller))}
        ${inputField(say, {
          name: "name",
          label: say("dispute.name"),
          hint: say("dispute.nameHint"),
          value: typed.name,
          autocomplete: "name",
          maxlength: 200,
          dirAuto: true,
          errors,
        })}
        ${textArea(say, {
          name: "words",
          label: say("dispute.words"),
          hint: say("dispute.wordsHint"),
          value: typed.words,
          rows: 6,
          maxlength: DISPUTE_WORDS_LIMIT,
          dirAuto: true,
          errors,
        })}
        ${checkbox(say, {
          name: "keepsName",
          label: html`${say("dispute.keepsName")} <span class="hint">${say("dispute.keepsNameHint")}</span>`,
          checked: typed.keepsName === "yes",
          optional: true,
          errors,
        })}
        <p class="actions"><button>${say("dispute.submit")}</button> <a class="button quiet" href="${statementPath(statement, "signatories", key)}">${say("dispute.toList")}</a></p>
      </form>`,
    footer: siteFooter(site),
  });
}

function elsewhere({ say }: Site, domain: string, { name, contact }: { name: string; contact: string }): Html {
  return html`<p class="muted">${say("dispute.elsewhere", { domain, name, contact })}</p>`;
}

/** Whose name it is, and under what. */
export function disputedBox({ say }: Site, statement: StatementView, { name, domain }: DisputedName): Html {
  return html`<div class="will-show"><p>${say("dispute.about")}</p>
    <p class="who"><bdi class="name">${name ?? say("dispute.historyNameless")}</bdi>${when(
      domain,
      (shown) => html` <span class="beside">(<bdi>${shown}</bdi>)</span>`,
    )}<br><span class="muted"><bdi>${statement.title}</bdi></span></p></div>`;
}
