import assert from "node:assert/strict";
import { test } from "node:test";
import { printable, wrap } from "./layout.ts";

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
