import type { Connection, Outcome } from "./connection.ts";
import type { WriterRequest } from "./writer-protocol.ts";

export const DONE: Outcome = { rows: [], changes: 0 };

/** Does what the writer is asked, on its connection; synchronously, wherever that runs. */
export function serve(connection: Connection, request: WriterRequest): Outcome {
  switch (request.kind) {
    case "run":
      return connection.run(request.sql, request.parameters);
    case "many":
      return connection.runMany(request.sql, request.rows, request.block);
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
