import { Worker } from "node:worker_threads";
import type { ReadingReply, ReadingRequest } from "./messages.ts";
import { describeFault, READY } from "./messages.ts";

/** One thread that reads, as the thread that asks it sees it. */
export type ReadingThread = {
  isReady(): boolean;
  /** One at a time. While it works, the program goes on for it; waiting for work, it is no reason to. */
  ask(request: ReadingRequest): void;
  rest(): void;
  /** Ends it where it is. `onEnd` is not told. */
  terminate(): Promise<void>;
};

/** Why a thread ended by itself. `where` has none of what was being read. */
export type ThreadEnd = { readonly isMemory: boolean; readonly where: string };

type Listening = {
  onReady(): void;
  onReply(reply: ReadingReply): void;
  onEnd(end: ThreadEnd): void;
};

/**
 * Where the thread's code is: from source it is worker.ts beside this file; in the published package everything is bundled into
 * dist/undersigned.js, and the build puts the thread's own bundle beside it as dist/reading-worker.js.
 */
function threadUrl(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./reading-worker.js", import.meta.url);
}

/** @param memoryLimit megabytes of heap */
export function startThread(memoryLimit: number, { onReady, onReply, onEnd }: Listening, url?: URL): ReadingThread {
  // No flags of the main thread: some (--eval's) keep a thread from starting, and it needs none. Nor does it need a setting.
  const worker = new Worker(url ?? threadUrl(), {
    name: "reader",
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
  });
  worker.unref();
  let isReady = false;
  let isOver = false;
  function end(error: unknown): void {
    if (isOver) return;
    isOver = true;
    const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
    onEnd({ isMemory, where: describeFault(error) });
  }
  worker.on("message", (message: typeof READY | ReadingReply) => {
    if (isOver) return;
    if (message !== READY) return onReply(message);
    isReady = true;
    onReady();
  });
  worker.on("error", end);
  worker.on("messageerror", end);
  worker.on("exit", () => end(new Error("the thread ended")));
  return {
    isReady: () => isReady,
    ask(request) {
      worker.ref();
      worker.postMessage(request);
    },
    rest: () => worker.unref(),
    async terminate() {
      isOver = true;
      await worker.terminate();
    },
  };
}
