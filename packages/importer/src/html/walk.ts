import type { BlockShape } from "../copy-builder.ts";
import type { Cascade } from "./cascade.ts";
import { isBlockDisplay } from "./default-look.ts";
import { isBullet, markerOf } from "./list-numbers.ts";
import type { Look } from "./look.ts";
import { lookOf } from "./look.ts";
import type { PageWriter, Scope } from "./page-writer.ts";
import { isSection, regionOf } from "./regions.ts";
import { writeReplaced } from "./replaced.ts";
import type { Element, Node } from "./tree.ts";
import { attributeOf, contentOf, isElement, isTemplate } from "./tree.ts";
import { isFaint, isGone } from "./visibility.ts";

/** What is handed down from an element to those within it. */
type Within = {
  readonly look: Look;
  readonly scope: Scope;
  readonly list: OpenList | null;
  readonly sectioned: boolean;
};

/** A list and the number that its next item has. */
type OpenList = {
  readonly id: number;
  readonly depth: number;
  readonly step: number;
  next: number;
};

/** Goes through a page in its order, and writes what shows. No deeper than the limit of the tree. */
export class Walk {
  readonly #writer: PageWriter;
  readonly #cascade: Cascade;
  #lists = 0;

  constructor(writer: PageWriter, cascade: Cascade) {
    this.#writer = writer;
    this.#cascade = cascade;
  }

  walk(node: Node, within: Within): void {
    if (isElement(node)) this.#element(node, within);
    else if (node.nodeName === "#text" && "value" in node) this.#text(node.value, within.look);
  }

  #text(words: string, look: Look): void {
    const faint = look.visible ? isFaint(look) : "gone";
    if (faint === "gone") {
      this.#writer.hide(words);
      return;
    }
    if (faint === "doubtful" && /\S/.test(words)) {
      this.#writer.doubt("hidden", "words that hardly show, by their size or colour");
    }
    this.#writer.write(words, look);
  }

  #element(element: Element, within: Within): void {
    const { tagName } = element;
    if (tagName === "br") {
      if (within.look.visible) this.#writer.breakLine();
      return;
    }
    const declared = this.#cascade.declaredFor(element);
    const look = lookOf(element, within.look, declared);
    if (isGone(look, declared)) this.#gone(element);
    else if (!writeReplaced(element, look, this.#writer)) this.#children(element, look, within);
  }

  #children(element: Element, look: Look, within: Within): void {
    const block = isBlockDisplay(look.display);
    const inner = this.#within(element, look, within);
    if (block) this.#writer.open(inner.scope);
    for (const child of element.childNodes) this.walk(child, inner);
    if (block) this.#writer.open(within.scope);
  }

  /** What a page holds and never shows is told; what is no part of what it shows (scripts, its head) is not. */
  #gone(element: Element): void {
    if (/^(?:script|style|head|title|meta|link|base|datalist)$/.test(element.tagName)) return;
    const words = contentOf(isTemplate(element) ? element.content : element);
    this.#writer.hide(element.tagName === "noscript" ? words.replaceAll(/<[^>]*>/g, " ") : words);
  }

  #within(element: Element, look: Look, within: Within): Within {
    const sectioned = within.sectioned || isSection(element);
    const region = regionOf(element, within.sectioned) ?? within.scope.region;
    const list = /^(?:ul|ol|menu|dir)$/.test(element.tagName) ? this.#openList(element, within) : within.list;
    const shape = this.#shapeOf(element, look, list);
    if (shape === null && region === within.scope.region) return { look, scope: within.scope, list, sectioned };
    const kept = shape === null ? within.scope : scopeOf(shape);
    return { look, scope: { ...kept, region }, list, sectioned };
  }

  #openList(element: Element, { list }: Within): OpenList {
    const step = attributeOf(element, "reversed") === undefined ? 1 : -1;
    const items = () => element.childNodes.filter((child) => child.nodeName === "li").length;
    const start = integer(attributeOf(element, "start")) ?? (step === 1 ? 1 : items());
    this.#lists += 1;
    return { id: this.#lists, depth: (list?.depth ?? 0) + 1, step, next: start };
  }

  /** What kind of block an element makes of its words; null where it leaves that to what it is in. */
  #shapeOf(element: Element, look: Look, list: OpenList | null): BlockShape | null {
    const { tagName } = element;
    const level = /^h([1-6])$/.exec(tagName)?.[1] ?? headingRole(element);
    if (level !== undefined) return { kind: "heading", level: Number(level) };
    if (look.display === "list-item" && list !== null) return this.#itemShape(element, look, list);
    if (tagName === "blockquote") return { kind: "quotation" };
    return look.display === "table-cell" ? { kind: "cell" } : null;
  }

  #itemShape(element: Element, look: Look, list: OpenList): BlockShape {
    const value = integer(attributeOf(element, "value")) ?? list.next;
    list.next = value + list.step;
    const style = look.listStyle ?? "disc";
    const marker = markerOf(style, value);
    const shape = { id: list.id, depth: list.depth, ordered: !isBullet(style) };
    return { kind: "item", list: marker === null ? shape : { ...shape, marker } };
  }
}

/** An item is one block: what follows its first words is no item of its own. */
function scopeOf(shape: BlockShape): Pick<Scope, "first" | "rest"> {
  if (shape.kind !== "item") return { first: null, rest: shape };
  return { first: { shape, taken: false }, rest: { kind: "paragraph" } };
}

function headingRole(element: Element): string | undefined {
  if (attributeOf(element, "role") !== "heading") return undefined;
  const level = attributeOf(element, "aria-level") ?? "2";
  return /^[1-6]$/.test(level) ? level : "6";
}

function integer(words: string | undefined): number | null {
  return words !== undefined && /^\s*[+-]?\d{1,9}/.test(words) ? Number.parseInt(words, 10) : null;
}
