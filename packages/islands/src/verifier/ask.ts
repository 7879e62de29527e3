import type { Answer, Found, Question } from "./message.ts";

/**
 * Has a question answered by a thread of its own. The thread's script comes within this page, so that nothing is fetched.
 * @throws Error when the page itself fails, which says nothing about the file
 */
export function ask(question: Question, onProgress: (read: number, size: number) => void): Promise<Found> {
  const script = document.querySelector("#worker")?.textContent ?? "";
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  const answered = new Promise<Found>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      if (data.kind === "progress") onProgress(data.read, data.size);
      else if (data.kind === "found") resolve(data.found);
      else reject(Object.assign(new Error(data.message), { name: data.name }));
    });
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.postMessage(question);
  });
  return answered.finally(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
}
