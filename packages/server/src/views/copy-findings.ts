import type { UnreadReason } from "@undersigned/core/compare/copy.ts";
import type { CopyReport, Verdict } from "@undersigned/core/compare/copy-report.ts";
import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";
import { cutEnd } from "./passage-words.ts";

/** Characters of one piece of framing, and how many pieces are shown here; all of them stand in the comparison. */
const FRAMING_CHARACTERS = 700;
const FRAMING_PIECES = 12;
/** Names and reasons that are listed one by one. */
const LISTED = 100;

/** What a publisher put around the statement, apart from it. */
export function framingView(say: Say, { framing, verdict }: CopyReport): Html {
  if (framing.length === 0 || verdict === "unrelated") return NOTHING;
  const left = framing.length - FRAMING_PIECES;
  const groups = (["before", "within", "after"] as const).map((where) => {
    return { where, pieces: framing.slice(0, FRAMING_PIECES).filter((piece) => piece.where === where) };
  });
  return html`<section class="framing-apart"><h2>${say("copyFindings.framingHeading")}</h2>
    <p>${say("copyFindings.framingLead")}</p>
    ${each(groups, ({ where, pieces }) =>
      when(
        pieces.length,
        () =>
          html`<h3>${say(`copyFindings.${where}`)}</h3>${each(
            pieces,
            ({ text }) =>
              html`<blockquote class="theirs" dir="auto">${cutEnd(text, FRAMING_CHARACTERS).text}</blockquote>`,
          )}`,
      ),
    )}
    ${when(left > 0, () => html`<p class="muted">${say("copyFindings.framingMore", { count: left })}</p>`)}
  </section>`;
}

/** How many of the demands stand there, and which do not. */
export function demandsView(say: Say, { demands, verdict }: CopyReport): Html {
  const total = demands.present + demands.dropped.length + demands.altered.length;
  if (total === 0 || verdict === "unrelated" || verdict === "excerpt") return NOTHING;
  const blocks = (numbers: readonly number[]) =>
    say.list(numbers.map((block) => say("verdict.place_block", { block })));
  return html`<section><h2>${say("copyFindings.demandsHeading")}</h2>
    <p>${
      demands.present === total
        ? say("copyFindings.demandsAll", { count: total })
        : say("copyFindings.demandsSome", { present: demands.present, total })
    }${when(demands.dropped.length, () => html` ${say("copyFindings.demandsDropped", { blocks: blocks(demands.dropped) })}`)}${when(
      demands.altered.length,
      () => html` ${say("copyFindings.demandsAltered", { blocks: blocks(demands.altered) })}`,
    )}</p></section>`;
}

/** The names of the copy beside the record. Nothing where the copy names nobody and claims nothing. */
export function signatoriesView(say: Say, { signatories, verdict }: CopyReport): Html {
  const { present, missing, unknown, says } = signatories;
  if (verdict === "unrelated" || (present === 0 && unknown.length === 0 && says === undefined)) return NOTHING;
  const left = unknown.length - LISTED;
  return html`<section><h2>${say("copyFindings.signatoriesHeading")}</h2>
    <p>${present === 0 ? say("copyFindings.namesNone") : say("copyFindings.namesPresent", { count: present })}
    ${when(missing, (count) => html`${say("copyFindings.namesMissing", { count })}`)}
    ${when(says, (words) => say.rich("copyFindings.says", { words: html`<bdi dir="auto">${words}</bdi>` }))}</p>
    ${when(
      unknown.length,
      (count) => html`<p>${say("copyFindings.unknownLead", { count })}</p>
      <ul class="unknown">${each(unknown.slice(0, LISTED), (name) => html`<li><bdi dir="auto">${cutEnd(name, 200).text}</bdi></li>`)}</ul>
      ${when(left > 0, () => html`<p class="muted">${say("copyFindings.unknownMore", { count: left })}</p>`)}`,
    )}</section>`;
}

/** Why it matters, or does not; of the other verdicts it stands outside, or they would not be given. */
const LEADS: Readonly<Partial<Record<Verdict, "unread.lead" | "unread.beside">>> = {
  inconclusive: "unread.lead",
  altered: "unread.beside",
  mixed: "unread.beside",
};

/** What stands there and could not be read, each kind of it in a sentence. */
export function unreadView(say: Say, { unread, verdict }: CopyReport): Html {
  if (unread.length === 0 || verdict === "unrelated") return NOTHING;
  const places = new Map<UnreadReason, string[]>();
  for (const { why, where } of unread) places.set(why, [...(places.get(why) ?? []), where].slice(0, LISTED));
  return html`<section><h2>${say("unread.heading")}</h2>
    <p>${say(LEADS[verdict] ?? "unread.outside")}</p>
    <ul class="unread">${each(places, ([why, where]) => reasonView(say, why, where))}</ul>
  </section>`;
}

function reasonView(say: Say, why: UnreadReason, places: readonly string[]): Html {
  const named = [...new Set(places)].filter((where) => where !== "");
  const shown = named.slice(0, 5);
  const left = places.length - shown.length;
  return html`<li>${say(`unread.${why}`)}${when(
    shown.length,
    () => html` <span class="muted">(<bdi dir="auto">${cutEnd(shown.join("; "), 400).text}</bdi>)</span>`,
  )} ${when(shown.length > 0 && left > 0, () => html`${say("unread.more", { count: left })}`)}</li>`;
}
