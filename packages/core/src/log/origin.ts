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

/** The longest origin, in characters, all of which are ASCII. */
export const ORIGIN_LIMIT = 400;

const ORIGIN =
  /^((?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[1-9][0-9]{0,4})?)(?:\/s\/([A-Za-z0-9_-]{1,64}))?$/;

/**
 * Reads an origin of ours.
 * @throws {MalformedError} `malformed`
 */
export function parseOrigin(origin: string): Origin {
  const [, host, statement = null] = ORIGIN.exec(origin) ?? [];
  if (host === undefined) {
    throw new MalformedError("malformed", "expected the origin of a log: HOST or HOST/s/ID");
  }
  return { host, statement };
}

/**
 * Writes an origin: `HOST` or `HOST/s/ID`.
 * @throws {MalformedError} `malformed` when host or id is not of the form that `parseOrigin` reads
 */
export function formatOrigin({ host, statement }: Origin): string {
  const origin = statement === null ? host : `${host}/s/${statement}`;
  const again = parseOrigin(origin);
  if (again.host !== host || again.statement !== statement) {
    throw new MalformedError(
      "malformed",
      "a host holds no path, and the id of a statement is 1 to 64 letters, digits, _ or -",
    );
  }
  return origin;
}
