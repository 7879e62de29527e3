import type { Administrators } from "../depositary/administrators.ts";
import type { Doer } from "../depositary/doer.ts";

/** Who acts by a bearer token: the token, under its label. */
export async function doerOfToken({ listTokens }: Pick<Administrators, "listTokens">, id: string): Promise<Doer> {
  const label = (await listTokens()).find((token) => token.id === id)?.label;
  return { kind: "token", id, name: label ?? "" };
}
