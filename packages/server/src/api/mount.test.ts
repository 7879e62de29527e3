import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { claimKey, recordAnswer, releaseKey } from "@undersigned/store/idempotency.ts";
import { Hono } from "hono";
import { MARKDOWN, mailedToken, makePlace } from "../../../../tests/depositary.ts";
import type { Depositary } from "../depositary/depositary.ts";
import type { IdempotencyKeys } from "../http/idempotency.ts";
import { unlimited } from "../http/rate-limiter.ts";
import { makeSendJson } from "../http/security-headers.ts";
import { silent } from "../log.ts";
import { mountApi } from "./mount.ts";

const place = await makePlace("sqlite");
let depositary: Depositary;
let app: Hono;
let token = "";

before(async () => {
  const opened = await place.open();
  depositary = opened.depositary;
  const { store } = opened;
  const idempotency: IdempotencyKeys = {
    claim: (claim) => claimKey(store, claim),
    record: (keyHash, answer) => recordAnswer(store, keyHash, answer),
    release: (keyHash) => releaseKey(store, keyHash),
  };
  token = await depositary.administrators.createToken("test");
  app = new Hono();
  const sendJson = makeSendJson({ secure: false });
  mountApi(app, { depositary, limiter: unlimited, idempotency, sendJson, log: silent, address: () => "192.0.2.1" });
});
after(async () => {
  await depositary.close();
  await place.remove();
});

type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const init =
    body === undefined
      ? { method, headers }
      : { method, headers: { "Content-Type": "application/json", ...headers }, body: text };
  const response = await app.request(path, init);
  return { status: response.status, headers: response.headers, body: JSON.parse((await response.text()) || "{}") };
}

const withToken = (more: Record<string, string> = {}) => ({ Authorization: `Bearer ${token}`, ...more });

const draft = {
  texts: [{ lang: "en", markdown: MARKDOWN }],
  initiators: [{ name: "Friends of Reading Rooms", domain: "reading.example" }],
};

async function openStatement(change: object = {}): Promise<{ id: string; slug: string; digest: string }> {
  const made = await call("POST", "/api/v1/statements", { ...draft, ...change }, withToken());
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const opened = await call("POST", `/api/v1/statements/${made.body.id}/open`, undefined, withToken());
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const version = opened.body.version;
  assert.ok(typeof version === "object" && version !== null && "digest" in version);
  return { id: String(made.body.id), slug: String(made.body.slug), digest: String(version.digest) };
}

function signature(version: string, change: object = {}): object {
  return {
    kind: "person",
    name: "Ada Winter",
    mailbox: "ada@post.example",
    capacity: "personal",
    named: true,
    consent: true,
    lang: "en",
    version,
    ...change,
  };
}

