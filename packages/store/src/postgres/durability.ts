import { RefusedError } from "@undersigned/core/errors.ts";
import type { ClientBase } from "pg";

/** PostgreSQL 15, as `server_version_num` spells it. */
const LEAST_VERSION = 150_000;

type Settings = { version: number; fsync: string; synchronous_commit: string; standby_names: string; replicas: number };

/**
 * Refuses a server on which an answered signature could be lost.
 * https://www.postgresql.org/docs/current/runtime-config-wal.html
 * @throws RefusedError `configuration`
 */
export async function checkDurable(client: ClientBase): Promise<void> {
  const settings = await readSettings(client);
  if (settings.version < LEAST_VERSION) {
    throw new RefusedError("configuration", "PostgreSQL 15 or later is needed: upgrade the server");
  }
  if (settings.fsync === "off") {
    throw new RefusedError("configuration", "PostgreSQL runs with fsync=off and could lose signatures: set fsync=on");
  }
  if (settings.synchronous_commit === "off") {
    throw new RefusedError(
      "configuration",
      "PostgreSQL runs with synchronous_commit=off and could lose signatures: set synchronous_commit=on",
    );
  }
}

/** A warning in words when replicas are attached but a commit does not wait for any of them; null when all is well. */
export async function replicaWarning(client: ClientBase): Promise<string | null> {
  const { replicas, standby_names } = await readSettings(client);
  if (replicas === 0 || standby_names !== "") return null;
  return (
    "PostgreSQL has replicas, but synchronous_standby_names is empty: " +
    "signatures confirmed just before a failover could be lost"
  );
}

async function readSettings(client: ClientBase): Promise<Settings> {
  const { rows } = await client.query<Settings>(
    `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as synchronous_commit,
      current_setting('synchronous_standby_names') as standby_names,
      (select count(*) from pg_stat_replication where application_name <> 'pg_basebackup') as replicas`,
  );
  const settings = rows[0];
  if (settings === undefined) throw new RefusedError("configuration", "PostgreSQL did not tell its settings");
  return settings;
}
