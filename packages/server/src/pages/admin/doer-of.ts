import type { Doer } from "../../depositary/doer.ts";
import type { Visit } from "./admin-site.ts";

/** Who does what this visit asks for. */
export function doerOf({ administrator }: Visit): Doer {
  return { kind: "administrator", id: administrator.id, name: administrator.name };
}