test("the whole way: draft, open, sign, confirm, list, withdraw, close", async () => {
  const made = await call("POST", "/api/v1/statements", { ...draft, slug: "reading-rooms" }, withToken());
  assert.equal(made.status, 201);
  assert.equal(made.headers.get("Location"), `/api/v1/statements/${made.body.id}`);
  assert.partialDeepStrictEqual(made.body, {
    slug: "reading-rooms",
    state: "draft",
    version: { number: 1, texts: [{ lang: "en", blocks: 4 }] },
  });

  const replaced = await call(
    "PUT",
    "/api/v1/statements/reading-rooms/draft",
    { ...draft, slug: "reading-rooms", demands: [{ block: 3, addressees: ["Town Council"] }] },
    withToken(),
  );
  assert.equal(replaced.status, 200);
  assert.deepEqual(replaced.body.demands, [{ block: 3, addressees: ["Town Council"] }]);

  const opened = await call("POST", "/api/v1/statements/reading-rooms/open", undefined, withToken());
  assert.equal(opened.status, 200);
  assert.equal(opened.body.state, "open");
  assert.match(String(opened.body.openedAt), /^\d{4}-\d\d-\d\dT/);
  const again = await call("PUT", "/api/v1/statements/reading-rooms/draft", draft, withToken());
  assert.partialDeepStrictEqual(again, { status: 409, body: { code: "wrong_state" } });

  const { version } = opened.body;
  assert.ok(typeof version === "object" && version !== null && "digest" in version);
  const submitted = await call(
    "POST",
    "/api/v1/statements/reading-rooms/signatures",
    signature(String(version.digest)),
  );
  assert.equal(submitted.status, 202);
  assert.deepEqual(Object.keys(submitted.body), ["pending"]);

  const mailed = await mailedToken(depositary, "ada@post.example", "confirm");
  const confirmed = await call("POST", "/api/v1/confirmations", { token: mailed });
  assert.equal(confirmed.status, 200);
  assert.partialDeepStrictEqual(confirmed.body, { index: 1, receipt: { format: "undersigned/receipt@v1" } });
  const twice = await call("POST", "/api/v1/confirmations", { token: mailed });
  assert.equal(twice.status, 200);
  assert.equal(twice.body.index, 1);

  const receipt = await call("GET", `/api/v1/receipts/${submitted.body.pending}?token=${mailed}`);
  assert.equal(receipt.status, 200);
  assert.equal(receipt.body.entry, Reflect.get(Object(confirmed.body.receipt), "entry"));

  const read = await call("GET", "/api/v1/statements/reading-rooms");
  assert.partialDeepStrictEqual(read.body, {
    id: made.body.id,
    counts: { total: 1, organisations: 0, people: 1, named: 1, unnamed: 0, earlier: 0 },
    log: { origin: `letters.example/s/${made.body.id}`, size: 2 },
  });
  assert.equal(read.headers.get("Cache-Control"), "no-store");
  assert.equal(read.headers.get("Access-Control-Allow-Origin"), "*");

  const signatories = await call("GET", `/api/v1/statements/${made.body.id}/signatories?kind=person&limit=10`);
  assert.partialDeepStrictEqual(signatories.body, { items: [{ index: 1, name: "Ada Winter" }], next: null });

  const withdrawn = await call("POST", "/api/v1/withdrawals", { token: mailed });
  assert.partialDeepStrictEqual(withdrawn, { status: 200, body: { index: 2 } });
  assert.equal((await call("POST", "/api/v1/withdrawals", { token: mailed })).body.index, 2);

  const closed = await call("POST", "/api/v1/statements/reading-rooms/close", undefined, withToken());
  assert.partialDeepStrictEqual(closed, { status: 200, body: { state: "closed" } });
});

test("a code confirms as a link does; five wrong ones do not", async () => {
  const { id, digest } = await openStatement();
  const { body } = await call(
    "POST",
    `/api/v1/statements/${id}/signatures`,
    signature(digest, { mailbox: "ben@post.example" }),
  );
  const outbox = await call("GET", "/api/v1/outbox?limit=1", undefined, withToken());
  const [mail] = Array.isArray(outbox.body.items) ? outbox.body.items : [];
  assert.partialDeepStrictEqual(mail, { to: "ben@post.example", state: "waiting", sentAt: null });
  const code = /([A-Z2-7]{4} [A-Z2-7]{4})/.exec(mail.text)?.[1];
  const wrong = await call("POST", "/api/v1/confirmations", { pending: body.pending, code: "AAAA AAAA" });
  assert.partialDeepStrictEqual(wrong, { status: 422, body: { code: "code_invalid" } });
  const right = await call("POST", "/api/v1/confirmations", { pending: body.pending, code: code?.toLowerCase() });
  assert.equal(right.status, 200, JSON.stringify(right.body));
});

test("the bundle is a zip", async () => {
  const { id } = await openStatement();
  for (let i = 0; i < 50; i++) {
    const response = await app.request(`/api/v1/statements/${id}/bundle`);
    if (response.status === 503) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("Content-Type"), "application/zip");
    assert.equal(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
      "PK",
    );
    return;
  }
  assert.fail("never published");
});

