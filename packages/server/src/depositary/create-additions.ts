import type { AddingDeps } from "./adding.ts";
import type { Additions } from "./additions.ts";
import { makeCorrecting } from "./correcting.ts";
import { makeResponding } from "./responding.ts";
import { makeTranslating } from "./translating.ts";

export function createAdditions(deps: AddingDeps): Additions {
  return { ...makeResponding(deps), ...makeCorrecting(deps), ...makeTranslating(deps) };
}
