import { parentPort } from "node:worker_threads";
import { invariant, MalformedError } from "@undersigned/core/errors.ts";
import type { ReadingReply, ReadingRequest } from "./messages.ts";
import { carryError, describeFault, READY } from "./messages.ts";
import type { ReadingTasks, TaskName } from "./reading.ts";

/** The thread in which everything from strangers is read. It holds no secret, opens no file, and asks nobody. */

type Tasks = { readonly [N in TaskName]: (given: ReadingTasks[N]["given"]) => Promise<ReadingTasks[N]["made"]> };

/** What each needs is loaded with the first of its kind: some of it is large. */
const TASKS: Tasks = {
  async bringIn({ bytes, hints }) {
    const { bringIn } = await import("@undersigned/importer/bring-in.ts");
    return bringIn(bytes, hints);
  },
  async compose({ extracted, labelled, roles }) {
    const { relabel } = await import("@undersigned/importer/relabel.ts");
    const { statementOf } = await import("@undersigned/importer/label/statement.ts");
    const chosen = relabel(labelled, roles);
    return { chosen, statement: statementOf(chosen, extracted) };
  },
  async readCopy(given) {
    const { fingerprintCopy } = await import("@undersigned/core/compare/fingerprints.ts");
    const { claimsOf } = await import("@undersigned/importer/label/claims.ts");
    // The article of a page is for the labels alone: what is compared is all that shows.
    const { extracted, labelled } = await TASKS.bringIn(given);
    checkLength(extracted.text);
    return { extracted, labelled, claims: claimsOf(labelled), fingerprints: fingerprintCopy(extracted) };
  },
  async judge({ candidates, copy, claims }) {
    const { judgeCopy } = await import("@undersigned/core/compare/judge-copy.ts");
    const { candidate, report } = judgeCopy(candidates, copy, claims);
    return { candidate: candidate && candidates.indexOf(candidate), report };
  },
};

/** Characters of a copy, in UTF-16 units: twice the longest statement. */
const COPY_LIMIT = 2_000_000;

function checkLength({ length }: string): void {
  if (length <= COPY_LIMIT) return;
  const [most, has] = [COPY_LIMIT, length].map((count) => count.toLocaleString("en"));
  throw new MalformedError(
    "too_large",
    `This has ${has} characters, and at most ${most} are compared. Paste the part that holds the statement.`,
  );
}

function work<N extends TaskName>({ name, given }: ReadingRequest<N>): Promise<ReadingTasks[N]["made"]> {
  return TASKS[name](given);
}

function main(): void {
  invariant(parentPort !== null, "worker.ts runs as a worker thread");
  const port = parentPort;
  const reply = (message: ReadingReply): void => port.postMessage(message);
  port.on("message", (request: ReadingRequest) => {
    work(request).then(
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
