import type { Check, Verdict } from "@undersigned/core/verify/findings.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import type { ComponentChild } from "preact";
import { h } from "preact";
import { fill, WORDS } from "./words.ts";

type Mark = Check["status"];

/** Drawn, since not every font has these signs: a tick, a cross, a question mark. */
const MARKS: Readonly<Record<Mark, string>> = {
  ok: "M2 9l4 4 8-10",
  failed: "M3 3l10 10M13 3L3 13",
  not_checked: "M4.5 5a3.5 3.2 0 1 1 5 3q-1.5.8-1.5 2.4M8 13.4v.2",
};
const VERDICT_MARKS = { valid: "ok", invalid: "failed", inconclusive: "not_checked" } as const;

function markView(mark: Mark): ComponentChild {
  return h("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: MARKS[mark] }));
}

/** The answer, in words and with a mark; colour only repeats it. */
export function verdictView(
  verdict: Verdict,
  words: Readonly<Record<Verdict, string>>,
  rest: readonly (string | null)[],
): ComponentChild {
  return h("section", { class: `verdict ${verdict}`, id: "verdict", tabIndex: -1, "data-verdict": verdict }, [
    h("h2", null, [markView(VERDICT_MARKS[verdict]), words[verdict]]),
    ...rest.filter((sentence) => sentence !== null).map((sentence) => h("p", null, sentence)),
  ]);
}

/** What was checked, each with what was found. */
export function checksView(checks: readonly Check[]): ComponentChild {
  return h("section", null, [h("h2", null, WORDS.checked), h("ul", { class: "checks" }, checks.map(checkView))]);
}

function checkView({ status, what, note, problems, more }: Check): ComponentChild {
  const told = problems.map(({ where, message }) =>
    h("p", { class: "problem" }, [h("code", null, where), `: ${message}`]),
  );
  return h("li", { class: status }, [
    h("p", null, [
      markView(status),
      what,
      h("span", { class: status === "ok" ? "spoken" : "status" }, ` (${WORDS.status[status]})`),
    ]),
    note === null ? null : h("p", { class: "problem" }, note),
    ...told,
    more > 0 ? h("p", { class: "problem" }, fill(WORDS.more, tellNumber(more))) : null,
  ]);
}

/** A list of sentences under a heading; nothing when there are none. */
export function listView(heading: string, items: readonly string[]): ComponentChild {
  if (items.length === 0) return null;
  return h("section", null, [
    h("h2", null, heading),
    h(
      "ul",
      null,
      items.map((item) => h("li", null, item)),
    ),
  ]);
}
