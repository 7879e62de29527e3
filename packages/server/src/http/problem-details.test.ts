import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { pino } from "pino";
import { FieldsRefusedError } from "../depositary/field-problems.ts";
import { RateLimitedError } from "../depositary/rate-limited.ts";
import { silent } from "../log.ts";
import { problemResponse } from "./problem-details.ts";

async function answer(error: Error, log = silent): Promise<Response> {
  const app = new Hono();
  app.get("/", () => {
    throw error;
  });
  app.onError((thrown, c) => problemResponse(c, thrown, log));
  return app.request("/?token=SECRET");
}

test("a refusal says its code, and its field where it has one", async () => {
  const response = await answer(new RefusedError("wrong_version", "The text changed.", { field: "version" }));
  assert.equal(response.status, 409);
  assert.equal(response.headers.get("Content-Type"), "application/problem+json; charset=utf-8");
  assert.equal(response.headers.get("Cache-Control"), "no-store");
  assert.deepEqual(await response.json(), {
    type: "about:blank",
    title: "Conflict",
    status: 409,
    detail: "The text changed.",
    code: "wrong_version",
    errors: [{ field: "version", message: "The text changed." }],
  });
});

test("several fields are all listed, with limits and places", async () => {
  const response = await answer(
    new FieldsRefusedError([
      { field: "name", rule: "too_long", message: "Name: at most 200 characters, please.", limit: 200 },
      { field: "texts.0.markdown", message: "no", line: 3, column: 7 },
    ]),
  );
  assert.equal(response.status, 422);
  assert.partialDeepStrictEqual(await response.json(), {
    errors: [
      { field: "name", message: "Name: at most 200 characters, please.", limit: 200 },
      { field: "texts.0.markdown", message: "no", line: 3, column: 7 },
    ],
  });
});

test("too many requests say when to come back; a missing token how to send one", async () => {
  const limited = await answer(new RateLimitedError(17));
  assert.equal(limited.status, 429);
  assert.equal(limited.headers.get("Retry-After"), "17");
  const anonymous = await answer(new RefusedError("unauthenticated", "A token is needed."));
  assert.equal(anonymous.status, 401);
  assert.match(anonymous.headers.get("WWW-Authenticate") ?? "", /^Bearer/);
});

test("bytes that do not parse say where", async () => {
  const response = await answer(new MalformedError("text_refused", "no", { line: 2, column: 5 }));
  assert.partialDeepStrictEqual(await response.json(), {
    errors: [{ field: "", message: "no", line: 2, column: 5 }],
  });
});

test("hono's own refusals become problems", async () => {
  const media = await answer(new HTTPException(415));
  assert.partialDeepStrictEqual(await media.json(), { status: 415, code: "unsupported_media_type" });
  const json = await answer(new HTTPException(400, { message: "Malformed JSON in request body" }));
  assert.partialDeepStrictEqual(await json.json(), {
    status: 400,
    code: "malformed",
    detail: "Malformed JSON in request body",
  });
});

test("a failure of ours tells an id and nothing else, and is logged under it without the address", async () => {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const response = await answer(new Error("select * from secret"), log);
  assert.equal(response.status, 500);
  const text = await response.text();
  const { id } = JSON.parse(text);
  assert.equal(JSON.parse(lines[0] ?? "").id, id);
  assert.doesNotMatch(text, /secret|at /);
  assert.doesNotMatch(lines.join(""), /SECRET|select/);
  assert.equal((await answer(new RefusedError("configuration", "x"))).status, 500);
});
