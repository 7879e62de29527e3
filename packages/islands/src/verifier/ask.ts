import type { Answer, Found, Question, Start } from "./message.ts";

/** More threads than this wait for the disk and for the one that replays. */
const MOST_THREADS = 8;
/** Bundles of fewer bytes are read sooner than threads start. */
const WORTH_BYTES = 1_000_000;

/**
 * Has a question answered by a thread of its own, and a large bundle read by several. Their script comes within this page,
 * so that nothing is fetched.
 * @throws Error when the page itself fails, which says nothing about the file
 */
export function ask(question: Question, onProgress: (read: number, size: number) => void): Promise<Found> {
  const script = document.querySelector("#worker")?.textContent ?? "";
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const workers: Worker[] = [];
  const answered = new Promise<Found>((resolve, reject) => {
    function start(): Worker {
      const worker = new Worker(address);
      worker.addEventListener("error", (event) => reject(new Error(event.message)));
      workers.push(worker);
      return worker;
    }
    const main = start();
    main.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      if (data.kind === "progress") onProgress(data.read, data.size);
      else if (data.kind === "found") resolve(data.found);
      else reject(Object.assign(new Error(data.message), { name: data.name }));
    });
    const threads = Array.from({ length: countThreads(question.file) }, () => startTiles(start(), question.file));
    main.postMessage({ kind: "question", question, threads } satisfies Start, threads);
  });
  return answered.finally(() => {
    for (const worker of workers) worker.terminate();
    URL.revokeObjectURL(address);
  });
}

/** How many threads besides are worth starting. */
function countThreads(file: Blob): number {
  return file.size < WORTH_BYTES ? 0 : Math.min(MOST_THREADS, navigator.hardwareConcurrency);
}

/** @returns the port to ask it by */
function startTiles(worker: Worker, file: Blob): MessagePort {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ kind: "tiles", file, port: port2 } satisfies Start, [port2]);
  return port1;
}
