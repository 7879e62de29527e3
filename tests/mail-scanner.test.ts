import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { MailTemplate } from "../packages/server/src/mail/templates.ts";
import { appOf } from "./accounts.ts";
import type { MailedPlace } from "./mailed-place.ts";
import { openMailedPlace, UNSUBSCRIBE } from "./mailed-place.ts";

/*
 * A mail scanner opens every link of a mail, and what the pages behind it lead to, before anybody has read it; it presses no
 * button. Here one opens all that is ever mailed, and every row of the database is held against what it was.
 */

/** Where the mails of each template lead. Whoever adds a template says it here, and below has it mailed. */
const LEADS_TO: Readonly<Record<MailTemplate["template"], readonly string[]>> = {
  confirm: ["/confirm"],
  waiting: ["/evidence"],
  "waiting-ended": [],
  "already-signed": ["/manage", "/manage/again"],
  "not-invited": [],
  signed: ["/manage", "/api/v1/receipts/:id"],
  "manage-link": ["/manage"],
  withdrawn: ["/api/v1/receipts/:id"],
  removed: ["/manage", "/api/v1/receipts/:id"],
  erased: ["/api/v1/receipts/:id"],
  anonymised: ["/api/v1/receipts/:id"],
  "new-version": ["/manage/again"],
  correction: ["/manage"],
  "signed-again": ["/manage", "/api/v1/receipts/:id"],
  invitation: ["/invited"],
  asked: ["/approve", "/vouch", "/named"],
  answered: ["/evidence/others"],
  missing: ["/evidence"],
  "sign-in-code": [],
  "account-invitation": ["/account-invitation"],
  "dispute-confirm": ["/dispute"],
  "dispute-opened": [],
  "dispute-told": ["/manage"],
  "dispute-to-check": [],
  "dispute-outcome": [],
};

let place: MailedPlace;
let app: Hono;

before(async () => {
  place = await openMailedPlace();
  app = appOf(place.depositary);
});
after(() => place.close());

function placeOf({ pathname }: URL): string {
  return pathname.replace(/^(\/api\/v1\/receipts\/).*/, "$1:id");
}

async function open(url: URL, method: "GET" | "HEAD"): Promise<{ status: number; page: string }> {
  const answer = await app.request(url.pathname + url.search, { method });
  return { status: answer.status, page: await answer.text() };
}

/** Where a page leads: its links, and the actions of its forms as if they were links, with what the forms would send. */
function leadsOn(page: string, from: URL): URL[] {
  const targets = [...page.matchAll(/(?:href|action)="([^"#]*)"/g)].map(([, target = ""]) =>
    target.replaceAll("&amp;", "&"),
  );
  const urls = targets.filter((target) => URL.canParse(target, from.href)).map((target) => new URL(target, from));
  return urls
    .filter(({ origin }) => origin === from.origin)
    .map((url) => {
      const filled = new URL(url);
      for (const [name, value] of [...from.searchParams, ...hiddenFields(page)]) filled.searchParams.set(name, value);
      return filled;
    });
}

function hiddenFields(page: string): [string, string][] {
  return [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
}

test("what is mailed leads to every place that a mail can lead to", async () => {
  const walked = new Set((await place.links()).map(placeOf));
  assert.deepEqual([...walked].sort(), [...new Set([...Object.values(LEADS_TO).flat(), UNSUBSCRIBE])].sort());
});

test("attack: a scanner opens every link of every mail, and every link and form behind it, and nothing changes", async () => {
  const before = await place.everything();
  const seen = new Set<string>();
  const shown = new Set<string>();
  for (const link of await place.links()) {
    for (const method of ["HEAD", "GET", "GET"] as const) {
      const { status, page } = await open(link, method);
      // Of a signature that was taken back, and of a text that is not the newest, the links say so.
      assert.ok([200, 404, 409].includes(status), `${method} ${link.pathname} answered ${status}: ${page}`);
      if (status === 200) shown.add(placeOf(link));
      for (const next of leadsOn(page, link)) {
        if (seen.has(next.href)) continue;
        seen.add(next.href);
        const { status: behind } = await open(next, "GET");
        assert.ok(behind < 500, `${next.pathname} answered ${behind}`);
      }
    }
  }
  assert.deepEqual(
    [...new Set((await place.links()).map(placeOf))].filter((one) => !shown.has(one)),
    [],
  );
  assert.ok(seen.size > 40, `only ${seen.size} links were found on the pages`);
  assert.deepEqual(await place.changes(before), []);
});
