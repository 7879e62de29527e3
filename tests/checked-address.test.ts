import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RefusedError } from "../packages/core/src/errors.ts";
import type { KeptCheck } from "../packages/server/src/depositary/checks.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import type { DomainPlace } from "./domain-place.ts";
import { openDomainPlace } from "./domain-place.ts";
import { openStatement } from "./statement-story.ts";

/* Copies that are fetched from their addresses, over real HTTPS. */

const WORDS = [
  "Open the reading rooms",
  "Reading rooms are where a town meets its own mind.",
  "What we ask",
  "Open every reading room on Sundays.",
  "Heat them in winter.",
];
const NEWS = "news.example";

let domain: DomainPlace;
let place: Place;
let opened: OpenPlace;

before(async () => {
  domain = await openDomainPlace(NEWS);
  place = await makePlace("sqlite");
  opened = await place.open({ lookup: domain.settings });
  await openStatement(opened);
});
after(async () => {
  await opened.depositary.close();
  await place.remove();
  await domain.close();
  assert.deepEqual(opened.errors, []);
});

const pageOf = ([title, first, second, ...items]: string[]) =>
  `<!doctype html><html lang="en"><title>News</title><body><h1>${title}</h1><p>${first}</p><h2>${second}</h2><ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;

async function check(url: string): Promise<KeptCheck> {
  return (await opened.depositary.checks.make({ source: { kind: "address", url }, statement: null }, {})).check;
}

test("a copy is fetched from its address, which is told with the time of fetching", async () => {
  domain.website.page(NEWS, "/letter", pageOf(WORDS));
  const { report, checked, copy } = await check(`https://${NEWS}/letter`);
  assert.deepEqual([report.verdict, checked?.lang, copy.kind], ["identical", "en", "html"]);
  assert.deepEqual(copy.address, { given: `https://${NEWS}/letter`, final: `https://${NEWS}/letter` });
  assert.ok(copy.fetchedAt !== null && copy.fetchedAt <= Date.now());
});

test("a style sheet of the page that hides a word is heeded", async () => {
  domain.website.page(NEWS, "/look.css", ".gone { display: none }", "text/css");
  const page = pageOf(WORDS.map((words) => words.replace("winter", '<span class="gone">winter</span>')));
  domain.website.page(NEWS, "/hidden", page.replace("<title>", '<link rel="stylesheet" href="/look.css"><title>'));
  const { report } = await check(`https://${NEWS}/hidden`);
  assert.equal(report.verdict, "altered");
});

test("a page that breaks off before its end is never called whole", async () => {
  const page = pageOf(WORDS.slice(0, -1));
  domain.website.handle(NEWS, "/broken", (_, response) => {
    response.writeHead(200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Length": String(page.length + 500),
    });
    response.write(page);
    setTimeout(() => response.destroy(), 50);
  });
  const { report } = await check(`https://${NEWS}/broken`);
  assert.ok(["inconclusive", "altered"].includes(report.verdict), report.verdict);
  assert.ok(report.unread.some(({ why }) => why === "truncated"));
});

test("what lies inside, is not there or is no address is refused with the field that names it", async () => {
  domain.answer("inside.example", "A", ["127.0.0.1"]);
  for (const url of ["https://inside.example/", `https://${NEWS}/nothing`, "not an address", "https://127.0.0.1/"]) {
    await assert.rejects(
      check(url),
      (error) => error instanceof RefusedError && error.code === "invalid_field" && error.field === "url",
      url,
    );
  }
  assert.deepEqual(domain.inside.asked(), []);
});
