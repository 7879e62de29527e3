import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Hono } from "hono";
import { MARKDOWN, makeDraft, makePlace, makeSignature } from "../../../../tests/depositary.ts";
import { createApp } from "../app.ts";
import type { Depositary } from "../depositary/depositary.ts";
import { unlimited } from "../http/rate-limiter.ts";
import { silent } from "../log.ts";

// PostgreSQL takes fewer texts than SQLite.
const place = await makePlace("postgres");
let app: Hono;
let depositary: Depositary;
let token = "";
let signature: object = {};
let id = "";

before(async () => {
  ({ depositary } = await place.open());
  token = await depositary.administrators.createToken("test");
  const idempotency = {
    claim: async () => ({ kind: "new" as const }),
    record: async () => {},
    release: async () => {},
  };
  app = createApp(depositary, { config: { trustProxy: 0 }, limiter: unlimited, idempotency, log: silent });
  const draft = await depositary.drafts.create(makeDraft());
  const statement = await depositary.drafts.open(draft.id);
  ({ id } = statement);
  signature = makeSignature(statement);
});
after(async () => {
  await depositary.close();
  await place.remove();
});

const draft = { texts: [{ lang: "en", markdown: MARKDOWN }], initiators: [{ name: "Friends", domain: "f.example" }] };
const text = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constantFrom("", "__proto__", "\u0000", "\ud800"));
const value = fc.oneof(fc.jsonValue(), text, fc.constant(undefined), fc.double(), fc.array(text));

/** A good body with one member replaced, or added, by anything. */
function spoiled(good: () => object): fc.Arbitrary<string> {
  const names = fc.constantFrom(
    "kind",
    "name",
    "mailbox",
    "named",
    "lang",
    "version",
    "texts",
    "initiators",
    "demands",
    "closes",
    "terms",
    "slug",
    "token",
    "pending",
    "code",
  );
  const change = fc.tuple(fc.oneof(names, text), value);
  return change.map(([name, member]) => JSON.stringify({ ...good(), [name]: member }) ?? "");
}

async function refusesWell(method: string, path: string, body: string | null): Promise<void> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const response = await app.request(path, { method, headers, body });
  const answer = await response.text();
  assert.ok(response.status < 500 || response.status === 503, `${response.status} ${answer}`);
  if (response.status < 400) return;
  assert.match(response.headers.get("Content-Type") ?? "", /^application\/problem\+json/);
  const problem: unknown = JSON.parse(answer);
  assert.partialDeepStrictEqual(problem, { type: "about:blank", status: response.status });
  assert.doesNotMatch(answer, /\.ts:\d|node_modules|undefined/);
}

test("whatever body comes, the answer is an answer or a problem, never a failure", async () => {
  const endpoints: [method: string, path: () => string, good: () => object][] = [
    ["POST", () => `/api/v1/statements/${id}/signatures`, () => signature],
    ["POST", () => "/api/v1/statements", () => draft],
    ["PUT", () => `/api/v1/statements/${id}/draft`, () => draft],
    ["POST", () => "/api/v1/confirmations", () => ({ pending: "x", code: "AAAA AAAA" })],
    ["POST", () => "/api/v1/withdrawals", () => ({ token: "x" })],
  ];
  for (const [method, path, good] of endpoints) {
    const bodies = fc.oneof(spoiled(good), fc.json(), text);
    await fc.assert(
      fc.asyncProperty(bodies, (body) => refusesWell(method, path(), body)),
      { numRuns: 150 },
    );
  }
});

test("whatever query or path comes, too", async () => {
  const parts = fc.oneof(text, fc.webQueryParameters(), fc.constantFrom("%", "%00", "%ff", "..", "a".repeat(300)));
  await fc.assert(
    fc.asyncProperty(parts, async (part) => {
      const encoded = part.isWellFormed() ? encodeURIComponent(part) : "%ED%A0%80";
      await refusesWell("GET", `/api/v1/statements/${encoded}`, null);
      await refusesWell("GET", `/api/v1/statements/${id}/signatories?q=${encoded}&cursor=${encoded}`, null);
      await refusesWell("GET", `/api/v1/receipts/${encoded}?token=${encoded}`, null);
      await refusesWell("GET", `/api/v1/outbox?cursor=${encoded}`, null);
    }),
    { numRuns: 150 },
  );
});
