import type { Accounts } from "./accounts.ts";
import type { Account } from "./administrators.ts";
import type { Act } from "./roles.ts";
import { reachOf } from "./roles.ts";

/**
 * Whether an account may do this with a statement: "role" where its role does not reach, "elsewhere" where it does, but not
 * with this statement. A token that was made at the server has no account, and is an administrator's.
 * @param statement id or slug; undefined of what is about none
 */
export async function mayReach(
  { accounts }: { readonly accounts: Pick<Accounts, "isAssigned"> },
  account: Pick<Account, "id" | "role"> | null,
  act: Act,
  statement: string | undefined,
): Promise<"yes" | "role" | "elsewhere"> {
  const reach = reachOf(account?.role ?? "administrator", act);
  if (reach === null) return "role";
  if (reach !== "assigned" || account === null || statement === undefined) return "yes";
  return (await accounts.isAssigned(account.id, statement)) ? "yes" : "elsewhere";
}
