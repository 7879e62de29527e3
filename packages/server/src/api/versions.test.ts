import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { claimKey, recordAnswer, releaseKey } from "@undersigned/store/idempotency.ts";
import { Hono } from "hono";
import { MARKDOWN, mailedToken, makeDraft, makePlace, makeSignature } from "../../../../tests/depositary.ts";
import type { Depositary } from "../depositary/depositary.ts";
import { unlimited } from "../http/rate-limiter.ts";
import { makeSendJson } from "../http/security-headers.ts";
import { silent } from "../log.ts";
import { mountApi } from "./mount.ts";

const place = await makePlace("sqlite");
const NEW_TEXT = MARKDOWN.replace("on Sundays", "on Sundays and Mondays");
let depositary: Depositary;
let app: Hono;
let token = "";

before(async () => {
  const opened = await place.open();
  depositary = opened.depositary;
  const { store } = opened;
  token = await depositary.administrators.createToken("test");
  app = new Hono();
  const idempotency = {
    claim: (claim: Parameters<typeof claimKey>[1]) => claimKey(store, claim),
    record: (keyHash: Uint8Array, answer: Parameters<typeof recordAnswer>[2]) => recordAnswer(store, keyHash, answer),
    release: (keyHash: Uint8Array) => releaseKey(store, keyHash),
  };
  const sendJson = makeSendJson({ secure: false });
  mountApi(app, { depositary, limiter: unlimited, idempotency, sendJson, log: silent, address: () => "192.0.2.1" });
});
after(async () => {
  await depositary.close();
  await place.remove();
});

type Json = Record<string, unknown>;

async function call(
  method: string,
  path: string,
  body?: unknown,
  bearer = token,
): Promise<{ status: number; body: Json }> {
  const headers = {
    ...(bearer === "" ? {} : { Authorization: `Bearer ${bearer}` }),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await app.request(`/api/v1/${path}`, init);
  return { status: answer.status, body: JSON.parse((await answer.text()) || "{}") };
}

const texts = [{ lang: "en", markdown: NEW_TEXT }];

test("the next version: written, looked at, opened by its digest; then signed again with a mailed token", async () => {
  const { id } = await depositary.drafts.create(makeDraft());
  const path = `statements/${id}/next-version`;
  assert.partialDeepStrictEqual(await call("PUT", path, { texts }), { status: 409, body: { code: "wrong_state" } });
  const statement = await depositary.drafts.open(id);
  await depositary.signing.submit(id, makeSignature(statement), { address: "192.0.2.1" });
  const own = await mailedToken(depositary, "ada@post.example", "confirm");
  await depositary.signing.confirm({ token: own });

  assert.equal((await call("GET", path)).status, 404);
  const same = await call("PUT", path, { texts: [{ lang: "en", markdown: MARKDOWN }] });
  assert.deepEqual([same.status, same.body.code], [422, "invalid_field"]);
  assert.match(String(same.body.detail), /Nothing is changed/);
  const written = await call("PUT", path, { texts, terms: { minimumAge: 18 } });
  assert.partialDeepStrictEqual(written, {
    status: 200,
    body: { state: "open", version: { number: 2, openedAt: null }, terms: { minimumAge: 18, reservations: true } },
  });
  assert.deepEqual((await call("GET", path)).body, written.body);
  assert.partialDeepStrictEqual(await call("GET", `statements/${id}`), { body: { version: { number: 1 } } });
  const digest = Reflect.get(Object(written.body.version), "digest");

  const other = await call("POST", `${path}/open`, { version: "0".repeat(64) });
  assert.partialDeepStrictEqual(other, { status: 409, body: { code: "wrong_state" } });
  const opened = await call("POST", `${path}/open`, { version: digest });
  assert.partialDeepStrictEqual(opened, {
    status: 200,
    body: { version: { number: 2, digest }, counts: { earlier: 1 } },
  });
  assert.match(String(Reflect.get(Object(opened.body.version), "openedAt")), /^\d{4}-/);
  assert.equal((await call("POST", `${path}/open`, { version: digest })).status, 409);
  const listed = await call("GET", `statements/${id}/versions`, undefined, "");
  assert.partialDeepStrictEqual(listed.body.items, [
    { number: 1, signed: 1 },
    { number: 2, digest, signed: 0 },
  ]);

  const looked = await call("GET", `consents?token=${own}`, undefined, "");
  assert.partialDeepStrictEqual(looked.body, {
    status: "standing",
    named: true,
    again: { signed: 1, version: digest },
  });
  const replaces = Reflect.get(Object(looked.body.again), "replaces");
  const input = { token: own, replaces, named: false, consent: true, lang: "en", version: digest };
  assert.equal((await call("POST", "consents", { ...input, consent: false }, "")).status, 422);
  const signed = await call("POST", "consents", input, "");
  assert.partialDeepStrictEqual(signed, {
    status: 200,
    body: { index: 3, receipt: { format: "undersigned/receipt@v1" } },
  });
  assert.equal((await call("POST", "consents", input, "")).body.index, 3);
  assert.partialDeepStrictEqual(await call("POST", "consents", { ...input, named: true }, ""), { status: 409 });
});

test("the next version is discarded; all of it needs a token", async () => {
  const { id } = await depositary.drafts.create(makeDraft());
  await depositary.drafts.open(id);
  const path = `statements/${id}/next-version`;
  for (const [method, at] of [
    ["GET", path],
    ["PUT", path],
    ["DELETE", path],
    ["POST", `${path}/open`],
  ] as const) {
    assert.equal((await call(method, at, method === "GET" ? undefined : { texts }, "")).status, 401, `${method} ${at}`);
  }
  await call("PUT", path, { texts });
  assert.equal((await call("DELETE", path)).status, 204);
  assert.equal((await call("GET", path)).status, 404);
  assert.equal((await call("PUT", path, { texts, slug: "x" })).status, 422, "its address is the statement's own");
});
