import type { CssNode } from "css-tree";
import type { Test } from "./selector-shape.ts";

/** `:first-child`, `:nth-last-of-type(2n + 1)` and their kin; null where it is not decided here. */
export function readNth(name: string, nth: CssNode | null): Test | null {
  const ofType = name.endsWith("of-type");
  const plain = PLAIN[name.replace(/-(?:child|of-type)$/, "")];
  if (plain !== undefined) {
    return (element, family) => {
      const { index, count } = family.placeOf(element, ofType);
      return plain(index, count);
    };
  }
  const formula = nth?.type === "Nth" && nth.selector === null ? readFormula(nth.nth) : null;
  if (formula === null) return null;
  const fromEnd = name.startsWith("nth-last-");
  return (element, family) => {
    const { index, count } = family.placeOf(element, ofType);
    return isMember(fromEnd ? count - index + 1 : index, formula);
  };
}

const PLAIN: Readonly<Record<string, (index: number, count: number) => boolean>> = {
  first: (index) => index === 1,
  last: (index, count) => index === count,
  only: (_, count) => count === 1,
};

type Formula = { readonly step: number; readonly offset: number };

function readFormula(nth: CssNode): Formula | null {
  if (nth.type === "Identifier")
    return nth.name.toLowerCase() === "odd" ? { step: 2, offset: 1 } : { step: 2, offset: 0 };
  if (nth.type !== "AnPlusB") return null;
  const step = nth.a === null ? 0 : Number(nth.a);
  const offset = nth.b === null ? 0 : Number(nth.b);
  return Number.isNaN(step) || Number.isNaN(offset) ? null : { step, offset };
}

function isMember(index: number, { step, offset }: Formula): boolean {
  const beyond = index - offset;
  return step === 0 ? beyond === 0 : beyond % step === 0 && beyond / step >= 0;
}
