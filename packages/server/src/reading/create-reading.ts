import type { UndersignedError } from "@undersigned/core/errors.ts";
import type { ReadingReply, ReadingRequest } from "./messages.ts";
import { reviveError } from "./messages.ts";
import type { Reading, ReadingTasks, TaskName } from "./reading.ts";
import { refuseBusy, refuseClosed, refuseSlow, refuseSwollen, refuseUnreadable } from "./refusals.ts";
import type { ReadingThread, ThreadEnd } from "./thread.ts";
import { startThread } from "./thread.ts";

export type ReadingOptions = {
  /** Told where something failed that should not have; never what was being read. */
  readonly onFault: (error: Error) => void;
  /** Milliseconds for one source. */
  readonly timeLimit?: number;
  /** Megabytes of heap. */
  readonly memoryLimit?: number;
  /** How many may wait while one is read. */
  readonly queueLimit?: number;
  /** Of the thread's code. */
  readonly url?: URL;
};

const TIME_LIMIT = 15_000;
const MEMORY_LIMIT = 512;
const QUEUE_LIMIT = 16;

type Task = {
  readonly request: ReadingRequest;
  resolve(made: unknown): void;
  reject(error: UndersignedError): void;
};

/** Nothing is started before there is something to read. A thread that dies, or is ended for its time, is replaced by another. */
export function createReading(options: ReadingOptions): Reading {
  const { queueLimit = QUEUE_LIMIT } = options;
  const waiting: Task[] = [];
  const bench = makeBench(options, waiting);
  let isClosed = false;

  function run<N extends TaskName>(name: N, given: ReadingTasks[N]["given"]): Promise<ReadingTasks[N]["made"]> {
    if (isClosed) return Promise.reject(refuseClosed());
    if (waiting.length >= queueLimit) return Promise.reject(refuseBusy(queueLimit));
    return new Promise((resolve, reject) => {
      const request = { name, given } as ReadingRequest;
      waiting.push({ request, resolve: (made) => resolve(made as ReadingTasks[N]["made"]), reject });
      bench.assign();
    });
  }

  return {
    bringIn: (bytes, hints) => run("bringIn", { bytes, hints }),
    readCopy: (bytes, hints) => run("readCopy", { bytes, hints }),
    judge: (judging) => run("judge", judging),
    compose: ({ extracted, labelled }, roles) => run("compose", { extracted, labelled, roles }),
    async close() {
      isClosed = true;
      for (const task of waiting.splice(0)) task.reject(refuseClosed());
      await bench.close();
    },
  };
}

/** The thread, what it works on, and what becomes of both when it does not answer. */
function makeBench(
  { onFault, timeLimit = TIME_LIMIT, memoryLimit = MEMORY_LIMIT, url }: ReadingOptions,
  waiting: Task[],
) {
  let thread: ReadingThread | null = null;
  let current: { readonly task: Task; readonly timer: NodeJS.Timeout } | null = null;

  function assign(): void {
    if (current !== null || waiting.length === 0) return;
    thread ??= startThread(memoryLimit, { onReady: assign, onReply: settle, onEnd: lose }, url);
    if (!thread.isReady()) return;
    const task = waiting.shift() as Task;
    current = { task, timer: setTimeout(giveUp, timeLimit) };
    thread.ask(task.request);
  }

  /** Nothing is worked on any more; what was is the caller's to answer. */
  function release(): Task | undefined {
    const task = current?.task;
    clearTimeout(current?.timer);
    current = null;
    return task;
  }

  function settle(reply: ReadingReply): void {
    const task = release();
    thread?.rest();
    if ("made" in reply) task?.resolve(reply.made);
    else if ("refused" in reply) task?.reject(reviveError(reply.refused));
    else {
      onFault(new Error(`reading failed: ${reply.fault}`));
      task?.reject(refuseUnreadable());
    }
    assign();
  }

  function giveUp(): void {
    void thread?.terminate();
    thread = null;
    release()?.reject(refuseSlow(timeLimit));
    assign();
  }

  function lose({ isMemory, where }: ThreadEnd): void {
    const couldStart = thread?.isReady() ?? false;
    thread = null;
    if (!isMemory) onFault(new Error(`the reading thread ended: ${where}`));
    release()?.reject(isMemory ? refuseSwollen(memoryLimit) : refuseUnreadable());
    // One that cannot even start would be started for ever.
    if (!couldStart) for (const task of waiting.splice(0)) task.reject(refuseClosed());
    assign();
  }

  return {
    assign,
    async close() {
      const ended = thread;
      thread = null;
      release()?.reject(refuseClosed());
      await ended?.terminate();
    },
  };
}
