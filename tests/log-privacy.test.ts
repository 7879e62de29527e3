import assert from "node:assert/strict";
import { test } from "node:test";
import { createApp } from "../packages/server/src/app.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import type { Log } from "../packages/server/src/log.ts";
import type { Engine } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { pausingStore } from "./pausing-store.ts";

const MAILBOX = "quirina@secret.example";
const FORM = "application/x-www-form-urlencoded";

for (const engine of ["sqlite", "postgres"] as const) {
  test(`no log line of a signature's whole life names who signed, or a token, on ${engine}`, (t) =>
    live(engine, (done) => t.after(done)));
}

async function live(engine: Engine, after: (done: () => Promise<void>) => void): Promise<void> {
  let failing = false;
  const place = await makePlace(engine);
  const { depositary } = await place.open({
    through: (store) =>
      pausingStore(store, () => {
        if (!failing) return undefined;
        // As a driver would say it, values and all.
        return Promise.reject(
          Object.assign(new Error(`duplicate key (${MAILBOX})`), { code: "23505", detail: MAILBOX }),
        );
      }),
  });
  after(async () => {
    await depositary.close();
    await place.remove();
  });
  const lines: unknown[] = [];
  const keep = (...line: unknown[]) => void lines.push(line);
  const log: Log = { info: keep, warn: keep, error: keep };
  const idempotency = {
    claim: async () => ({ kind: "new" as const }),
    record: async () => {},
    release: async () => {},
  };
  const app = createApp(depositary, { config: { trustProxy: 0 }, limiter: unlimited, idempotency, log });
  const draft = await depositary.drafts.create(makeDraft());
  const statement = await depositary.drafts.open(draft.id);
  const signature = makeSignature(statement, { name: "Quirina Secret", mailbox: MAILBOX });
  const api = `/api/v1/statements/${statement.slug}/signatures`;
  const json = (body: unknown) => ({
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "User-Agent": MAILBOX, Referer: `https://x.example/${MAILBOX}` },
  });
  const form = (fields: Record<string, string>) => ({
    method: "POST",
    body: new URLSearchParams(fields).toString(),
    headers: { "Content-Type": FORM },
  });

  assert.equal((await app.request(api, json(signature))).status, 202);
  assert.equal((await app.request(api, json({ ...signature, mailbox: `${MAILBOX} x` }))).status, 422);
  const token = await mailedToken(depositary, MAILBOX, "confirm");
  await app.request(`/confirm?token=${token}`);
  await app.request(`/${token}/${MAILBOX}`);
  await app.request(`/s/${MAILBOX}/sign?key=${token}`);
  await app.request("/api/v1/confirmations", json({ pending: token, code: "AAAA AAAA" }));
  const filled = form({ ...typed(signature), named: "true", consent: "yes" });
  failing = true;
  assert.equal((await app.request(`/s/${statement.slug}/sign`, filled)).status, 500);
  const code = form({ pending: `${statement.id}.${"a".repeat(33)}`, code: "AAAA AAAA" });
  assert.equal((await app.request(`/s/${statement.slug}/sign/sent`, code)).status, 500);
  assert.equal((await app.request("/confirm", form({ token }))).status, 500);
  assert.equal((await app.request(api, json(signature))).status, 500);
  assert.equal((await app.request(`/s/${statement.slug}/manage`, form({ mailbox: MAILBOX }))).status, 500);
  failing = false;
  assert.equal((await app.request("/api/v1/checks", json({ text: `Copied from ${MAILBOX}` }))).status, 201);
  assert.equal((await app.request("/confirm", form({ token }))).status, 200);
  const manage = await mailedToken(depositary, MAILBOX, "manage");
  await app.request(`/manage?token=${manage}`);
  assert.equal((await app.request("/manage/withdraw", form({ token: manage }))).status, 200);

  const said = JSON.stringify(lines);
  // Each of the failures above is logged, whoever answered it.
  assert.equal(said.match(/"failed"/g)?.length, 5, said);
  for (const secret of [MAILBOX, "quirina", "Secret", token, manage, token.slice(20)]) {
    assert.ok(!said.toLowerCase().includes(secret.toLowerCase()), secret);
  }
}

/** The members that a form sends as they are. */
function typed(signature: object): Record<string, string> {
  return Object.fromEntries(Object.entries(signature).filter(([, value]) => typeof value === "string"));
}
