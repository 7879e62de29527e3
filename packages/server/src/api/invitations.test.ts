import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Hono } from "hono";
import { makeDraft, makePlace } from "../../../../tests/depositary.ts";
import type { Depositary } from "../depositary/depositary.ts";
import { unlimited } from "../http/rate-limiter.ts";
import { makeSendJson } from "../http/security-headers.ts";
import { silent } from "../log.ts";
import { mountApi } from "./mount.ts";

const place = await makePlace("sqlite");
const PATH = "statements/rooms/invitations";
let depositary: Depositary;
let app: Hono;
let token = "";

before(async () => {
  depositary = (await place.open()).depositary;
  token = await depositary.administrators.createToken("our website");
  app = new Hono();
  const idempotency = {
    claim: async () => ({ kind: "new" as const }),
    record: async () => undefined,
    release: async () => undefined,
  };
  const sendJson = makeSendJson({ secure: false });
  mountApi(app, { depositary, limiter: unlimited, idempotency, sendJson, log: silent, address: () => "192.0.2.1" });
  await depositary.drafts.open((await depositary.drafts.create(makeDraft({ slug: "rooms" }))).id);
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
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

const clubs = (...names: string[]) => ({
  invitations: names.map((name) => ({ name: `${name} Club`, mailbox: `office@${name.toLowerCase()}.example` })),
});

test("inviting needs a token, and every row that is at fault is named", async () => {
  for (const [method, path] of [
    ["GET", PATH],
    ["POST", PATH],
    ["POST", `${PATH}/reminders`],
    ["DELETE", `${PATH}/x`],
  ] as const) {
    assert.equal(
      (await call(method, path, method === "POST" ? {} : undefined, { Authorization: "" })).status,
      401,
      path,
    );
  }
  const wrong = { invitations: [...clubs("Alder").invitations, { name: "=A", mailbox: "nobody" }] };
  const { status, body } = await call("POST", PATH, wrong);
  assert.equal(status, 422);
  assert.deepEqual(
    body.errors.map(({ field }: { field: string }) => field),
    ["invitations.1.mailbox", "invitations.1.name"],
  );
  const many = { invitations: Array.from({ length: 501 }, (_, i) => ({ name: "A", mailbox: `a${i}@many.example` })) };
  assert.equal((await call("POST", PATH, many)).status, 422);
  assert.deepEqual((await call("GET", PATH)).body.items, []);
});

test("organisations are invited once, listed with what became of them, reminded, and taken back", async () => {
  const first = await call("POST", PATH, clubs("Birch", "Cedar"));
  assert.deepEqual(
    first.body.outcomes.map(({ outcome }: { outcome: string }) => outcome),
    ["invited", "invited"],
  );
  const again = await call("POST", PATH, clubs("Cedar"));
  assert.deepEqual(again.body.outcomes, [{ outcome: "already", id: first.body.outcomes[1].id }]);
  const page = await call("GET", `${PATH}?limit=1`);
  assert.partialDeepStrictEqual(page.body, {
    items: [{ name: "Birch Club", mailbox: "office@birch.example", lang: "en", reminders: 0, remindableAt: null }],
  });
  const next = await call("GET", `${PATH}?limit=1&cursor=${page.body.next}`);
  assert.equal(next.body.items[0].name, "Cedar Club");
  assert.equal(next.body.next, null);
  assert.deepEqual((await call("POST", `${PATH}/reminders`, {})).body, { count: 0 });
  assert.equal((await call("DELETE", `${PATH}/${first.body.outcomes[0].id}`)).status, 204);
  assert.equal((await call("DELETE", `${PATH}/${first.body.outcomes[0].id}`)).status, 404);
  assert.equal((await call("GET", `${PATH}?mailbox=office%40birch.example`)).body.items.length, 0);
  assert.equal((await call("GET", `${PATH}?cursor=nonsense`)).status, 422);
});
