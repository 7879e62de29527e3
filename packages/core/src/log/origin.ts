import { MalformedError } from "../errors.ts";

/**
 * Whose log it is. A depositary is named by its host, and its log of heads has that name as origin: `example.org`. The log
 * of one of its statements adds the statement's id: `example.org/s/ID`.
 */
export type Origin = {
  /** Lower-case host name or address, with `:port` when it is not the usual one for https. */
  readonly host: string;
  /** Id of the statement, or null for the log of heads. */
  readonly statement: string | null;
};

/** The longest origin, in characters, all of which are visible ASCII. */
export const ORIGIN_LIMIT = 255;

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[1-9][0-9]{0,4})?$/;
const STATEMENT_ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/**
 * Reads an origin of ours.
 * @throws {MalformedError} `malformed`
 */
export function parseOrigin(text: string): Origin {
  const [host = "", statement, ...rest] = text.split("/s/");
  const origin: Origin = { host, statement: statement ?? null };
  if (rest.length > 0 || !isOrigin(origin)) {
    throw new MalformedError("malformed", "expected the origin of a log: HOST or HOST/s/ID, at most 255 characters");
  }
  return origin;
}

/**
 * Writes an origin: `HOST` or `HOST/s/ID`.
 * @throws {MalformedError} `malformed` when host or id is not of the form that `parseOrigin` reads
 */
export function formatOrigin(origin: Origin): string {
  if (!isOrigin(origin)) {
    throw new MalformedError(
      "malformed",
      "a host is a lower-case name or address with a port perhaps, and an id 1 to 64 lower-case letters, digits and inner hyphens",
    );
  }
  return origin.statement === null ? origin.host : `${origin.host}/s/${origin.statement}`;
}

function isOrigin({ host, statement }: Origin): boolean {
  if (host.length + (statement === null ? 0 : statement.length + 3) > ORIGIN_LIMIT) return false;
  return HOST.test(host) && (statement === null || STATEMENT_ID.test(statement));
}
