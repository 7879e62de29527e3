import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { claimKey, recordAnswer, releaseKey } from "@undersigned/store/idempotency.ts";
import { Hono } from "hono";
import { MARKDOWN, mailedToken, makeDraft, makePlace, makeSignature } from "../../../../tests/depositary.ts";
import type { Depositary } from "../depositary/depositary.ts";
import type { StatementView } from "../depositary/statements.ts";
import { unlimited } from "../http/rate-limiter.ts";
import { makeSendJson } from "../http/security-headers.ts";
import { silent } from "../log.ts";
import { mountApi } from "./mount.ts";

const place = await makePlace("sqlite");
let depositary: Depositary;
let statement: StatementView;
let app: Hono;
let token = "";

before(async () => {
  const opened = await place.open();
  depositary = opened.depositary;
  const { store } = opened;
  const idempotency = {
    claim: (claim: Parameters<typeof claimKey>[1]) => claimKey(store, claim),
    record: (hash: Uint8Array, answer: Parameters<typeof recordAnswer>[2]) => recordAnswer(store, hash, answer),
    release: (hash: Uint8Array) => releaseKey(store, hash),
  };
  token = await depositary.administrators.createToken("our website");
  app = new Hono();
  const sendJson = makeSendJson({ secure: false });
  mountApi(app, { depositary, limiter: unlimited, idempotency, sendJson, log: silent, address: () => "192.0.2.1" });
  statement = await depositary.drafts.open((await depositary.drafts.create(makeDraft({ slug: "rooms" }))).id);
});
after(async () => {
  await depositary.close();
  await place.remove();
});

