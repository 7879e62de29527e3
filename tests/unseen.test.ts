import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { createApp } from "../packages/server/src/app.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";
import type { OpenPlace } from "./depositary.ts";
import { makeDraft, makePlace, makeSignature } from "./depositary.ts";

const place = await makePlace("sqlite");
let opened: OpenPlace;
let app: Hono;
let unseen: StatementView[];
let body: string;

before(async () => {
  opened = await place.open();
  const { depositary } = opened;
  const idempotency = {
    claim: async () => ({ kind: "new" as const }),
    record: async () => {},
    release: async () => {},
  };
  app = createApp(depositary, { config: { trustProxy: 0 }, limiter: unlimited, idempotency, log: silent });
  const title = { texts: [{ lang: "en", markdown: "# Whispered words\n\nNot yet.\n", authentic: true }], demands: [] };
  const draft = await depositary.drafts.create(makeDraft({ ...title, slug: "in-the-making" }));
  const { id } = await depositary.drafts.create(makeDraft({ ...title, slug: "by-link-only", visibility: "link" }));
  const linkOnly = await depositary.drafts.open(id);
  unseen = [draft, linkOnly];
  body = JSON.stringify(makeSignature(linkOnly));
  await new Promise((resolve) => setTimeout(resolve, 100));
});
after(async () => {
  await opened.depositary.close();
  await place.remove();
});

/** Every route that names a statement, so that one that is added is tried too. */
function routesOfStatements(): { method: string; path: string }[] {
  const routes = app.routes
    .filter(({ path, method }) => /:slug|:id/.test(path) && method !== "ALL" && !path.startsWith("/admin"))
    .map(({ method, path }) => ({ method, path: path.replaceAll(/\{[^}]*\}/g, "") }));
  return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

function fill(path: string, name: string): string {
  return path
    .replace(/:slug|:id/, name)
    .replace(":lang", "en")
    .replace(":index", "1")
    .replace(":file", "en.md")
    .replace("*", "entries/000.p/1")
    .replace(/signed-on$/, "signed-on?date=2026-01-02");
}

async function ask(method: string, path: string): Promise<{ status: number; text: string }> {
  const headers = {
    "Content-Type": path.startsWith("/api/") ? "application/json" : "application/x-www-form-urlencoded",
  };
  const init = method === "GET" ? {} : { method, headers, body: path.startsWith("/api/") ? body : "name=Ada" };
  const answer = await app.request(path, init);
  return { status: answer.status, text: await answer.text() };
}

test("no route tells a statement that may not be seen from one that is not there", async () => {
  const routes = routesOfStatements();
  assert.ok(routes.length > 15, `${routes.length} routes`);
  for (const { method, path } of routes) {
    const absent = await ask(method, fill(path, "a-b-c-d"));
    // Where a mailed code is typed, the page is the same for whatever is asked for.
    const isAlike = path === "/s/:slug/answer";
    assert.ok(isAlike || [401, 404].includes(absent.status), `${method} ${path}: ${absent.status}`);
    for (const { id, slug } of unseen) {
      for (const name of [id, slug]) {
        const answer = await ask(method, fill(path, name));
        assert.equal(answer.status, absent.status, `${method} ${fill(path, name)}`);
        assert.equal(answer.text.replaceAll(name, "a-b-c-d"), absent.text, `${method} ${fill(path, name)}`);
      }
    }
  }
});

test("nor does any list", async () => {
  for (const path of ["/", "/api/v1/statements", "/api/openapi.json", "/.well-known/undersigned.json"]) {
    const { text } = await ask("GET", path);
    for (const { id, slug, title } of unseen) {
      for (const word of [id, slug, title]) assert.ok(!text.includes(word), `${path} has ${word}`);
    }
  }
});
