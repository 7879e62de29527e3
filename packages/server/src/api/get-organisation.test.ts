import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { OpenPlace, Place } from "../../../../tests/depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "../../../../tests/depositary.ts";
import { createApp } from "../app.ts";
import { unlimited } from "../http/rate-limiter.ts";

let place: Place;
let opened: OpenPlace;
let app: Hono;

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  const { depositary } = opened;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const idempotency = {
    claim: async () => ({ kind: "new" as const }),
    record: async () => {},
    release: async () => {},
  };
  app = createApp(depositary, { config: { trustProxy: 0 }, limiter: unlimited, idempotency, log });
  const statement = await depositary.drafts.open((await depositary.drafts.create(makeDraft({ slug: "rooms" }))).id);
  const mailbox = "office@library.example";
  const signature = { name: "Library", mailbox, kind: "organisation", capacity: "institutional" } as const;
  await depositary.signing.submit(statement.id, makeSignature(statement, signature), { address: "192.0.2.1" });
  await depositary.signing.confirm({ token: await mailedToken(depositary, mailbox, "confirm") });
});

after(async () => {
  await opened.depositary.close();
  await place.remove();
});

test("a program gets what a domain signed, with level and evidence as data", async () => {
  const answer = await app.request("/api/v1/organisations/library.example");
  assert.equal(answer.status, 200);
  const { domain, signed, next } = JSON.parse(await answer.text());
  assert.deepEqual([domain, next, signed.length], ["library.example", null, 1]);
  const [{ statement, signatory }] = signed;
  assert.deepEqual([statement.slug, signatory.name, signatory.level, signatory.evidence], ["rooms", "Library", 2, []]);
});

test("of a domain that signed nothing it is said that nothing is in the record, and no more", async () => {
  const answer = await app.request("/api/v1/organisations/nobody.example");
  assert.equal(answer.status, 404);
  assert.equal(JSON.parse(await answer.text()).detail, "Nothing in the record under this domain.");
});
