import type { Cascade, Declared } from "./cascade.ts";
import type { Element } from "./tree.ts";
import { isElement } from "./tree.ts";

/**
 * Whether the numbers that a style sheet counts before items may be others than the items' own. They are the same where the list
 * sets its counter to nothing and each item, or what is written before it, adds one (CSS Lists 3, section 4).
 */
export function countsOtherwise(element: Element, cascade: Cascade): boolean {
  const list = element.parentNode;
  const [own, before] = [cascade.declaredFor(element), cascade.declaredForPseudo(element, "before")];
  const above = list && isElement(list) ? cascade.declaredFor(list) : null;
  const all = [own, before, above];
  if (all.some((declared) => said(declared, "counter-set") !== null)) return true;
  if ([own, before].some((declared) => said(declared, "counter-reset") !== null)) return true;
  const steps = [own, before].flatMap((declared) => said(declared, "counter-increment") ?? []);
  const [step] = steps;
  if (steps.length !== 1 || step === undefined || !/^[\w-]+(?:\s+1)?$/.test(step)) return true;
  const [name = ""] = step.split(/\s/);
  const reset = said(above, "counter-reset");
  return reset === null || !new RegExp(`(?:^|\\s)${name}(?:\\s+0)?(?=$|\\s+[^\\d\\s])`).test(reset);
}

function said(declared: Declared | null, property: string): string | null {
  const value = declared?.get(property)?.trim();
  return value === undefined || /^(?:none|initial|unset|)$/.test(value) ? null : value;
}
