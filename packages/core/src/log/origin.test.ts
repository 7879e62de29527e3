import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertStrict } from "../../../../tests/mangle.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { formatOrigin, ORIGIN_LIMIT, parseOrigin } from "./origin.ts";

test("the log of heads is named by its host, a statement's log by host and id", () => {
  assert.deepEqual(parseOrigin("example.org"), { host: "example.org", statement: null });
  assert.deepEqual(parseOrigin("localhost:8080/s/q7-z"), { host: "localhost:8080", statement: "q7-z" });
  assert.deepEqual(parseOrigin("[::1]:3000/s/1"), { host: "[::1]:3000", statement: "1" });
  assert.equal(formatOrigin({ host: "127.0.0.1", statement: null }), "127.0.0.1");
});

test("what is no origin is refused", () => {
  for (const text of [
    "",
    "Example.org",
    "https://example.org",
    "example.org/",
    "example.org/s",
    "example.org/s/",
    "example.org/s/a/",
    "example.org/s/a b",
    "example.org/t/a",
    "example.org//s/a",
    "example.org/s/a\n",
    "example.org:",
    "example.org:0",
    "example.org:080",
    "example.org:123456",
    "-example.org",
    "example.org.",
    "ex\u00e4mple.org",
    "example.org/s/\u00e4",
    `example.org/s/${"a".repeat(65)}`,
    "a".repeat(256),
    `${"a".repeat(250)}/s/abc`,
    "example.org/s/A",
    "example.org/s/a_b",
    "example.org/s/-a",
    "example.org/s/a-",
    "example.org/s/a/s/b",
    "[::1",
    "user@example.org",
  ]) {
    assert.throws(() => parseOrigin(text), MalformedError, JSON.stringify(text));
  }
});

test("host and id cannot be mixed up when written", () => {
  assert.throws(() => formatOrigin({ host: "example.org/s/a", statement: null }), MalformedError);
  assert.throws(() => formatOrigin({ host: "example.org", statement: "" }), MalformedError);
  assert.throws(() => formatOrigin({ host: "example.org", statement: "a/b" }), MalformedError);
});

test("what formatOrigin writes, parseOrigin reads, within the limit", () => {
  const host = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,180}[a-z0-9])?(:[1-9][0-9]{0,4})?$/);
  const id = fc.option(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/));
  fc.assert(
    fc.property(host, id, (host, statement) => {
      const text = formatOrigin({ host, statement });
      assert.deepEqual(parseOrigin(text), { host, statement });
      assert.ok(text.length <= ORIGIN_LIMIT);
    }),
  );
});

test("a mangled origin is refused, or names another log in its one form", () => {
  const { refused, taken } = assertStrict(
    encodeUtf8("example.org:8080/s/abc"),
    (bytes) => parseOrigin(decodeUtf8(bytes)),
    (origin) => encodeUtf8(formatOrigin(origin)),
  );
  assert.ok(refused > 0 && taken > 0);
});
