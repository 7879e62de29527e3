import { RefusedError } from "@undersigned/core/errors.ts";
import type { Context } from "hono";
import type { Depositary } from "../depositary/depositary.ts";
import { mayReach } from "../depositary/may-reach.ts";
import type { StatementView } from "../depositary/statements.ts";
import { findToken } from "../http/bearer.ts";

/**
 * The statement of a request that anybody may make, if this one may see it: with the token of whoever runs it also a draft or a link-only one.
 * @throws RefusedError `not_found`
 */
export async function findStatement(
  c: Context,
  depositary: Pick<Depositary, "statements" | "administrators" | "accounts">,
): Promise<{ statement: StatementView; forToken: boolean }> {
  const { statements, administrators } = depositary;
  const token = await findToken(c, administrators);
  const id = c.req.param("id");
  const forToken = token !== null && (await mayReach(depositary, token.account, "run", id)) === "yes";
  const access = { linkKey: c.req.query("key"), administrator: forToken };
  const statement = await statements.find(c.req.param("id") ?? "", access);
  if (statement === null) throw new RefusedError("not_found", "There is no such statement here.");
  return { statement, forToken };
}