test("every field at fault is named; what was meant for another version is a conflict", async () => {
  const { id, digest } = await openStatement();
  const path = `/api/v1/statements/${id}/signatures`;
  const bad = await call("POST", path, signature(digest, { name: "=1", mailbox: "x", nickname: "A" }));
  assert.equal(bad.status, 422);
  assert.equal(bad.headers.get("Content-Type"), "application/problem+json; charset=utf-8");
  assert.ok(Array.isArray(bad.body.errors));
  assert.deepEqual(bad.body.errors.map((error) => error.field).sort(), ["mailbox", "name", "nickname"]);
  const stale = await call("POST", path, signature("0".repeat(64)));
  assert.partialDeepStrictEqual(stale, { status: 409, body: { code: "wrong_version" } });
  const unnamed = await call("POST", path, signature(digest, { name: "x".repeat(201) }));
  assert.deepEqual(unnamed.body.errors, [
    { field: "name", message: "Name: at most 200 characters, please.", limit: 200 },
  ]);
  const nowhere = await call("POST", "/api/v1/statements/nowhere/signatures", signature(digest));
  assert.partialDeepStrictEqual(nowhere, { status: 404, body: { code: "not_found" } });
});

test("a body that is not JSON, too long, or of another type is refused as such", async () => {
  const path = "/api/v1/confirmations";
  assert.partialDeepStrictEqual(await call("POST", path, "{"), { status: 400, body: { code: "malformed" } });
  const form = await call("POST", path, "token=x", { "Content-Type": "application/x-www-form-urlencoded" });
  assert.partialDeepStrictEqual(form, { status: 415, body: { code: "unsupported_media_type" } });
  const long = "x".repeat(70_000);
  const big = await call("POST", path, JSON.stringify({ token: long }), { "Content-Length": "70012" });
  assert.partialDeepStrictEqual(big, { status: 413, body: { code: "too_large" } });
  assert.equal((await call("POST", path, {})).status, 422);
  assert.equal((await call("POST", path, { token: "a", code: "b" })).status, 422);
  assert.equal((await call("POST", path, [])).status, 422);
  assert.equal((await call("POST", path, { token: "nonsense" })).status, 404);
});

test("a draft with problems is refused with the field, the line and the column", async () => {
  const bad = await call(
    "POST",
    "/api/v1/statements",
    { ...draft, texts: [{ lang: "en", markdown: "# Title\n\n<b>no</b>\n" }], demands: [{ block: 9, addressees: [] }] },
    withToken(),
  );
  assert.equal(bad.status, 422);
  assert.partialDeepStrictEqual(bad.body, { code: "invalid_field", errors: [{ field: "texts.0.markdown", line: 3 }] });
  const taken = await openStatement({ slug: "taken-twice" });
  assert.equal(taken.slug, "taken-twice");
  const twice = await call("POST", "/api/v1/statements", { ...draft, slug: "taken-twice" }, withToken());
  assert.ok(twice.status === 409 || twice.status === 422, JSON.stringify(twice.body));
});

test("what needs a token says so", async () => {
  for (const [method, path] of [
    ["POST", "/api/v1/statements"],
    ["PUT", "/api/v1/statements/x/draft"],
    ["POST", "/api/v1/statements/x/open"],
    ["POST", "/api/v1/statements/x/close"],
    ["GET", "/api/v1/outbox"],
  ]) {
    const none = await call(method ?? "", path ?? "", method === "GET" ? undefined : draft);
    assert.partialDeepStrictEqual(none, { status: 401, body: { code: "unauthenticated" } });
    assert.match(none.headers.get("WWW-Authenticate") ?? "", /^Bearer/);
    const wrong = await call(method ?? "", path ?? "", undefined, { Authorization: "Bearer undersigned_x" });
    assert.equal(wrong.status, 401);
  }
});

