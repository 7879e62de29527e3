import { html } from "hono/html";
import type { Draft } from "../../depositary/drafts.ts";
import type { FieldError } from "../../views/form.ts";
import { inputField, radioGroup } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite } from "./admin-site.ts";
import type { DraftAtHand } from "./draft-step.ts";
import type { EditStep } from "./edit-step.ts";
import type { Typed } from "./typed.ts";
import { oneLine } from "./typed.ts";
import { dayOf, endOfDay, startOfDay } from "./whole-day.ts";

/** The fourth step: address, closing date, and who may see it from when. */
export const editPublication: EditStep = {
  name: "publication",
  typedOf: (draft) =>
    new Map([
      ["slug", [draft.slug ?? ""]],
      ["closes", [dayOf(draft.closes)]],
      ["visibility", [draft.visibility]],
      ["publishes", [dayOf(draft.publishes)]],
    ]),
  read: readPublication,
  fields({ say, depositary }, at, typed, errors) {
    const { closes } = at.draft;
    if (at.next !== null) return publicationOfNext(say, at);
    const isHour = closes !== null && endOfDay(dayOf(closes)) !== closes;
    return html`
    ${inputField(say, { name: "closes", type: "date", label: say("adminPublication.closes"), hint: isHour ? say("adminPublication.closesKept", { moment: say.moment(closes) }) : say("adminPublication.closesHint"), value: oneLine(typed, "closes"), short: true, optional: true, errors })}
    ${radioGroup(say, {
      name: "visibility",
      label: say("adminPublication.visibility"),
      value: oneLine(typed, "visibility") || undefined,
      choices: [
        { value: "public", label: say("adminPublication.public"), hint: say("adminPublication.publicHint") },
        { value: "link", label: say("adminPublication.link"), hint: say("adminPublication.linkHint") },
      ],
      errors,
    })}
    <div class="when-link">${inputField(say, { name: "publishes", type: "date", label: say("adminPublication.publishes"), hint: say("adminPublication.publishesHint"), value: oneLine(typed, "publishes"), short: true, optional: true, errors })}</div>
    ${inputField(say, { name: "slug", label: say("adminPublication.slug"), hint: say("adminPublication.slugHint", { address: `${depositary.identity.baseUrl}/s/` }), value: oneLine(typed, "slug"), optional: true, spellcheck: false, maxlength: 80, errors })}`;
  },
};

/** Address, date and visibility are the statement's own, whichever version is open. */
function publicationOfNext(say: Say, { statement }: DraftAtHand): Html {
  const { closes, visibility } = statement;
  return html`<p>${say.rich("adminNext.publication", {
    link: (inside) => html`<a href="/admin/statements/${statement.id}">${inside}</a>`,
  })}</p>
    <dl class="facts">
      <dt>${say("adminOpen.closes")}</dt><dd>${closes === null ? say("adminOpen.closesNever") : say.day(closes)}</dd>
      <dt>${say("adminOpen.seen")}</dt><dd>${say(visibility === "public" ? "adminOpen.seenPublic" : "adminOpen.seenLink")}</dd>
      <dt>${say("adminNext.address")}</dt><dd><bdi>${statement.url}</bdi></dd>
    </dl>`;
}

function readPublication(site: AdminSite, typed: Typed, before: Draft): { draft: Draft; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const slug = oneLine(typed, "slug");
  /** A day that was not changed keeps the hour it had. */
  function moment(name: "closes" | "publishes", toMoment: (day: string) => string | null): string | null {
    const day = oneLine(typed, name);
    if (day === "") return null;
    if (before[name] !== null && dayOf(before[name]) === day) return before[name];
    const found = toMoment(day);
    if (found === null) errors.push({ field: name, message: site.say("adminEdit.dateRefused") });
    return found;
  }
  const { slug: _dropped, ...rest } = before;
  const visibility = oneLine(typed, "visibility") === "link" ? "link" : "public";
  const draft: Draft = {
    ...rest,
    ...(slug === "" ? {} : { slug }),
    visibility,
    closes: moment("closes", endOfDay),
    // Whoever may see it from the beginning needs no such day.
    publishes: visibility === "public" ? null : moment("publishes", startOfDay),
  };
  return { draft, errors };
}
