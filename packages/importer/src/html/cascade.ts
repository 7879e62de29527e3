import { holdsMedia } from "./conditions.ts";
import type { Declaration } from "./declarations.ts";
import { readStyleAttribute } from "./declarations.ts";
import { defaultDeclarations } from "./default-look.ts";
import { Family } from "./family.ts";
import type { Names, Rule } from "./sheet.ts";
import { SheetReader } from "./sheet.ts";
import { linkedSheets } from "./style-sheets.ts";
import type { Document, Element } from "./tree.ts";
import { attributeOf, contentOf, eachElement } from "./tree.ts";

/** What all style sheets together say of one element, or of what stands before or after its words. */
export type Declared = {
  get(property: string): string | undefined;
  /** Custom properties of its own. */
  readonly variables: ReadonlyMap<string, string>;
  /** The same with what some windows, browsers or people see; null where nothing is seen otherwise. */
  readonly perhaps: Declared | null;
};

export type Styles = { readonly url: string | null; readonly sheets: ReadonlyMap<string, string> };

type Found = { readonly rule: Rule; readonly order: number };

const CACHE_LIMIT = 10_000;
const IMPORT_DEPTH = 5;
const NOTHING: Declared = { get: () => undefined, variables: new Map(), perhaps: null };

/** The styles of one page (CSS Cascading and Inheritance 5): what its sheets, attributes and tags say, by their weight. */
export class Cascade {
  readonly #attributes = new Map<string, readonly Declaration[]>();
  readonly #rules = new Map<string, Found[]>();
  readonly #pseudos = new Set<string>();
  readonly #family: Family;
  /** Sheets that the page links or imports, and whose words were not given. */
  readonly missing: string[] = [];
  readonly names: Names;

  constructor(document: Document, styles: Styles) {
    const quirks = document.mode === "quirks";
    this.#family = new Family(quirks);
    const reader = new SheetReader(quirks);
    this.names = reader.names;
    this.#readAll(document, styles, reader);
    for (const [order, rule] of reader.rules.entries()) {
      if (rule.selector.pseudo !== null) this.#pseudos.add(rule.selector.pseudo);
      const key = rule.selector.pseudo === null ? rule.selector.key : `${rule.selector.key}::`;
      const others = this.#rules.get(key);
      if (others) others.push({ rule, order });
      else this.#rules.set(key, [{ rule, order }]);
    }
  }

  /** There were so many rules for so many elements that not all were asked. */
  get isExhausted(): boolean {
    return this.#family.isExhausted;
  }

  #readAll(document: Document, styles: Styles, reader: SheetReader): void {
    const linked = new Map(linkedSheets(document, styles.url).map((sheet) => [sheet.element, sheet]));
    eachElement(document, (element) => {
      const sheet = linked.get(element);
      if (element.tagName === "style") {
        reader.read(contentOf(element), holdsMedia(attributeOf(element, "media") ?? ""));
        this.#readImports(reader, styles.url, styles, 0);
      } else if (sheet && holdsMedia(sheet.media) !== "no") {
        this.#readLinked(sheet.href, sheet.written, reader, styles, holdsMedia(sheet.media), 0);
      }
    });
  }

  #readLinked(
    href: string | null,
    written: string,
    reader: SheetReader,
    styles: Styles,
    holds: ReturnType<typeof holdsMedia>,
    depth: number,
  ): void {
    const css = styles.sheets.get(href ?? written) ?? styles.sheets.get(written);
    if (css === undefined || depth > IMPORT_DEPTH) this.missing.push(href ?? written);
    else {
      reader.read(css, holds);
      this.#readImports(reader, href, styles, depth + 1);
    }
  }

  #readImports(reader: SheetReader, base: string | null, styles: Styles, depth: number): void {
    for (const written of reader.imports.splice(0)) {
      const href = URL.canParse(written, base ?? undefined) ? new URL(written, base ?? undefined).href : null;
      this.#readLinked(href, written, reader, styles, "yes", depth);
    }
  }

  declaredFor(element: Element): Declared {
    const style = attributeOf(element, "style");
    const first = defaultDeclarations(element);
    const rules = this.#rulesFor(element, null);
    if (style === undefined && rules.length === 0 && first.length === 0) return NOTHING;
    return this.#settle([...first, ...rules, ...(style === undefined ? [] : this.#readAttribute(style))]);
  }

  /** What `::before`, `::after` and their kin are told; null where nothing is. */
  declaredForPseudo(element: Element, pseudo: string): Declared | null {
    if (!this.#pseudos.has(pseudo)) return null;
    const rules = this.#rulesFor(element, pseudo);
    return rules.length === 0 ? null : this.#settle(rules);
  }

  #rulesFor(element: Element, pseudo: string | null): Declaration[] {
    if (this.#rules.size === 0 || this.isExhausted) return [];
    const { id, classes } = this.#family.factsOf(element);
    const end = pseudo === null ? "" : "::";
    const keys = ["*", element.tagName.toLowerCase(), ...classes.map((name) => `.${name}`), `#${id}`];
    const found: Found[] = [];
    for (const key of new Set(keys)) {
      for (const entry of this.#rules.get(`${key}${end}`) ?? []) {
        if (entry.rule.selector.pseudo === pseudo && this.#family.matches(element, entry.rule.selector))
          found.push(entry);
      }
    }
    if (found.length === 0) return [];
    // What is important weighs the more, the earlier its layer, and the least outside of any.
    const byWeight = (sign: number) => (a: Found, b: Found) =>
      sign * (a.rule.layer - b.rule.layer) ||
      a.rule.selector.specificity - b.rule.selector.specificity ||
      a.order - b.order;
    const said = (each: readonly Found[], important: boolean) =>
      each.flatMap(({ rule }) => rule.declarations.filter((declaration) => declaration.important === important));
    return [...said(found.toSorted(byWeight(1)), false), ...said(found.toSorted(byWeight(-1)), true)];
  }

  /** Word and Google write the same attribute thousands of times. */
  #readAttribute(style: string): readonly Declaration[] {
    const before = this.#attributes.get(style);
    if (before !== undefined) return before;
    const read = readStyleAttribute(style);
    if (this.#attributes.size < CACHE_LIMIT) this.#attributes.set(style, read);
    return read;
  }

  #settle(declarations: readonly Declaration[]): Declared {
    const sure = hold(declarations.filter((declaration) => declaration.sure));
    const name = (sure.get("animation-name") ?? sure.get("animation") ?? "").split(/[\s,]+/);
    const ends = name.flatMap((word) => this.names.animations.get(word) ?? []);
    if (ends.length === 0 && declarations.every((declaration) => declaration.sure)) return { ...sure, perhaps: null };
    return { ...sure, perhaps: { ...hold([...declarations, ...ends]), perhaps: null } };
  }
}

/** Of declarations in rising order of weight, the ones that hold. */
function hold(declarations: readonly Declaration[]): Omit<Declared, "perhaps"> {
  const values = new Map<string, Declaration>();
  const variables = new Map<string, string>();
  for (const declaration of declarations) {
    if (values.get(declaration.property)?.important && !declaration.important) continue;
    values.set(declaration.property, declaration);
    if (declaration.property.startsWith("--")) variables.set(declaration.property, declaration.value);
  }
  return { get: (property) => values.get(property)?.value, variables };
}
