import type { Doer } from "../../depositary/doer.ts";
import type { Visit } from "./admin-site.ts";

/** Who does what this visit asks for. */
export function doerOf({ account }: Visit): Doer {
  return { kind: account.role, id: account.id, name: account.name };
}