async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await app.request(`/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

async function sign(name: string, change = {}): Promise<{ index: number; token: string }> {
  const mailbox = `${name.toLowerCase()}@api.example`;
  const input = makeSignature(statement, { name, mailbox, ...change });
  await depositary.signing.submit(statement.id, input, { address: "192.0.2.1" });
  const confirm = await mailedToken(depositary, mailbox, "confirm");
  const { index } = await depositary.signing.confirm({ token: confirm }, { wait: 1 });
  return { index, token: confirm };
}

test("acts need a token, a signature and a reason", async () => {
  const { index } = await sign("Ada");
  const path = `statements/rooms/signatures/${index}/removal`;
  const anonymous = await call("POST", path, { reason: "forged" }, { Authorization: "" });
  assert.partialDeepStrictEqual(anonymous, { status: 401 });
  for (const list of ["statements/rooms/signatures", "statements/rooms/acts"])
    assert.equal((await call("GET", list, undefined, { Authorization: "Bearer nonsense" })).status, 401);
  const unknown = await call("POST", path, { reason: "tiresome" });
  assert.partialDeepStrictEqual(unknown, { status: 422, body: { errors: [{ field: "reason" }] } });
  const disputed = await call("POST", path, { reason: "disputed" });
  assert.partialDeepStrictEqual(disputed, {
    status: 422,
    body: { code: "invalid_field", errors: [{ field: "reason" }] },
  });
  assert.match(disputed.headers.get("Content-Type") ?? "", /problem\+json/);
  const silent = await call("POST", path, { reason: "forged", tell: false });
  assert.partialDeepStrictEqual(silent, { status: 422, body: { errors: [{ field: "tell" }] } });
  const missing = await call("POST", "statements/rooms/signatures/900/erasure");
  assert.partialDeepStrictEqual(missing, { status: 404, body: { code: "not_found" } });
  const odd = await call("POST", "statements/rooms/signatures/first/erasure");
  assert.equal(odd.status, 422);
  const soon = await call("POST", `statements/rooms/signatures/${index}/anonymisation`);
  assert.partialDeepStrictEqual(soon, { status: 409, body: { code: "wrong_state" } });
});

test("a signature is removed, once; who did it is told, and the sum follows", async () => {
  const { index } = await sign("Bo");
  const path = `statements/rooms/signatures/${index}/removal`;
  const key = { "Idempotency-Key": "remove-bo" };
  const removal = { reason: "duplicate", explanation: "See the entry before." };
  const done = await call("POST", path, removal, key);
  assert.partialDeepStrictEqual(done, {
    status: 200,
    body: { statement: statement.id, signature: index, repeated: false },
  });
  assert.deepEqual((await call("POST", path, removal, key)).body, done.body);
  const again = await call("POST", path, removal);
  assert.deepEqual(again.body, { ...done.body, repeated: true });
  const acts = await call("GET", "statements/rooms/acts");
  assert.partialDeepStrictEqual(acts.body.items[0], {
    index: done.body.index,
    act: "remove",
    signature: index,
    reason: "duplicate",
    by: { kind: "token", name: "our website" },
  });
  const { body } = await call("GET", "statements/rooms");
  assert.partialDeepStrictEqual(body.reconciliation, {
    signed: 2,
    withdrawn: 0,
    removed: { duplicate: 1 },
    erased: 0,
    disputed: 0,
    standing: 1,
    anonymised: 0,
    opened: [{ number: 1 }],
  });
  const list = await call("GET", "statements/rooms/signatures?limit=1");
  assert.equal(list.body.items.length, 1);
  const rest = await call("GET", `statements/rooms/signatures?cursor=${list.body.next}`);
  assert.partialDeepStrictEqual(rest.body.items[0], {
    index,
    status: "removed",
    reason: "duplicate",
    name: "Bo",
    acts: [],
  });
  assert.equal((await call("GET", "statements/rooms/signatories")).body.items.length, 1);
});

test("a signature is erased; once closed, people are forgotten by themselves or all at once", async () => {
  const erased = await sign("Cleo", { named: false });
  assert.equal((await call("POST", `statements/rooms/signatures/${erased.index}/erasure`)).status, 200);
  const own = await sign("Dora");
  const early = await call("POST", "anonymisations", { token: own.token });
  assert.partialDeepStrictEqual(early, { status: 409, body: { code: "wrong_state" } });
  assert.equal((await call("POST", "statements/rooms/anonymisation")).status, 409);
  await depositary.drafts.close(statement.id);
  const forgotten = await call("POST", "anonymisations", { token: own.token }, { Authorization: "" });
  assert.equal(forgotten.status, 200);
  assert.match(forgotten.body.receiptUrl, new RegExp(`/api/v1/receipts/${statement.id}\\.${forgotten.body.index}\\?`));
  const receipt = await call("GET", forgotten.body.receiptUrl.split("/api/v1/")[1]);
  assert.equal(receipt.status, 200);
  const ordered = await call("POST", "statements/rooms/anonymisation");
  assert.partialDeepStrictEqual(ordered, { status: 202, body: { by: { name: "our website" } } });
  for (let tries = 0; ; tries++) {
    const { body } = await call("POST", "statements/rooms/anonymisation");
    if (body.doneAt !== null) break;
    assert.ok(tries < 100, "it is done within seconds");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { body } = await call("GET", "statements/rooms");
  assert.partialDeepStrictEqual(body.reconciliation, { standing: 2, anonymised: 2, erased: 1 });
});

test("an open statement gets more time, once for each idempotency key, and who gave it is told", async () => {
  const { drafts } = depositary;
  const { id } = await drafts.open((await drafts.create(makeDraft({ closes: "2199-01-01T00:00:00Z" }))).id);
  const path = `statements/${id}/extension`;
  const later = { closes: "2199-02-01T00:00:00Z" };
  assert.equal((await call("POST", path, later, { Authorization: "" })).status, 401);
  const once = await call("POST", path, later, { "Idempotency-Key": "more-time" });
  assert.partialDeepStrictEqual(once, { status: 200, body: { closes: later.closes, state: "open" } });
  const again = await call("POST", path, later, { "Idempotency-Key": "more-time" });
  assert.deepEqual(again.body, once.body);
  const sooner = await call("POST", path, { closes: "2199-01-15T00:00:00Z" });
  assert.partialDeepStrictEqual(sooner, {
    status: 422,
    body: { code: "invalid_field", errors: [{ field: "closes" }] },
  });
  assert.equal((await call("POST", path, {})).status, 422);
  const { body } = await call("GET", `statements/${id}/acts`);
  assert.partialDeepStrictEqual(body.items, [
    { act: "extend", signature: null, entry: { act: "extend", closes: later.closes }, by: { name: "our website" } },
  ]);
  assert.equal(body.items.length, 1);
});

test("an answer is recorded by a program, as text or as a file, and anybody reads where it is", async () => {
  const { drafts } = depositary;
  const { id } = await drafts.open((await drafts.create(makeDraft())).id);
  const path = `statements/${id}/responses`;
  const letter = { addressee: "Town Council", text: "We thank you.\n" };
  assert.equal((await call("POST", path, letter, { Authorization: "" })).status, 401);
  const once = await call("POST", path, letter, { "Idempotency-Key": "answer" });
  assert.partialDeepStrictEqual(once, { status: 200, body: { statement: id, index: 1, repeated: false } });
  assert.deepEqual((await call("POST", path, letter, { "Idempotency-Key": "answer" })).body, once.body);
  assert.partialDeepStrictEqual((await call("POST", path, letter)).body, { index: 1, repeated: true });
  const base64 = Buffer.from("%PDF-1.7\n").toString("base64");
  const file = await call("POST", path, { addressee: "Ministry", base64, name: "answer.txt" });
  assert.equal(file.status, 200);
  for (const [body, field] of [
    [{ addressee: "Ministry" }, "text"],
    [{ addressee: "Ministry", text: "a", base64 }, "text"],
    [{ addressee: "Ministry", text: "\ud800" }, "text"],
    [{ addressee: "Ministry", base64: `${base64}!` }, "base64"],
    [{ addressee: "Ministry", base64: "UEsDBA==" }, "document"],
    [{ addressee: " ", text: "a" }, "addressee"],
    [{ text: "a" }, "addressee"],
  ] as const) {
    const refused = await call("POST", path, body);
    assert.partialDeepStrictEqual(refused, { status: 422, body: { errors: [{ field }] } }, JSON.stringify(body));
  }
  const { body } = await call("GET", `statements/${id}`);
  assert.partialDeepStrictEqual(body.additions.responses, [
    { index: 1, addressee: "Town Council", sha256: once.body.sha256, document: { format: "txt", size: 14 } },
    { index: 2, addressee: "Ministry", document: { format: "pdf", size: 9 }, stands: true },
  ]);
});

test("a slip of the pen is noted by a program", async () => {
  const { drafts } = depositary;
  const { id } = await drafts.open((await drafts.create(makeDraft())).id);
  const path = `statements/${id}/corrections`;
  const slip = { lang: "en", block: 4, note: "Read “in the winter”." };
  assert.equal((await call("POST", path, slip, { Authorization: "" })).status, 401);
  const once = await call("POST", path, slip, { "Idempotency-Key": "slip" });
  assert.deepEqual([once.status, once.body], [200, { statement: id, index: 1, repeated: false }]);
  assert.deepEqual((await call("POST", path, slip, { "Idempotency-Key": "slip" })).body, once.body);
  for (const [body, field] of [
    [{ ...slip, lang: "fr" }, "lang"],
    [{ ...slip, block: 9 }, "block"],
    [{ ...slip, block: 1.5 }, "block"],
    [{ ...slip, version: 2 }, "version"],
    [{ ...slip, note: "" }, "note"],
  ] as const)
    assert.partialDeepStrictEqual(
      await call("POST", path, body),
      { status: 422, body: { errors: [{ field }] } },
      field,
    );
  const { body } = await call("GET", `statements/${id}`);
  assert.partialDeepStrictEqual(body.additions.corrections, [{ index: 1, version: 1, ...slip, stands: true }]);
});

test("a translation that nobody signs is added by a program", async () => {
  const { drafts } = depositary;
  const { id } = await drafts.open((await drafts.create(makeDraft())).id);
  const path = `statements/${id}/translations`;
  const german = MARKDOWN.replace("# Open the reading rooms", "# Öffnet die Lesesäle");
  assert.equal((await call("POST", path, { lang: "de", markdown: german }, { Authorization: "" })).status, 401);
  const once = await call("POST", path, { lang: "de", markdown: german }, { "Idempotency-Key": "german" });
  assert.partialDeepStrictEqual(once, { status: 200, body: { statement: id, index: 1, repeated: false } });
  const again = await call("POST", path, { lang: "de", markdown: german }, { "Idempotency-Key": "german" });
  assert.deepEqual(again.body, once.body);
  for (const [body, field] of [
    [{ lang: "en", markdown: german }, "lang"],
    [{ lang: "d e", markdown: german }, "lang"],
    [{ lang: "nl", markdown: "# Title\n\nAll in one paragraph.\n" }, "markdown"],
    [{ lang: "nl" }, "markdown"],
  ] as const)
    assert.partialDeepStrictEqual(
      await call("POST", path, body),
      { status: 422, body: { errors: [{ field }] } },
      field,
    );
  const { body } = await call("GET", `statements/${id}`);
  assert.partialDeepStrictEqual(body.additions.translations, [
    { index: 1, version: 1, lang: "de", sha256: once.body.sha256, stands: true },
  ]);
});
