import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Context } from "hono";
import { html } from "hono/html";
import { statusOf } from "../http/status.ts";
import type { Html } from "../views/html.ts";
import { when } from "../views/html.ts";
import { layout } from "../views/layout.ts";
import { problemWords } from "../views/problem.ts";
import type { Say } from "../words/speak.ts";
import { speak } from "../words/speak.ts";
import { sendPage } from "./send.ts";

/** 404: the same words for what never was and for what may not be seen. */
export function notFoundPage(c: Context): Promise<Response> {
  const say = speak("en");
  return sendPage(
    c,
    plainPage(say, say("site.notFoundTitle"), say("site.notFoundText"), { href: "/", words: say("site.home") }),
    404,
  );
}

/** A refusal in plain words; of anything else, only that the fault is ours. Never a stack trace. */
export function errorPage(c: Context, error: unknown): Promise<Response> {
  const say = speak("en");
  if (!(error instanceof UndersignedError)) {
    return sendPage(c, plainPage(say, say("site.failedTitle"), say("site.failedText")), 500);
  }
  if (error.code === "not_found") return notFoundPage(c);
  const status = statusOf(error.code);
  if (status === 500) return sendPage(c, plainPage(say, say("site.failedTitle"), say("site.failedText")), 500);
  const title = error.code === "rate_limited" || error.code === "unavailable" ? "site.busyTitle" : "site.refusedTitle";
  return sendPage(c, plainPage(say, say(title), problemWords(say, error)), status);
}

/** A page that says one thing, with at most one way on. */
export function plainPage(say: Say, title: string, text: string | Html, way?: { href: string; words: string }): Html {
  return layout({
    say,
    title,
    kind: "page",
    hide: true,
    main: html`<h1>${title}</h1>
      <p>${text}</p>
      ${when(way, (link) => html`<p class="actions"><a class="button quiet" href="${link.href}">${link.words}</a></p>`)}`,
  });
}
