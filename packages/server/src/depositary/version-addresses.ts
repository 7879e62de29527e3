import type { StatementReading } from "./statement-reading.ts";

/**
 * Whole addresses that a page may link to: of the version with this digest, then of the statement. Those of a link-only
 * statement are without its key: whoever opens such a page may not be meant to read it.
 */
export async function versionAddresses(
  { reading, baseUrl }: { readonly reading: StatementReading; readonly baseUrl: string },
  statementId: string,
  version: string,
): Promise<readonly string[]> {
  const row = await reading.row(statementId);
  const url = `${baseUrl}/s/${row?.slug ?? ""}`;
  let number = row?.version ?? 0;
  while (number > 1 && (await reading.frozen(statementId, number))?.digest !== version) number -= 1;
  return [`${url}/versions/${number}`, url];
}
