import { parentPort } from "node:worker_threads";
import { invariant, MalformedError } from "@undersigned/core/errors.ts";
import type { ReadingReply, ReadingRequest } from "./messages.ts";
import { carryError, describeFault, READY } from "./messages.ts";
import type { ReadingTasks, TaskName } from "./reading.ts";

/** The thread in which everything from strangers is read. It holds no secret, opens no file, and asks nobody. */

type Tasks = { readonly [N in TaskName]: (given: ReadingTasks[N]["given"]) => Promise<ReadingTasks[N]["made"]> };

/** What each needs is loaded with the first of its kind: some of it is large. */
const TASKS: Tasks = {
  async bringIn() {
    throw new MalformedError("unsupported", "Files cannot be read here yet. Copy the text and paste it.");
  },
};

function main(): void {
  invariant(parentPort !== null, "worker.ts runs as a worker thread");
  const port = parentPort;
  const reply = (message: ReadingReply): void => port.postMessage(message);
  port.on("message", ({ name, given }: ReadingRequest) => {
    TASKS[name](given).then(
      (made) => reply({ made }),
      (error: unknown) => {
        const refused = carryError(error);
        reply(refused === null ? { fault: describeFault(error) } : { refused });
      },
    );
  });
  port.postMessage(READY);
}

main();
