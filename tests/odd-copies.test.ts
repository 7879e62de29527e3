import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createApp } from "../packages/server/src/app.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { openStatement } from "./statement-story.ts";

/* Copies that nobody well-meaning hands in: each ends in a report or in a refusal that says what is wrong, and never in a failure. */

/** Milliseconds: reading and comparing are each given up after fifteen seconds. */
const IN_TIME = 35_000;
const LETTER =
  "Open the reading rooms\n\nReading rooms are where a town meets its own mind.\n\nWhat we ask\n\n- Open every reading room on Sundays.\n- Heat them in winter.";

let place: Place;
let opened: OpenPlace;
let app: ReturnType<typeof createApp>;

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  await openStatement(opened);
  const unused = () => Promise.reject(new Error("no token, no key"));
  const idempotency = { claim: unused, record: unused, release: unused };
  app = createApp(opened.depositary, { config: { trustProxy: 0 }, limiter: unlimited, idempotency, log: silent });
});
after(async () => {
  await opened.depositary.close();
  await place.remove();
  assert.deepEqual(opened.errors, []);
});

async function ask(body: string | object) {
  const start = performance.now();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "Content-Type": "application/json" };
  const response = await app.request("/api/v1/checks", { method: "POST", body: text, headers });
  assert.ok(performance.now() - start < IN_TIME);
  const { verdict, code, detail } = JSON.parse(await response.text());
  return { status: response.status, verdict, code, detail };
}

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString("base64");

test("a copy that is no text, empty or of a broken encoding is refused with its own code", async () => {
  const refused: [object | string, number, string][] = [
    [{ text: " \n\t " }, 422, "source_empty"],
    ['{"text":"half \\ud83d of a face"}', 422, "source_encoding"],
    [{ base64: base64(Uint8Array.of(0xc3, 0x28, 0x41, 0xff, 0xfe, 0x80)) }, 422, "source_encoding"],
    [{ base64: base64("%PDF-1.7\nand nothing else") }, 422, "source_damaged"],
    [{ base64: base64("PK\u0003\u0004 and nothing else") }, 422, "unsupported"],
    [{ text: "" }, 422, "invalid_field"],
    ['{"text":', 400, "malformed"],
  ];
  for (const [body, status, code] of refused) {
    const answer = await ask(body);
    assert.deepEqual(
      [answer.status, answer.code],
      [status, code],
      `${JSON.stringify(body)}: ${JSON.stringify(answer)}`,
    );
  }
});

test("a copy that is built to take for ever ends in time, in a report or a refusal", async () => {
  const copies = [
    { html: "<div>".repeat(10_000) + LETTER },
    { html: "<ul><li>a</li></ul>".repeat(30_000) },
    { text: "- item\n\n".repeat(50_000) },
    { markdown: "> ".repeat(20_000) + LETTER },
    { html: `<p style="${"color:red;".repeat(50_000)}">${LETTER}</p>` },
    { text: "a".repeat(1_900_000) },
    { text: `${"We call on the council to open. ".repeat(60_000)}\n\n${LETTER}` },
  ];
  for (const copy of copies) {
    const { status, verdict, detail } = await ask(copy);
    assert.ok(status === 201 || (status >= 400 && status < 500 && detail.length > 20), `${status} ${detail}`);
    assert.ok(
      !["identical", "faithful", "excerpt"].includes(verdict) || JSON.stringify(copy).includes("reading rooms"),
    );
  }
});

test("characters that turn or hide words never pass", async () => {
  for (const [from, to] of [
    ["Sundays", "\u202eSundays\u202c"],
    ["winter", "wint\u200fer"],
    ["Open", "Оpen"],
    ["rooms", "roo\u0301ms"],
  ] as const) {
    const { status, verdict } = await ask({ text: LETTER.replaceAll(from, to) });
    assert.ok(status === 422 || ["altered", "inconclusive"].includes(verdict), `${from} ${status} ${verdict}`);
  }
});
