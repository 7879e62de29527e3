import { parentPort } from "node:worker_threads";
import type { ReadingReply, ReadingRequest } from "./messages.ts";
import { READY } from "./messages.ts";

/** For tests: a thread that does with what it is given what the worst of libraries might, as the first byte says. */

const HANGS = 1;
const SWELLS = 2;
const THROWS = 3;
const DIES = 4;
const FAILS = 5;

parentPort?.on("message", ({ given }: ReadingRequest) => {
  const [wish] = "bytes" in given ? given.bytes : [];
  if (wish === HANGS) for (;;);
  if (wish === SWELLS) for (const all: unknown[] = []; ; ) all.push(new Array(1_000).fill(all.length));
  if (wish === THROWS) throw new Error("words that were read");
  if (wish === DIES) process.exit();
  const reply: ReadingReply =
    wish === FAILS
      ? { fault: "TypeError" }
      : { refused: { kind: "malformed", code: "source_empty", message: "Nothing", line: 7 } };
  parentPort?.postMessage(reply);
});
parentPort?.postMessage(READY);
