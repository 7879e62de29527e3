import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { errorPage } from "../pages/error-page.ts";
import { readForm } from "./read-form.ts";

const app = new Hono();
app.onError((error, c) => errorPage(c, error));
app.post("/", async (c) => c.json(await readForm(c)));

const send = (body: string, type: string) =>
  app.request("/", { method: "POST", body, headers: { "Content-Type": type } });

test("a form is read", async () => {
  const answer = await send("a=1&b=x%20y&b=z&c=%FF%", "application/x-www-form-urlencoded");
  assert.deepEqual(await answer.json(), { a: "1", b: "z", c: "\ufffd%" });
});

test("a name that means something to the language is a field like any other", async () => {
  const answer = await send("__proto__=1&constructor=2", "application/x-www-form-urlencoded");
  assert.equal(await answer.text(), '{"__proto__":"1","constructor":"2"}');
});

test("what is no form, or a broken one, is refused and not a failure of ours", async () => {
  for (const [body, type] of [
    ['{"a":1}', "application/json"],
    ["a=1", "text/plain"],
    ["x", "multipart/form-data"],
    ["--x\r\nbroken", "multipart/form-data; boundary=x"],
    ["", "multipart/form-data; boundary=x"],
  ] as const) {
    assert.equal((await send(body, type)).status, 400, `${type} ${body}`);
  }
});
