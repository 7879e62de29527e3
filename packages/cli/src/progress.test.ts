import assert from "node:assert/strict";
import { test } from "node:test";
import { startProgress } from "./progress.ts";

function run(isTTY: boolean): string[] {
  const lines: string[] = [];
  let now = 0;
  const progress = startProgress(
    (done, total) => `${done} of ${total}`,
    { isTTY, write: (text) => lines.push(text) },
    () => now,
  );
  for (now = 0; now <= 8_000; now += 500) progress.tell(now, 8_000);
  progress.end();
  return lines;
}

test("nothing is said in the first two seconds; then lines, or one line that changes", () => {
  assert.deepEqual(run(false), ["2000 of 8000 …\n", "7000 of 8000 …\n"]);
  const terminal = run(true);
  assert.equal(terminal[0], "\r\u001b[2K2000 of 8000 …");
  assert.equal(terminal.length, 14);
  assert.equal(terminal.at(-1), "\r\u001b[2K");
});