test("drafts and link-only statements are for those who may see them", async () => {
  const made = await call("POST", "/api/v1/statements", { ...draft, visibility: "link" }, withToken());
  const path = `/api/v1/statements/${made.body.id}`;
  assert.equal((await call("GET", path)).status, 404);
  assert.equal((await call("GET", path, undefined, withToken())).status, 200);
  await call("POST", `${path}/open`, undefined, withToken());
  assert.equal((await call("GET", path)).status, 404);
  assert.equal((await call("GET", `${path}/signatories`)).status, 404);
  assert.equal((await app.request(`${path}/bundle`)).status, 404);
  const seen = await call("GET", `${path}?key=${made.body.linkKey}`);
  assert.equal(seen.status, 200);
  assert.equal(seen.body.linkKey, null);
  const listed = await call("GET", "/api/v1/statements?limit=100");
  assert.equal(JSON.stringify(listed.body).includes(String(made.body.id)), false);
});

test("the same idempotency key makes one statement", async () => {
  const headers = withToken({ "Idempotency-Key": "key-1" });
  const first = await call("POST", "/api/v1/statements", draft, headers);
  const second = await call("POST", "/api/v1/statements", draft, headers);
  assert.equal(second.status, 201);
  assert.equal(second.headers.get("Idempotency-Replayed"), "true");
  assert.deepEqual(second.body, first.body);
  const other = await call("POST", "/api/v1/statements", { ...draft, slug: "another" }, headers);
  assert.partialDeepStrictEqual(other, { status: 409, body: { code: "idempotency_conflict" } });
  const at = (key: string) => call("POST", "/api/v1/statements", draft, withToken({ "Idempotency-Key": key }));
  assert.equal((await at("x".repeat(256))).status, 422);
  const both = await Promise.all([at("key-2"), at("key-2")]);
  assert.ok(both.some((each) => each.status === 201));
  const ids = new Set(both.filter((each) => each.status === 201).map((each) => each.body.id));
  assert.equal(ids.size, 1);
});

test("a refusal is answered the same again too", async () => {
  const headers = withToken({ "Idempotency-Key": "key-3" });
  const first = await call("POST", "/api/v1/statements", { ...draft, texts: [] }, headers);
  const second = await call("POST", "/api/v1/statements", { ...draft, texts: [] }, headers);
  assert.equal(first.status, 422);
  assert.deepEqual(second.body, first.body);
  assert.match(second.headers.get("Content-Type") ?? "", /^application\/problem\+json/);
});

test("unknown paths and wrong methods are problems", async () => {
  for (const path of [
    "/api",
    "/api/",
    "/api/v1",
    "/api/v1/statement",
    "/api/v2/statements",
    "/api/v1/statements/a/b/c",
  ]) {
    assert.equal((await call("GET", path)).status, 404, path);
  }
  const wrong = await call("DELETE", "/api/v1/statements/x");
  assert.partialDeepStrictEqual(wrong, { status: 405, body: { code: "method_not_allowed" } });
  assert.equal(wrong.headers.get("Allow"), "GET, HEAD");
  assert.equal((await call("GET", "/api/v1/confirmations")).headers.get("Allow"), "POST");
  const options = await app.request("/api/v1/statements", { method: "OPTIONS" });
  assert.equal(options.status, 204);
  assert.equal(options.headers.get("Allow"), "GET, HEAD, POST");
});

test("pages have limits, and cursors of others are refused", async () => {
  const { id } = await openStatement();
  const path = `/api/v1/statements/${id}/signatories`;
  for (const query of ["limit=0", "limit=201", "limit=x", "kind=robot", "cursor=!!"]) {
    const bad = await call("GET", `${path}?${query}`);
    assert.equal(bad.status, 422, query);
    assert.partialDeepStrictEqual(bad.body, { errors: [{ field: query.split("=")[0] }] });
  }
});

