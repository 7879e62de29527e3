import type pg from "pg";

/** The tables in which people stand. */
const PEOPLE = [
  "signature",
  "signatory_word",
  "pending",
  "outbox",
  "asking",
  "invitation",
  "invitation_upload",
  "observation",
  "text_import",
  "kept_check",
] as const;

/**
 * Ends the dead rows of what was erased, and their entries in indices, which PostgreSQL else leaves until a fifth of a table
 * is dead: from then on no query, and no tool that reads through the server, finds them. Their bytes stay in the files, in
 * space that is free to be written over; only a rewrite of the table (VACUUM FULL) leaves none.
 * https://www.postgresql.org/docs/current/sql-vacuum.html
 * @param statementTimeout that connections of the pool have else, in milliseconds: a large table takes longer
 */
export async function vacuumPeople(pool: pg.Pool, statementTimeout: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set statement_timeout = 0");
    await client.query(`vacuum (index_cleanup on) ${PEOPLE.join(", ")}`);
    await client.query(`set statement_timeout = ${statementTimeout}`);
    client.release();
  } catch (error) {
    // Its timeout is not what others expect.
    client.release(true);
    throw error;
  }
}
