import assert from "node:assert/strict";
import { test } from "node:test";
import { beginStep } from "./progress.ts";

function record(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

test("away from a terminal a step is one plain line, once it is done", () => {
  const output = record(false);
  const step = beginStep("Counting", output);
  step.update("half");
  assert.deepEqual(output.written, []);
  step.done("seven");
  assert.equal(output.written.length, 1);
  assert.match(output.written[0] ?? "", /^ {2}Counting: seven \(0\.\d s\)\n$/);
});

test("on a terminal its line is written at once, and replaced", () => {
  const output = record(true);
  const step = beginStep("Counting", output);
  assert.deepEqual(output.written, ["  Counting …"]);
  step.done("seven");
  assert.match(output.written.at(-1) ?? "", /^\r.*Counting: seven/);
});