test("who had signed on a day is counted from the log, and a day that is none is refused", async () => {
  const { id } = await openStatement();
  const today = new Date().toISOString().slice(0, 10);
  const { status, body } = await call("GET", `/api/v1/statements/${id}/signed-on?date=${today}`);
  assert.equal(status, 200);
  assert.partialDeepStrictEqual(body, {
    day: today,
    total: 0,
    items: [],
    next: null,
  });
  const refused = await call("GET", `/api/v1/statements/${id}/signed-on?date=today`);
  assert.partialDeepStrictEqual(refused, { status: 422, body: { code: "invalid_field" } });
  assert.equal((await call("GET", `/api/v1/statements/nobody/signed-on?date=${today}`)).status, 404);
});

test("OpenAPI 3.1 describes every endpoint, with the limits of its fields", async () => {
  const { status, body } = await call("GET", "/api/openapi.json");
  assert.equal(status, 200);
  assert.equal(body.openapi, "3.1.0");
  assert.deepEqual(Object.keys(Object(body.paths)).sort(), [
    "/.well-known/undersigned.json",
    "/api/v1/account-acts",
    "/api/v1/anonymisations",
    "/api/v1/checks",
    "/api/v1/checks/{check}",
    "/api/v1/checks/{check}/publication",
    "/api/v1/confirmations",
    "/api/v1/consents",
    "/api/v1/evidence",
    "/api/v1/imports",
    "/api/v1/organisations/{domain}",
    "/api/v1/outbox",
    "/api/v1/receipts/{pending}",
    "/api/v1/statements",
    "/api/v1/statements/{id}",
    "/api/v1/statements/{id}/acts",
    "/api/v1/statements/{id}/anonymisation",
    "/api/v1/statements/{id}/bundle",
    "/api/v1/statements/{id}/close",
    "/api/v1/statements/{id}/corrections",
    "/api/v1/statements/{id}/disputes",
    "/api/v1/statements/{id}/disputes/{index}/removal",
    "/api/v1/statements/{id}/disputes/{index}/uphold",
    "/api/v1/statements/{id}/draft",
    "/api/v1/statements/{id}/extension",
    "/api/v1/statements/{id}/invitations",
    "/api/v1/statements/{id}/invitations/reminders",
    "/api/v1/statements/{id}/invitations/{invitation}",
    "/api/v1/statements/{id}/next-version",
    "/api/v1/statements/{id}/next-version/open",
    "/api/v1/statements/{id}/open",
    "/api/v1/statements/{id}/responses",
    "/api/v1/statements/{id}/signatories",
    "/api/v1/statements/{id}/signatories/{index}/evidence",
    "/api/v1/statements/{id}/signatories/{index}/proof",
    "/api/v1/statements/{id}/signatures",
    "/api/v1/statements/{id}/signatures/{index}/anonymisation",
    "/api/v1/statements/{id}/signatures/{index}/erasure",
    "/api/v1/statements/{id}/signatures/{index}/removal",
    "/api/v1/statements/{id}/signed-on",
    "/api/v1/statements/{id}/translations",
    "/api/v1/statements/{id}/versions",
    "/api/v1/statements/{id}/waiting",
    "/api/v1/statements/{id}/waiting/{pending}/admission",
    "/api/v1/statements/{id}/waiting/{pending}/refusal",
    "/api/v1/withdrawals",
    "/log/checkpoint",
    "/log/tile/{path}",
    "/s/{slug}/log/checkpoint",
    "/s/{slug}/log/tile/{path}",
    "/s/{slug}/responses/{file}",
    "/s/{slug}/translations/{number}/{file}",
    "/s/{slug}/versions/{number}/{file}",
    "/s/{slug}/{lang}.md",
  ]);
  assert.partialDeepStrictEqual(body.components, {
    schemas: {
      Signature: {
        additionalProperties: false,
        properties: {
          name: { type: "string", minLength: 1, maxLength: 200 },
          kind: { enum: ["person", "organisation"] },
        },
      },
      Problem: { type: "object" },
    },
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
  });
});
