import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { createApp } from "../packages/server/src/app.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import type { Log } from "../packages/server/src/log.ts";
import type { OpenPlace } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

// PostgreSQL takes fewer texts than SQLite.
const place = await makePlace("postgres");
const failures: unknown[] = [];
let opened: OpenPlace;
let app: Hono;
let slug: string;
let token: string;

before(async () => {
  opened = await place.open();
  const { depositary } = opened;
  const log: Log = { info: () => {}, warn: () => {}, error: (failure: unknown) => void failures.push(failure) };
  const idempotency = {
    claim: async () => ({ kind: "new" as const }),
    record: async () => {},
    release: async () => {},
  };
  app = createApp(depositary, { config: { trustProxy: 0 }, limiter: unlimited, idempotency, log });
  const draft = await depositary.drafts.create(makeDraft());
  const statement = await depositary.drafts.open(draft.id);
  ({ slug } = statement);
  await depositary.signing.submit(statement.id, makeSignature(statement), { address: "192.0.2.1" });
  token = await mailedToken(depositary, "ada@post.example", "confirm");
});
after(async () => {
  await opened.depositary.close();
  await place.remove();
  assert.deepEqual([failures, opened.errors], [[], []]);
});

const FORM = "application/x-www-form-urlencoded";
const NAMES = ["token", "pending", "code", "mailbox", "name", "named", "kind", "lang", "version", "role", "consent"];
const ODD = [
  "",
  "%00",
  "%ED%A0%80",
  "%F4%8F%BF%BF",
  "%",
  "%zz",
  "%0D%0A%0D%0A",
  "__proto__",
  "-1",
  "1e999",
  "%E2%80%AE",
];
const LONG = "a".repeat(9_000);

const BODIES: readonly (readonly [type: string | null, body: string | Uint8Array<ArrayBuffer>])[] = [
  ...[...ODD, LONG].map((value) => [FORM, NAMES.map((name) => `${name}=${value}`).join("&")] as const),
  [FORM, "token[]=1&token=2&token=3&__proto__=4&constructor.prototype=5"],
  [FORM, "&&==&"],
  [FORM, new Uint8Array([0xff, 0x00, 0xfe])],
  [`${FORM}; charset=utf-16`, "token=x"],
  ["multipart/form-data", "x"],
  ["multipart/form-data; boundary=x", "--x\r\nbroken"],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="token"; filename="a"\r\n\r\nb\r\n--x--\r\n',
  ],
  ["application/json", "{"],
  ["text/plain", "token=x"],
  ["", ""],
  [null, ""],
];

async function ask(path: string, init: RequestInit): Promise<void> {
  const answer = await app.request(path, init);
  const shown = `${init.method ?? "GET"} ${path.slice(0, 100)} ${answer.status}`;
  assert.ok(answer.status < 500, `${shown} ${JSON.stringify(failures)}`);
  assert.doesNotMatch(await answer.text(), /\.ts:\d|node_modules|node:internal/, shown);
}

/** The paths of all routes, with an open statement in them. */
function paths(method: string): string[] {
  const found = app.routes
    .filter((route) => route.method === method && !route.path.startsWith("/api/"))
    .map(({ path }) =>
      path
        .replaceAll(/\{[^}]*\}/g, "")
        .replace(":slug", slug)
        .replace("*", "0/000"),
    );
  return [...new Set(found)].filter((path) => !path.includes("/assets"));
}

test("no form is a failure of ours, whatever is in it", async () => {
  const posted = paths("POST");
  assert.ok(posted.length > 10, `${posted.length} paths`);
  for (const path of posted) {
    for (const [type, body] of BODIES) {
      // Without a session nobody else's forms are read any further.
      await ask(path.replaceAll(/:\w+/g, "x"), {
        method: "POST",
        body,
        headers: type === null ? {} : { "Content-Type": type },
      });
    }
  }
  assert.equal((await opened.depositary.signing.pending(token)).confirmedIndex, null);
});

test("no address is a failure of ours, whatever is in it", async () => {
  const names = ["q", "key", "cursor", "kind", "lang", "as", "token", "pending", "next"];
  for (const path of paths("GET")) {
    for (const odd of [...ODD, LONG, "x%00y"]) {
      await ask(path.replaceAll(/:\w+/g, odd || "x"), {});
      await ask(
        `${path.replaceAll(/:\w+/g, "x")}?${names.map((name) => `${name}=${odd}&${name}=${odd}`).join("&")}`,
        {},
      );
    }
  }
  for (const odd of [
    "/s/%E0%A4%A",
    "/s//sign",
    "/%",
    "/s/%2e%2e/%2e%2e",
    `/s/${LONG}`,
    "//",
    "/?cursor=999999999999999.a",
  ]) {
    for (const method of ["GET", "HEAD", "POST", "OPTIONS", "DELETE", "PATCH"]) await ask(odd, { method });
  }
});

test("no header is a failure of ours, whatever is in it", async () => {
  const odd = [",;;q=,*-".repeat(500), '"'.repeat(3_000), "\u00ff\u0001x", "bytes=0-", "=;;=", "undefined"];
  const names = [
    "Accept-Language",
    "Accept",
    "If-None-Match",
    "Cookie",
    "Range",
    "X-Forwarded-For",
    "Origin",
    "Referer",
  ];
  for (const path of [
    "/",
    `/s/${slug}`,
    `/s/${slug}/signatories`,
    `/s/${slug}/log/checkpoint`,
    "/admin",
    "/api/v1/statements",
  ]) {
    for (const value of odd) await ask(path, { headers: Object.fromEntries(names.map((name) => [name, value])) });
  }
});
