import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "hono/html";
import { IntlMessageFormat } from "intl-messageformat";
import { catalogues } from "./catalogue.ts";
import type { Say } from "./speak.ts";
import { speak } from "./speak.ts";

const say = speak("en");

/** Never called: what must not compile. The compiler fails where one of these lines does compile. */
export function wrongWords(wrong: Say): void {
  // @ts-expect-error an argument is missing
  wrong("site.footer");
  // @ts-expect-error an argument is misspelt
  wrong("site.footer", { hots: "a.example" });
  // @ts-expect-error a plural takes a number
  wrong("form.summary", { count: "2" });
  // @ts-expect-error there is no such message
  wrong("site.nothing");
  // @ts-expect-error a link needs its function
  wrong.rich("confirm.manageText");
}

test("plurals, arguments, days and lists", () => {
  assert.equal(say("form.summary", { count: 1 }), "Please mend one thing below");
  assert.equal(say("form.summary", { count: 2 }), "Please mend 2 things below");
  assert.equal(say("letter.signedPeople", { people: 1204 }), "1,204 people have signed.");
  assert.equal(say.day("2026-11-20"), "20 November 2026");
  assert.equal(say.day(Date.UTC(2026, 10, 20, 23, 59)), "20 November 2026");
  assert.equal(say.moment("2026-12-01T08:00:00Z"), "1 December 2026 at 08:00 UTC");
  assert.equal(say.list(["A", "B", "C"]), "A, B and C");
});

test("in a page, arguments are escaped and tags wrap what is inside", async () => {
  const text = await say.rich("signatories.of", {
    title: "<b>Ten & more</b>",
    link: (inside) => html`<a href="/">${inside}</a>`,
  });
  assert.equal(String(text), 'of <a href="/">&lt;b&gt;Ten &amp; more&lt;/b&gt;</a>');
});

test("a piece of page given as an argument stays a piece", async () => {
  const text = await say.rich("signatories.reservation", { text: html`<bdi>${"1 < 2"}</bdi>` });
  assert.equal(String(text), "Reservation: <bdi>1 &lt; 2</bdi>");
});

test("every message of every language is an ICU message", () => {
  for (const [lang, catalogue] of Object.entries(catalogues)) {
    for (const [section, messages] of Object.entries(catalogue)) {
      for (const [name, message] of Object.entries<string>(messages)) {
        assert.doesNotThrow(() => new IntlMessageFormat(message, lang), `${lang} ${section}.${name}`);
      }
    }
  }
});
