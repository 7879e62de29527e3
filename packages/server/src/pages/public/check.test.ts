import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages, squeeze } from "../../../../../tests/public-pages.ts";

const WORDS = `Open the reading rooms

Reading rooms are where a town meets its own mind.

What we ask

- Open every reading room on Sundays.
- Heat them in winter.
`;
const OTHER = WORDS.replace("on Sundays", "on Mondays");

let pages: PublicPages;
let now = Date.parse("2026-03-01T12:00:00Z");

before(async () => {
  pages = await openPublicPages({ clock: () => now });
  await pages.open({ slug: "rooms" });
  await pages.open({ slug: "secret", visibility: "link" });
});

after(() => pages.close());

async function send(path: string, form: Record<string, string | File>): Promise<Response> {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.set(name, value);
  return pages.submit(path, data);
}

/** Where the result of a check is. */
async function check(paste: string, path = "/check"): Promise<string> {
  const answer = await send(path, { paste });
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get("Location") ?? "";
}

test("a pasted copy is found, and an altered word told", async () => {
  const result = await check(OTHER);
  assert.match(result, /^\/checks\/[\w-]{20,}$/);
  const page = await pages.read(result);
  assert.match(page, /<h1>This copy differs from the signed text\.<\/h1>/);
  assert.match(page, /Mondays/);
});
