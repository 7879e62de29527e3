import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@undersigned/core/errors.ts";
import type { Connection, Outcome } from "./connection.ts";
import { openWriter } from "./connection.ts";
import type { WriterMessage, WriterReply, WriterRequest } from "./writer-protocol.ts";
import { describeFailure, OPENED } from "./writer-protocol.ts";

/** The writer thread: owns the one connection that writes, so that an fsync never stops the server's event loop. */

const DONE: Outcome = { rows: [], changes: 0 };

function serve(connection: Connection, request: WriterRequest): Outcome {
  switch (request.kind) {
    case "run":
      return connection.run(request.sql, request.parameters);
    case "many":
      return connection.runMany(request.sql, request.rows);
    case "begin":
      return connection.run("begin immediate", []);
    case "commit":
      return commit(connection);
    case "rollback":
      // SQLite has already rolled back after some errors (a full disk, an I/O error).
      return connection.database.isTransaction ? connection.run("rollback", []) : DONE;
    case "close":
      connection.run("pragma wal_checkpoint(truncate)", []);
      connection.close();
      return DONE;
  }
}

function commit(connection: Connection): Outcome {
  try {
    return connection.run("commit", []);
  } catch (error) {
    if (connection.database.isTransaction) connection.run("rollback", []);
    throw error;
  }
}

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
