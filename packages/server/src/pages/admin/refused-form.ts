import type { Context } from "hono";
import { html } from "hono/html";
import type { Say } from "../../words/speak.ts";
import { doorPage } from "./frame.ts";

/** A form that did not come from a page of ours, or from one of a session that has ended. */
export function refusedForm(c: Context, say: Say): Response | Promise<Response> {
  return doorPage(
    c,
    say,
    {
      title: say("admin.formExpiredTitle"),
      main: html`<h1>${say("admin.formExpiredTitle")}</h1><p>${say("admin.formExpired")}</p>`,
    },
    403,
  );
}
