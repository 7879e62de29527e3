import type { StatementView } from "../depositary/statements.ts";

/**
 * Path of a page of a statement, with the key of a link-only statement carried along.
 * @param page "", "sign", "ar", "ar.md" …
 */
export function statementPath(
  statement: Pick<StatementView, "slug">,
  page: string,
  key: string | undefined,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const path = `/s/${encodeURIComponent(statement.slug)}${page === "" ? "" : `/${page}`}`;
  return withQuery(path, { ...query, key });
}

/** Path of the form by which a name on the list is disputed. */
export function disputePath(statement: Pick<StatementView, "slug">, index: number, key: string | undefined): string {
  return withQuery(`/s/${encodeURIComponent(statement.slug)}/dispute`, { of: String(index), key });
}

/** Path of the proof of a name on the list. */
export function proofPath(statement: Pick<StatementView, "slug">, index: number, key: string | undefined): string {
  return withQuery(`/api/v1/statements/${encodeURIComponent(statement.slug)}/signatories/${index}/proof`, { key });
}

/** Path of the page that tells how it is known that the signatory at this index signed. */
export function knownPath(statement: Pick<StatementView, "slug">, index: number, key: string | undefined): string {
  return statementPath(statement, `signatories/${index}`, key);
}

/** Path of the logo with this digest. */
export function logoPath(statement: Pick<StatementView, "slug">, sha256: string, key: string | undefined): string {
  return statementPath(statement, `logos/${sha256}.png`, key);
}

/** Path of the page of an organisation, by its domain. */
export function organisationPath(domain: string, cursor?: string): string {
  return withQuery(`/o/${domain}`, { cursor });
}

/** Where the policy for verifiers is: this depositary's log, its witnesses, and how many of them are enough. */
export const POLICY_PATH = "/.well-known/undersigned-policy.txt";

/** A path with the parameters that have a value. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "",
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
