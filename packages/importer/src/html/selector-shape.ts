import type { Element } from "./tree.ts";

export type Facts = { readonly id: string; readonly classes: readonly string[] };
/** Which of how many among its siblings, from 1. */
export type Place = { readonly index: number; readonly count: number };

/** Who stands in whom and beside whom. */
export type Kin = {
  factsOf(element: Element): Facts;
  placeOf(element: Element, ofType: boolean): Place;
  matches(element: Element, selector: Selector): boolean;
};

/** Whether an element is what a part of a selector says. */
export type Test = (element: Element, kin: Kin) => boolean;

/** A selector, its parts from the right: first the element itself, then those it must stand in or after. */
export type Selector = {
  readonly parts: readonly { readonly tests: readonly Test[]; readonly combinator: string }[];
  /** Ids, classes and tags counted into one number, each up to 1023. */
  readonly specificity: number;
  readonly pseudo: string | null;
  /** False where some of it is not decided here; then it may or may not be meant. */
  readonly sure: boolean;
  /** What every element that it means has: `#id`, `.class`, a tag or `*`. */
  readonly key: string;
};
