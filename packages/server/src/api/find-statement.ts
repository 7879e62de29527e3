import { RefusedError } from "@undersigned/core/errors.ts";
import type { Context } from "hono";
import type { Depositary } from "../depositary/depositary.ts";
import type { StatementView } from "../depositary/statements.ts";
import { isTokenSent } from "../http/bearer.ts";

/**
 * The statement of a request that anybody may make, if this one may see it: with a token also drafts and link-only ones.
 * @throws RefusedError `not_found`
 */
export async function findStatement(
  c: Context,
  { statements, administrators }: Pick<Depositary, "statements" | "administrators">,
): Promise<{ statement: StatementView; forToken: boolean }> {
  const forToken = await isTokenSent(c, administrators);
  const access = { linkKey: c.req.query("key"), administrator: forToken };
  const statement = await statements.find(c.req.param("id") ?? "", access);
  if (statement === null) throw new RefusedError("not_found", "There is no such statement here.");
  return { statement, forToken };
}
