import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { pino } from "pino";
import { parsePolicy } from "../packages/core/src/log/policy.ts";
import { createApp } from "../packages/server/src/app.ts";
import type { IdempotencyKeys } from "../packages/server/src/http/idempotency.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";
import { logWitness } from "../packages/server/src/witness-log.ts";
import { makePlace } from "./depositary.ts";
import { squeeze } from "./public-pages.ts";
import type { TestWitness } from "./test-witness.ts";
import type { WatchedPlace } from "./watched-place.ts";
import { openWatchedPlace, until } from "./watched-place.ts";

/* What readers and administrators see of the witnesses, and what the server's log says of them. */

/** No request here has a key. */
const idempotency: IdempotencyKeys = {
  claim: async () => ({ kind: "new" }),
  record: async () => undefined,
  release: async () => undefined,
};

let watched: WatchedPlace;
let archive: TestWitness;
let app: Hono;

before(async () => {
  watched = await openWatchedPlace("sqlite", ["reading", "partner", "archive"], 2);
  archive = watched.witnesses[2] as TestWitness;
  app = createApp(watched.depositary, { config: { trustProxy: 0 }, log: silent, limiter: unlimited, idempotency });
});
after(() => watched.close());

async function read(path: string, cookie = ""): Promise<string> {
  const response = await app.request(path, { headers: { Cookie: cookie } });
  assert.equal(response.status, 200, path);
  return squeeze((await response.text()).replaceAll(/<[^>]+>/g, " "));
}

async function signIn(): Promise<string> {
  const session = await watched.depositary.administrators.setUp(
    (await watched.depositary.administrators.setupToken()) ?? "",
    {
      name: "Ada",
      mailbox: "ada@coalition.example",
      password: "seven quiet benches by the river",
      organisation: { name: "Coalition", contact: "mail@coalition.example" },
    },
  );
  return `__Host-undersigned=${session.token}`;
}

const inCondition = (condition: string) =>
  until(`archive is ${condition}`, async () =>
    (await watched.depositary.witnesses.states()).some(
      (state) => state.name === "archive" && state.condition === condition,
    ),
  );

test("the page for checkers names the witnesses and the quorum, and gives the policy", async () => {
  const page = await read(`/s/${watched.statement.slug}/verify`);
  assert.match(page, /The witnesses/);
  assert.match(page, /Enough are: 2 of 3 witnesses: reading, partner, archive/);
  assert.match(page, /--policy policy\.txt/);
  const response = await app.request("/.well-known/undersigned-policy.txt");
  assert.equal(response.headers.get("Content-Type"), "text/plain; charset=utf-8");
  assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
  const policy = parsePolicy(new Uint8Array(await response.arrayBuffer()));
  assert.equal(policy.witnesses.length, 3);
  assert.ok(!policy.witnesses.some(({ url }) => url !== null), "where we ask is nobody else's business");
});

test("administrators see how it stands with each, and what to do", async () => {
  const cookie = await signIn();
  await inCondition("cosigning");
  assert.match(await read("/admin/witnesses", cookie), /archive Confirmed (now|\d+ seconds? ago)\. All is well\./);
  await archive.stop();
  await watched.sign();
  await inCondition("unreachable");
  const page = await read("/admin/witnesses", cookie);
  assert.match(page, /archive Silent since \d+ \w+ \d{4} at [\d:]+ UTC\. Ask its operator/);
  assert.match(page, /It last confirmed on \d+ \w+ \d{4}/);
  assert.match(page, /ECONNREFUSED/);
  assert.match(page, /Enough are: 2 of 3/);
  await archive.restart();
  await inCondition("cosigning");
});

test("without witnesses there is no policy, and the pages say so or nothing", async () => {
  const place = await makePlace("sqlite");
  const { depositary } = await place.open();
  const bare = createApp(depositary, { config: { trustProxy: 0 }, log: silent, limiter: unlimited, idempotency });
  assert.equal((await bare.request("/.well-known/undersigned-policy.txt")).status, 404);
  assert.deepEqual(await depositary.witnesses.states(), []);
  await depositary.close();
  await place.remove();
});

test("the log says each change in a sentence, alarms as errors", () => {
  const lines: { level: number; msg: string; witness: string }[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  logWitness(log, { witness: "archive", condition: "unreachable", detail: "ECONNREFUSED" });
  logWitness(log, { witness: "archive", condition: "cosigning", detail: null });
  logWitness(log, { witness: "archive", condition: "went_back", detail: "from 9 heads to 4" });
  logWitness(log, { witness: "archive", condition: "other_root", detail: "size 7" });
  assert.deepEqual(
    lines.map(({ level }) => pino.levels.labels[level]),
    ["warn", "info", "warn", "error"],
  );
  assert.match(lines[0]?.msg ?? "", /^The witness archive does not answer \(ECONNREFUSED\)\. Signing goes on/);
  assert.match(lines[2]?.msg ?? "", /from 9 heads to 4/);
  assert.match(lines[3]?.msg ?? "", /^ALARM/);
});
