import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@undersigned/core/errors.ts";
import type { Connection } from "./connection.ts";
import { openWriter } from "./connection.ts";
import { DONE, serve } from "./serve.ts";
import type { WriterMessage, WriterReply } from "./writer-protocol.ts";
import { describeFailure, OPENED } from "./writer-protocol.ts";

/** The writer thread: owns the one connection that writes, so that an fsync never stops the server's event loop. */

function main(): void {
  invariant(parentPort !== null, "worker.ts runs as a worker thread");
  const port = parentPort;
  const reply = (message: WriterReply): void => port.postMessage(message);
  const { file } = workerData as { file: string };
  let connection: Connection;
  try {
    connection = openWriter(file);
  } catch (error) {
    reply({ id: OPENED, failure: describeFailure(error) });
    return;
  }
  port.on("message", ({ id, request }: WriterMessage) => {
    try {
      reply({ id, outcome: serve(connection, request) });
    } catch (error) {
      reply({ id, failure: describeFailure(error) });
    }
    if (request.kind === "close") port.close();
  });
  reply({ id: OPENED, outcome: DONE });
}

main();
