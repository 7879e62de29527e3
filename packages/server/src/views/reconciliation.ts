import { REMOVAL_REASONS } from "@undersigned/core/signature/entry.ts";
import { sumRemoved } from "@undersigned/core/signature/reconcile.ts";
import { html } from "hono/html";
import type { StatementView } from "../depositary/statements.ts";
import type { Say } from "../words/speak.ts";
import { statementPath } from "./address.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";

/** The sum that the log proves: what was signed, less what ended and why, is what stands. Nothing for a draft. */
export function reconciliation(say: Say, statement: StatementView, key: string | undefined): Html {
  const sums = statement.reconciliation;
  if (sums === null) return NOTHING;
  const reasons = REMOVAL_REASONS.filter((reason) => sums.removed[reason] > 0);
  const less = [
    [say("reconciliation.withdrawn"), sums.withdrawn, NOTHING],
    [say("reconciliation.removed"), sumRemoved(sums.removed), reasonList(say, sums.removed, reasons)],
    [say("reconciliation.erased"), sums.erased, NOTHING],
    [say("reconciliation.disputed"), sums.disputed, NOTHING],
  ] as const;
  return html`<section class="reconciliation" id="reconciliation">
    <h2>${say("reconciliation.title")}</h2>
    <p>${say("reconciliation.lead")}</p>
    <p>${each(sums.opened, ({ number, openedAt }, index) =>
      index === 0
        ? html`${say("reconciliation.opened", { day: say.day(openedAt) })}`
        : html` ${say("reconciliation.openedAgain", { number, day: say.day(openedAt) })}`,
    )}</p>
    <table>
      <tbody>
        <tr><th scope="row">${say("reconciliation.signed")}</th><td>${say.number(sums.signed)}</td></tr>
        ${each(
          less,
          ([words, count, detail]) =>
            html`<tr class="less"><th scope="row">${words}${detail}</th><td>− ${say.number(count)}</td></tr>`,
        )}
      </tbody>
      <tfoot>
        <tr><th scope="row">${say("reconciliation.standing")}</th><td>= ${say.number(sums.standing)}</td></tr>
      </tfoot>
    </table>
    ${when(sums.anonymised > 0, () => html`<p>${say("reconciliation.anonymised", { count: sums.anonymised })}</p>`)}
    ${when(statement.counts.earlier > 0, () => html`<p>${say("reconciliation.earlier", { count: statement.counts.earlier })}</p>`)}
    <p><a href="${statementPath(statement, "disputes", key)}">${say("dispute.historyTitle")}</a></p>
    <p><a href="${statementPath(statement, "signed-on", key)}">${say("signedOn.titleAsk")}</a></p>
    <p class="muted">${say.rich("reconciliation.check", {
      link: (inside) => html`<a href="${statementPath(statement, "verify", key)}">${inside}</a>`,
    })}</p>
  </section>`;
}

function reasonList(
  say: Say,
  removed: Readonly<Record<(typeof REMOVAL_REASONS)[number], number>>,
  reasons: readonly (typeof REMOVAL_REASONS)[number][],
): Html {
  return when(
    reasons.length > 0,
    () =>
      html`<ul>${each(reasons, (reason) => html`<li>${say.number(removed[reason])}: ${say(`removal.${reason}`)}</li>`)}</ul>`,
  );
}
