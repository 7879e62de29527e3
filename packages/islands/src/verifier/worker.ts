import { find } from "./find.ts";
import type { Answer, Question, Start } from "./message.ts";
import { askThreads, serveTiles } from "./tile-threads.ts";

/* A thread: the one that verifies, so that the page goes on answering, or one that reads entries for it. */

addEventListener("message", ({ data }: MessageEvent<Start>) => {
  if (data.kind === "question") void answer(data.question, data.threads);
  // What keeps a thread from reading keeps the one that verifies from it too, and that one says so.
  else serveTiles(data.file, data.port).catch((error: unknown) => data.port.postMessage({ failed: String(error) }));
});

/** A large bundle has thousands of files: so often is enough for the eye. */
const EVERY = 50;

async function answer(question: Question, threads: readonly MessagePort[]): Promise<void> {
  let next = 0;
  try {
    const onProgress = (read: number, size: number) => {
      if (performance.now() < next) return;
      next = performance.now() + EVERY;
      send({ kind: "progress", read, size });
    };
    const reading = threads.length === 0 ? {} : { reading: askThreads(threads) };
    send({ kind: "found", found: await find(question, { onProgress, ...reading }) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ kind: "failed", name, message });
  }
}

function send(message: Answer): void {
  postMessage(message);
}
