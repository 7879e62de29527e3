import assert from "node:assert/strict";
import { test } from "node:test";
import { count, moment, number, printable, wrap } from "./layout.ts";

test("lines are wrapped at spaces, and long words are never broken", () => {
  const digest = "ab".repeat(60);
  assert.equal(wrap("one two", "- "), "- one two\n");
  assert.equal(wrap(`see ${digest} there`, "  ", "    "), `  see\n    ${digest}\n    there\n`);
  const lines = wrap("word ".repeat(60).trim()).trimEnd().split("\n");
  assert.ok(lines.length > 1 && lines.every((line) => line.length <= 92));
});

test("text from elsewhere cannot steer a terminal, and may be of any script", () => {
  assert.equal(printable("a\u001b[31mb\r\nc\u202ed"), "a\ufffd[31mb\ufffd\ufffdc\ufffdd");
  assert.equal(printable("نادي القرّاء · 読書室 · naïve 🕊"), "نادي القرّاء · 読書室 · naïve 🕊");
});

test("numbers and moments", () => {
  assert.equal(number(1_980_000), "1,980,000");
  assert.equal(count(1, "person", "people"), "1 person");
  assert.equal(count(0, "person", "people"), "0 people");
  assert.equal(moment("2026-11-20T09:05:00Z"), "20 November 2026, 09:05 UTC");
  assert.equal(moment("second 9e15 since 1970"), "second 9e15 since 1970");
});
