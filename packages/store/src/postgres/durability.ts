import { invariant, RefusedError } from "@undersigned/core/errors.ts";
import type { ClientBase } from "pg";

/** What decides whether a commit survives. https://www.postgresql.org/docs/current/runtime-config-wal.html */
export type DurabilitySettings = {
  /** `server_version_num`: 150004 is 15.4 */
  readonly version: number;
  readonly fsync: string;
  readonly synchronousCommit: string;
  /** `synchronous_standby_names`; empty when a commit waits for no replica. */
  readonly standbyNames: string;
  /** Replicas attached just now. */
  readonly replicas: number;
};

const LEAST_VERSION = 150_000;

export async function readDurability(client: ClientBase): Promise<DurabilitySettings> {
  const { rows } = await client.query<DurabilitySettings>(
    `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as "synchronousCommit",
      current_setting('synchronous_standby_names') as "standbyNames",
      (select count(*) from pg_stat_replication) as replicas`,
  );
  invariant(rows[0] !== undefined, "a select without a table gives a row");
  return rows[0];
}

/**
 * Refuses a server on which an answered signature could be lost.
 * @throws RefusedError `configuration`
 */
export function checkDurable(settings: DurabilitySettings): void {
  if (settings.version < LEAST_VERSION) {
    throw new RefusedError("configuration", "PostgreSQL 15 or later is needed: upgrade the server");
  }
  if (settings.fsync === "off") {
    throw new RefusedError("configuration", "PostgreSQL runs with fsync=off and could lose signatures: set fsync=on");
  }
  if (settings.synchronousCommit === "off") {
    throw new RefusedError(
      "configuration",
      "PostgreSQL runs with synchronous_commit=off and could lose signatures: set synchronous_commit=on",
    );
  }
}

/** What an operator should know when replicas are attached but a commit waits for none of them; null when all is well. */
export function replicaWarning({ replicas, standbyNames }: DurabilitySettings): string | null {
  if (replicas === 0 || standbyNames !== "") return null;
  return (
    "PostgreSQL has replicas, but synchronous_standby_names is empty: " +
    "signatures confirmed just before a failover could be lost"
  );
}
