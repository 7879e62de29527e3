import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { createApp } from "../packages/server/src/app.ts";
import type { RateLimiter } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";
import { appOf } from "./accounts.ts";
import type { MailedPlace } from "./mailed-place.ts";
import { openMailedPlace } from "./mailed-place.ts";

/* What holds for each form of the site, also for those that are added after this was written. */

let place: MailedPlace;
let app: Hono;

before(async () => {
  place = await openMailedPlace();
  app = appOf(place.depositary);
});
after(() => place.close());

/** The addresses of all forms, about what is there wherever that is known. */
function forms(): string[] {
  const paths = app.routes
    .filter(({ method, path }) => method === "POST" && !path.includes("*") && !/^\/(?:api\/|admin$)/.test(path))
    .map(({ path }) => path);
  return [...new Set(paths)].map((path) =>
    path
      .replace(":slug", place.statement.slug)
      .replace(/(statements\/):id/, `$1${place.statement.id}`)
      .replaceAll(/:[a-z]+/g, "1"),
  );
}

function post(
  path: string,
  body: URLSearchParams | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return Promise.resolve(app.request(path, { method: "POST", body, headers }));
}

const isAdministrators = (path: string) => /^\/(?:admin\/|sign-out|representatives\/)/.test(path);

test("attack: a form of another site acts for nobody who is signed in: each wants the token of this session", async () => {
  const before = await place.everything();
  const { cookie } = place.administrator;
  const tried = forms().filter(isAdministrators);
  assert.ok(tried.length > 35, `only ${tried.length}`);
  for (const path of tried) {
    for (const csrf of ["", "x".repeat(43)]) {
      const answer = await post(path, new URLSearchParams({ csrf }), { Cookie: cookie });
      assert.equal(answer.status, 403, path);
      assert.match(await answer.text(), /<h1/, path);
    }
    assert.equal((await post(path, new URLSearchParams(), { Cookie: "" })).status, 403, path);
  }
  assert.deepEqual(await place.changes(before), []);
});

test("attack: a body of more than anybody types is refused by each form, whether its length is told or not", async () => {
  const much = new Uint8Array(33 * 1024 * 1024).fill(0x61);
  for (const path of forms()) {
    const told = await post(path, much, {
      "Content-Type": "application/x-www-form-urlencoded",
      "Content-Length": String(much.length),
    });
    assert.equal(told.status, 413, path);
    assert.match(await told.text(), /That is too much at once/, path);
  }
});

test("attack: each form that needs no session counts towards the limits of an address, once", async () => {
  const taken: string[] = [];
  const limiter: RateLimiter = { take: (act, { address }) => void taken.push(`${act} ${address}`) };
  const idempotency = {
    claim: async () => ({ kind: "new" as const }),
    record: async () => undefined,
    release: async () => undefined,
  };
  const limited = createApp(place.depositary, { config: { trustProxy: 0 }, log: silent, limiter, idempotency });
  for (const path of forms().filter((one) => !isAdministrators(one))) {
    taken.length = 0;
    await limited.request(path, { method: "POST", body: new URLSearchParams() });
    assert.ok(taken.length > 0 && new Set(taken).size === taken.length, `${path}: ${taken}`);
    const asksOthers = ["/evidence", "/dispute/settle", "/manage/keep"].includes(path);
    assert.equal(taken.includes("look 0.0.0.0"), asksOthers, `${path}: ${taken}`);
  }
});

test("no form leads to another site: where to go on is never taken from what was sent", async () => {
  const away = "https://evil.example/";
  const fields = { next: away, return: away, redirect: away, url: away, carried: away, token: away };
  for (const path of forms()) {
    const answer = await post(path, new URLSearchParams(fields), { Cookie: place.administrator.cookie });
    const to = new URL(answer.headers.get("Location") ?? "/", "https://letters.example");
    assert.equal(to.origin, "https://letters.example", path);
  }
  for (const next of [away, "//evil.example", "/\\evil.example", "/%5cevil.example", "javascript:alert(1)"]) {
    const answer = await app.request(`/sign-in?next=${encodeURIComponent(next)}`, {
      headers: { Cookie: place.administrator.cookie },
    });
    const to = new URL(answer.headers.get("Location") ?? "/", "https://letters.example");
    assert.equal(to.origin, "https://letters.example", next);
  }
});
