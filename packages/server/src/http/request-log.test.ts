import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { Hono } from "hono";
import { pino } from "pino";
import { requestLog } from "./request-log.ts";

async function logged(path: string, method = "GET"): Promise<{ lines: Record<string, unknown>[]; text: string }> {
  const texts: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => void texts.push(line) });
  let time = 0;
  const app = new Hono();
  app.use(
    requestLog(log, () => {
      time += 12.34;
      return time;
    }),
  );
  const pages = new Hono();
  pages.get("/s/:slug", (c) => c.text("x"));
  pages.post("/confirm", (c) => c.text("x", 201));
  pages.get("/refused", () => {
    throw new RefusedError("token_invalid", "no");
  });
  pages.get("/fails", () => {
    throw new Error("secret");
  });
  pages.onError((_, c) => c.text("sorry", 500));
  app.route("/", pages);
  await app.request(path, { method });
  return { lines: texts.map((text) => JSON.parse(text)), text: texts.join("") };
}

test("a line says the pattern, never the address", async () => {
  const { lines, text } = await logged("/s/clean-air?key=SECRET");
  assert.deepEqual(lines, [{ level: 30, method: "GET", route: "/s/:slug", status: 200, ms: 12.3, msg: "request" }]);
  assert.doesNotMatch(text, /SECRET|clean-air/);
  assert.equal((await logged("/confirm?token=SECRET", "POST")).lines[0]?.route, "/confirm");
  assert.doesNotMatch((await logged("/nowhere/SECRET")).text, /SECRET/);
});

test("a failure that a page answered is logged; a refusal is not one", async () => {
  const failed = await logged("/fails?token=SECRET");
  assert.deepEqual(
    failed.lines.map((line) => line.msg),
    ["failed", "request"],
  );
  assert.equal(failed.lines[0]?.route, "/fails");
  assert.doesNotMatch(failed.text, /SECRET|secret/);
  assert.deepEqual(
    (await logged("/refused")).lines.map((line) => line.msg),
    ["request"],
  );
});
