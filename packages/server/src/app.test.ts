import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { pino } from "pino";
import { makeDraft, makePlace, makeSignature } from "../../../tests/depositary.ts";
import { createApp } from "./app.ts";
import type { Depositary } from "./depositary/depositary.ts";
import type { IdempotencyKeys } from "./http/idempotency.ts";
import { createSharedLimiter, unlimited } from "./http/rate-limiter.ts";

const place = await makePlace("sqlite");
const lines: string[] = [];
const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
const idempotency: IdempotencyKeys = {
  claim: async () => ({ kind: "new" }),
  record: async () => undefined,
  release: async () => undefined,
};
let depositary: Depositary;
let app: Hono;
let slug = "";

before(async () => {
  ({ depositary } = await place.open());
  app = createApp(depositary, { config: { trustProxy: 1 }, log, limiter: unlimited, idempotency });
  const draft = await depositary.drafts.create(makeDraft());
  ({ slug } = await depositary.drafts.open(draft.id));
});
after(async () => {
  await depositary.close();
  await place.remove();
});

const form = (body: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
  body: new URLSearchParams(body).toString(),
});

test("readers get pages without a cookie, with every security header", async () => {
  for (const path of [
    "/",
    `/s/${slug}`,
    `/s/${slug}/en`,
    `/s/${slug}/sign`,
    `/s/${slug}/signatories`,
    `/s/${slug}/verify`,
  ]) {
    const { status, headers } = await app.request(path);
    assert.equal(status, 200, path);
    assert.equal(headers.get("Set-Cookie"), null, path);
    assert.match(headers.get("Content-Security-Policy") ?? "", /^default-src 'none'/);
    assert.match(headers.get("Strict-Transport-Security") ?? "", /^max-age=/);
  }
});

test("what is not there is a page for people and a problem for programs", async () => {
  const page = await app.request("/nowhere");
  assert.equal(page.status, 404);
  assert.match(page.headers.get("Content-Type") ?? "", /^text\/html/);
  const problem = await app.request("/api/v1/nowhere");
  assert.equal(problem.status, 404);
  assert.match(problem.headers.get("Content-Type") ?? "", /^application\/problem\+json/);
});

test("health tells whether the process and its database answer", async () => {
  assert.equal((await app.request("/healthz")).status, 200);
  assert.equal((await app.request("/readyz")).status, 200);
  const failing = createApp(
    { ...depositary, identity: depositary.identity, ready: () => Promise.reject(new Error("gone")) },
    { config: { trustProxy: 0 }, log, limiter: unlimited, idempotency },
  );
  assert.equal((await failing.request("/readyz")).status, 503);
  assert.equal((await failing.request("/healthz")).status, 200);
});

test("a form that another site sends is refused, on every page that takes one", async () => {
  for (const path of [
    `/s/${slug}/sign`,
    "/confirm",
    "/manage/withdraw",
    "/sign-in",
    "/setup",
    "/admin/statements/new",
  ]) {
    const { status } = await app.request(path, form({}, { "Sec-Fetch-Site": "cross-site" }));
    assert.equal(status, 403, path);
  }
});

test("too many from one address are told when to come back, others are not; pages and API alike", async () => {
  const limiter = createSharedLimiter({
    clock: Date.now,
    hide: (name) => Buffer.from(name),
    add: async (deltas, now) => deltas.map(({ count, window }) => ({ count, resetsAt: now + window })),
  });
  const limited = createApp(depositary, { config: { trustProxy: 1 }, log, limiter, idempotency });
  const from = (address: string) => ({ "X-Forwarded-For": address });
  let last = await limited.request("/sign-in", form({ mailbox: "x" }, from("192.0.2.1")));
  for (let i = 0; i < 10; i++) last = await limited.request("/sign-in", form({ mailbox: "x" }, from("192.0.2.1")));
  assert.equal(last.status, 429);
  assert.ok(Number(last.headers.get("Retry-After")) > 0);
  assert.match(last.headers.get("Content-Type") ?? "", /^text\/html/);
  const other = await limited.request("/sign-in", form({ mailbox: "x" }, from("192.0.2.2")));
  assert.notEqual(other.status, 429);

  const confirm = () =>
    limited.request("/api/v1/confirmations", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...from("192.0.2.3") },
      body: JSON.stringify({ token: "x" }),
    });
  for (let i = 0; i < 240; i++) await confirm();
  const problem = await confirm();
  assert.equal(problem.status, 429);
  assert.match(problem.headers.get("Content-Type") ?? "", /^application\/problem\+json/);
});

test("forms beyond their limit are refused in words", async () => {
  const body = "x".repeat(70_000);
  const sign = await app.request(`/s/${slug}/sign`, form({ name: body }, { "Content-Length": "70005" }));
  assert.equal(sign.status, 413);
  assert.match(sign.headers.get("Content-Type") ?? "", /^text\/html/);
  assert.doesNotMatch(await sign.text(), /at .*\.ts/);
});

test("the log holds no mailbox, token, code or name", async () => {
  const statement = await depositary.statements.find(slug);
  assert.ok(statement);
  const signature = makeSignature(statement, { name: "Grace Hidden", mailbox: "grace@hidden.example" });
  await app.request(`/api/v1/statements/${slug}/signatures`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(signature),
  });
  const { items } = await depositary.outbox.list({ limit: 1 });
  const link = new URL(items[0]?.links[0] ?? "");
  await app.request(`${link.pathname}${link.search}`);
  await app.request("/confirm", form({ token: link.searchParams.get("token") ?? "" }));
  await app.request(`/nowhere/${link.searchParams.get("token")}`);
  const written = lines.join("");
  assert.match(written, /"route":"\/confirm"/);
  assert.doesNotMatch(written, /hidden|Grace/i);
  assert.equal(written.includes(link.searchParams.get("token") ?? "?"), false);
});

test("a proxy that nobody told us of is said, once", async () => {
  const untold = createApp(depositary, { config: { trustProxy: 0 }, log, limiter: unlimited, idempotency });
  const before = lines.length;
  for (let i = 0; i < 3; i++)
    await untold.request("/sign-in", form({ mailbox: "x" }, { "X-Forwarded-For": "192.0.2.1" }));
  assert.equal(lines.slice(before).filter((line) => line.includes("TRUST_PROXY=1")).length, 1);
});
