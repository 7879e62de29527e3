import type { Context } from "hono";
import type { StatementView } from "../../depositary/statements.ts";
import type { Visit } from "./admin-site.ts";

/** The statement named in the address, whoever may see it otherwise; null when there is none. */
export function findForAdministrator(c: Context, visit: Visit): Promise<StatementView | null> {
  return visit.site.depositary.statements.find(c.req.param("id") ?? "", { administrator: true });
}

/** The statement, if it was ever opened. */
export async function findOpened(c: Context, visit: Visit): Promise<StatementView | null> {
  const statement = await findForAdministrator(c, visit);
  return statement === null || statement.state === "draft" ? null : statement;
}
