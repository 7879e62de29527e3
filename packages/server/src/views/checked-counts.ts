import { html } from "hono/html";
import type { CheckedCounts } from "../depositary/checks.ts";
import type { CountOn } from "../depositary/signed-on.ts";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, when } from "./html.ts";
import { cutEnd } from "./passage-words.ts";

/** How many the copy says have signed, beside what the log held on its day and when it was checked. Nothing where it claims nothing. */
export function countsView(say: Say, counts: CheckedCounts | null, madeAt: number, signedOnHref: string | null): Html {
  return when(counts?.claimed && counts, ({ claimed, onDay, now }) => {
    const rows: [string, CountOn][] = [
      ...(onDay === null
        ? []
        : ([[say("copyFindings.onCopyDate", { day: say.day(onDay.day) }), onDay]] as [string, CountOn][])),
      [say("copyFindings.onCheck", { day: say.day(madeAt) }), now],
    ];
    const columns = ["organisations", "people", "total"] as const;
    return html`<section><h2>${say("copyFindings.claimedHeading")}</h2>
    ${when(claimed, ({ text }) => html`<p>${say.rich("copyFindings.claimed", { words: html`<bdi dir="auto">${cutEnd(text, 200).text}</bdi>` })}</p>`)}
    <table class="numbers"><thead><tr><th scope="col">${say("copyFindings.when")}</th>${each(
      columns,
      (column) => html`<th scope="col">${say(`copyFindings.${column}`)}</th>`,
    )}</tr></thead><tbody>${each(
      rows,
      ([words, count]) =>
        html`<tr><th scope="row">${words}</th>${each(columns, (column) => html`<td>${say.number(count[column])}</td>`)}</tr>`,
    )}</tbody></table>
    <p class="muted">${say("copyFindings.unnamedToo")} ${when(onDay === null, () => html`${say("copyFindings.noCopyDate")}`)}
    ${when(signedOnHref, (href) => html`<a href="${href}">${say("copyFindings.askDate")}</a>`)}</p></section>`;
  });
}
