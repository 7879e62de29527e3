import type { Declaration } from "./declarations.ts";
import { readStyleAttribute } from "./declarations.ts";
import { defaultDeclarations } from "./default-look.ts";
import type { Element } from "./tree.ts";
import { attributeOf } from "./tree.ts";

/** What all style sheets together say of one element. */
export type Declared = {
  get(property: string): string | undefined;
  /** Custom properties of its own. */
  readonly variables: ReadonlyMap<string, string>;
  /** What some browsers, windows or people may see otherwise. */
  readonly doubtful: readonly Declaration[];
};

const CACHE_LIMIT = 10_000;

/** The styles of one page. */
export class Cascade {
  readonly #attributes = new Map<string, readonly Declaration[]>();

  declaredFor(element: Element): Declared {
    const style = attributeOf(element, "style");
    return settle([...defaultDeclarations(element), ...(style === undefined ? [] : this.#readAttribute(style))]);
  }

  /** Word and Google write the same attribute thousands of times. */
  #readAttribute(style: string): readonly Declaration[] {
    const before = this.#attributes.get(style);
    if (before !== undefined) return before;
    const read = readStyleAttribute(style);
    if (this.#attributes.size < CACHE_LIMIT) this.#attributes.set(style, read);
    return read;
  }
}

/** Of declarations in rising order of weight, the ones that hold. */
function settle(declarations: readonly Declaration[]): Declared {
  const values = new Map<string, Declaration>();
  const variables = new Map<string, string>();
  const doubtful: Declaration[] = [];
  for (const declaration of declarations) {
    if (!declaration.sure) doubtful.push(declaration);
    else if (!values.get(declaration.property)?.important || declaration.important) {
      values.set(declaration.property, declaration);
      if (declaration.property.startsWith("--")) variables.set(declaration.property, declaration.value);
    }
  }
  return { get: (property) => values.get(property)?.value, variables, doubtful };
}
