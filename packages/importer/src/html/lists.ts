import type { BlockShape } from "../copy-builder.ts";
import type { Cascade } from "./cascade.ts";
import { NamedLists } from "./clipboard.ts";
import { findGenerated } from "./generated.ts";
import { isBullet, markerOf } from "./list-numbers.ts";
import type { Look } from "./look.ts";
import type { Element } from "./tree.ts";
import { attributeOf } from "./tree.ts";

/** A list and the number that its next item has. */
export type OpenList = {
  readonly id: number;
  readonly depth: number;
  readonly step: number;
  next: number;
};

/** The lists of a page, and what its elements make of their words. */
export class Lists {
  readonly #named = new NamedLists();
  #count = 0;

  readonly #newId = (): number => {
    this.#count += 1;
    return this.#count;
  };

  open(element: Element, outer: OpenList | null): OpenList {
    const step = attributeOf(element, "reversed") === undefined ? 1 : -1;
    const items = () => element.childNodes.filter((child) => child.nodeName === "li").length;
    const next = integer(attributeOf(element, "start")) ?? (step === 1 ? 1 : items());
    const web = this.#named.webList(element);
    if (web !== null) return { id: this.#named.idOf(web.name, this.#newId), depth: web.depth, step, next };
    return { id: this.#newId(), depth: (outer?.depth ?? 0) + 1, step, next };
  }

  /** What kind of block an element makes of its words; null where it leaves that to what it is in. */
  shapeOf(element: Element, look: Look, list: OpenList | null, cascade: Cascade): BlockShape | null {
    const { tagName } = element;
    const level = /^h([1-6])$/.exec(tagName)?.[1] ?? headingRole(element);
    if (level !== undefined) return { kind: "heading", level: Number(level) };
    const word = this.#named.wordItem(element, this.#newId);
    if (word !== null) return word;
    if (look.display === "list-item" && list !== null) return itemShape(element, look, list, cascade);
    if (tagName === "li" && list !== null && look.display !== "inline")
      return itemShape(element, { ...look, listStyle: "none" }, list, cascade);
    if (tagName === "blockquote") return { kind: "quotation" };
    return look.display === "table-cell" ? { kind: "cell" } : null;
  }
}

function itemShape(element: Element, look: Look, list: OpenList, cascade: Cascade): BlockShape {
  const value = integer(attributeOf(element, "value")) ?? list.next;
  list.next = value + list.step;
  const style = look.listStyle ?? "disc";
  const written = markerOf(style, value);
  const generated = ["before", "marker"] as const;
  const own = generated.map((pseudo) => findGenerated(element, pseudo, look, cascade)).find((found) => found !== null);
  const counted = own?.kind === "marker" && own.marker.includes("#");
  const marker = own?.kind === "marker" ? own.marker.replaceAll("#", String(value)) : written;
  const shape = { id: list.id, depth: list.depth, ordered: counted || !isBullet(style) };
  return { kind: "item", list: marker === null ? shape : { ...shape, marker } };
}

function headingRole(element: Element): string | undefined {
  if (attributeOf(element, "role") !== "heading") return undefined;
  const level = attributeOf(element, "aria-level") ?? "2";
  return /^[1-6]$/.test(level) ? level : "6";
}

function integer(words: string | undefined): number | null {
  return words !== undefined && /^\s*[+-]?\d{1,9}/.test(words) ? Number.parseInt(words, 10) : null;
}
