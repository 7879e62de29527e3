import type { Facts, Kin, Place, Selector } from "./selector-shape.ts";
import type { Element, ParentNode } from "./tree.ts";
import { attributeOf, isElement } from "./tree.ts";

/** Steps of comparing that one page may take; whoever writes more rules for more elements wants no answer. */
export const STEP_LIMIT = 10_000_000;

/** Who stands in whom and beside whom, for selectors to ask. */
export class Family implements Kin {
  readonly #facts = new Map<Element, Facts>();
  readonly #places = new Map<
    Element,
    { readonly all: Place; readonly ofType: Place; readonly before: Element | null }
  >();
  readonly #placed = new Set<ParentNode>();
  readonly #quirks: boolean;
  #steps = 0;

  constructor(quirks: boolean) {
    this.#quirks = quirks;
  }

  get isExhausted(): boolean {
    return this.#steps > STEP_LIMIT;
  }

  factsOf(element: Element): Facts {
    const known = this.#facts.get(element);
    if (known) return known;
    const tidy = (words: string) => (this.#quirks ? words.toLowerCase() : words);
    const classes = tidy(attributeOf(element, "class") ?? "")
      .split(/[ \t\r\n\f]+/)
      .filter((name) => name !== "");
    const facts = { id: tidy(attributeOf(element, "id") ?? ""), classes };
    this.#facts.set(element, facts);
    return facts;
  }

  placeOf(element: Element, ofType: boolean): Place {
    this.#place(element.parentNode);
    const place = this.#places.get(element);
    return (ofType ? place?.ofType : place?.all) ?? { index: 1, count: 1 };
  }

  #place(parent: ParentNode | null): void {
    if (parent === null || this.#placed.has(parent)) return;
    this.#placed.add(parent);
    const elements = parent.childNodes.filter(isElement);
    const counts = Map.groupBy(elements, ({ tagName }) => tagName);
    const seen = new Map<string, number>();
    for (const [at, element] of elements.entries()) {
      const index = (seen.get(element.tagName) ?? 0) + 1;
      seen.set(element.tagName, index);
      this.#places.set(element, {
        all: { index: at + 1, count: elements.length },
        ofType: { index, count: counts.get(element.tagName)?.length ?? 1 },
        before: elements[at - 1] ?? null,
      });
    }
  }

  /** Whether a selector means an element. Once the steps are used up nothing matches any more, and that is told. */
  matches(element: Element, selector: Selector): boolean {
    return this.#matchesFrom(element, selector, 0);
  }

  #matchesFrom(element: Element, selector: Selector, at: number): boolean {
    this.#steps += 1;
    if (this.isExhausted) return false;
    const part = selector.parts[at];
    if (part === undefined) return true;
    if (!part.tests.every((test) => test(element, this))) return false;
    if (at + 1 === selector.parts.length) return true;
    switch (part.combinator) {
      case ">":
        return this.#matchesNext(this.#parent(element), selector, at + 1);
      case "+":
        return this.#matchesNext(this.#before(element), selector, at + 1);
      case "~":
        return this.#matchesAlong((each) => this.#before(each), element, selector, at + 1);
      default:
        return this.#matchesAlong((each) => this.#parent(each), element, selector, at + 1);
    }
  }

  #matchesNext(element: Element | null, selector: Selector, at: number): boolean {
    return element !== null && this.#matchesFrom(element, selector, at);
  }

  #matchesAlong(step: (element: Element) => Element | null, from: Element, selector: Selector, at: number): boolean {
    for (let element = step(from); element !== null; element = step(element)) {
      if (this.#matchesFrom(element, selector, at)) return true;
      if (this.isExhausted) return false;
    }
    return false;
  }

  #parent({ parentNode }: Element): Element | null {
    return parentNode !== null && isElement(parentNode) ? parentNode : null;
  }

  #before(element: Element): Element | null {
    this.#place(element.parentNode);
    return this.#places.get(element)?.before ?? null;
  }
}
