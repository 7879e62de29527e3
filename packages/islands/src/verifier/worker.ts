import { find } from "./find.ts";
import type { Answer, Question } from "./message.ts";

/* The thread that verifies, so that the page goes on answering. One question, and it is ended. */

addEventListener("message", (event: MessageEvent<Question>) => void answer(event.data));

/** A large bundle has thousands of files: so often is enough for the eye. */
const EVERY = 50;

async function answer(question: Question): Promise<void> {
  let next = 0;
  try {
    const found = await find(question, (read, size) => {
      if (performance.now() < next) return;
      next = performance.now() + EVERY;
      send({ kind: "progress", read, size });
    });
    send({ kind: "found", found });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ kind: "failed", name, message });
  }
}

function send(message: Answer): void {
  postMessage(message);
}
