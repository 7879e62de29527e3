import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let statement: StatementView;
let key: string;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({ slug: "quiet", visibility: "link", publishes: "2199-01-01T00:00:00Z" });
  key = statement.linkKey ?? "";
  await pages.sign(statement, "Ada Winter");
});

after(() => pages.close());

const PATHS = ["", "/en", "/en.md", "/signatories", "/sign", "/verify", "/manage", "/count.json", "/log/checkpoint"];

test("without the key nothing of it is there: page, list, file, count or log", async () => {
  for (const path of PATHS) {
    assert.equal((await pages.get(`/s/quiet${path}`)).status, 404, path);
    assert.equal((await pages.get(`/s/quiet${path}?key=wrong`)).status, 404, path);
  }
  assert.ok(!(await pages.read("/")).includes("quiet"));
});

test("with the key everything is there, in no shared cache and no search engine", async () => {
  for (const path of PATHS) {
    const answer = await pages.get(`/s/quiet${path}?key=${key}`);
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers.get("cache-control") ?? "", /private|no-store/, path);
  }
  assert.ok((await pages.read(`/s/quiet?key=${key}`)).includes('<meta name="robots" content="noindex">'));
});

test("the key that opened the page opens nothing for the next reader without it", async () => {
  await pages.read(`/s/quiet?key=${key}`);
  assert.equal((await pages.get("/s/quiet")).status, 404);
});

test("every link and form of the statement carries the key along", async () => {
  for (const path of ["", "/signatories", "/sign", "/verify", "/manage"]) {
    const page = await pages.read(`/s/quiet${path}?key=${key}`);
    const links = [...page.matchAll(/(?:href|action)="(\/(?:s|api\/v1\/statements)\/[^"#]*)/g)].map(
      (match) => match[1] ?? "",
    );
    assert.ok(links.length > 0, path);
    for (const link of links) {
      const carried = link.includes(`key=${key}`) || page.includes(`<input type="hidden" name="key" value="${key}">`);
      assert.ok(carried, `${path} links to ${link}`);
    }
  }
});

test("it says that only those with the link can read it, and until when", async () => {
  const page = await pages.read(`/s/quiet?key=${key}`);
  assert.ok(page.includes("until it is published on 1 January 2199 at 00:00 UTC."));
});

test("once its date has passed it is as public as any other", async () => {
  const past = await pages.open({
    slug: "loud",
    visibility: "link",
    publishes: new Date(Date.now() + 200).toISOString(),
  });
  assert.equal((await pages.get("/s/loud")).status, 404);
  await new Promise((resolve) => setTimeout(resolve, 250));
  const answer = await pages.get("/s/loud");
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("cache-control") ?? "", /^public/);
  assert.ok(!(await answer.text()).includes("Only those who have this link"));
  assert.equal((await pages.get(`/s/loud?key=${past.linkKey}`)).status, 200);
});
