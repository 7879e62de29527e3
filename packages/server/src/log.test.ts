import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import { pino } from "pino";
import { describeError, logFailure } from "./log.ts";

function failing(error: Error): Error {
  return error;
}

test("a failure is logged under the id that is told, with where but without what was in it", () => {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const database = Object.assign(new Error("duplicate key: (mailbox)=(anna@example.org)"), { code: "23505" });
  const id = logFailure(log, failing(new Error("wrapped anna@example.org", { cause: database })), { route: "/x" });
  assert.match(id, /^[0-9a-f]{12}$/);
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? "");
  assert.equal(line.id, id);
  assert.equal(line.route, "/x");
  assert.equal(line.error.cause.code, "23505");
  assert.match(line.error.at[0], /log\.test\.ts/);
  assert.doesNotMatch(lines[0] ?? "", /anna/);
});

test("messages of our own and of the runtime are kept", () => {
  assert.equal(
    describeError(new RefusedError("unavailable", "The database does not answer.")).message,
    "The database does not answer.",
  );
  assert.equal(describeError(new TypeError("x is not a function")).message, "x is not a function");
  assert.deepEqual(describeError("a string"), { name: "string" });
});
