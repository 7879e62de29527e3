import type { Cascade, Declared } from "./cascade.ts";
import { isWordMarker, trackedBy } from "./clipboard.ts";
import { countsOtherwise } from "./counters.ts";
import { isBlockDisplay } from "./default-look.ts";
import { doubtsOf, isCovering, isCutOff, showsFirst } from "./doubts.ts";
import { doubtOfFont } from "./fonts.ts";
import { findGenerated } from "./generated.ts";
import { destinationOf } from "./links.ts";
import type { OpenList } from "./lists.ts";
import { Lists } from "./lists.ts";
import type { Look } from "./look.ts";
import { lookOf } from "./look.ts";
import type { PageWriter, Scope } from "./page-writer.ts";
import { SEEN } from "./page-writer.ts";
import { isSection, regionOf } from "./regions.ts";
import { writeReplaced } from "./replaced.ts";
import { shadowOf } from "./shadow.ts";
import type { Element, Node, ParentNode } from "./tree.ts";
import { attributeOf, contentOf, isElement, isTemplate } from "./tree.ts";
import { isFaint, isGone } from "./visibility.ts";

/** What is handed down from an element to those within it. */
export type Within = {
  readonly look: Look;
  readonly scope: Scope;
  readonly list: OpenList | null;
  readonly sectioned: boolean;
  /** The font of the block that words stand in. */
  readonly blockFont: string;
  /** What a shadow shows in its places. */
  readonly slotted: ParentNode | null;
};

/** Goes through a page in its order, and writes what shows. No deeper than the limit of the tree. */
export class Walk {
  readonly #writer: PageWriter;
  readonly #cascade: Cascade;
  readonly #lists = new Lists();
  readonly #base: string | null;

  /** @param base the page's own address, by which links become whole */
  constructor(writer: PageWriter, cascade: Cascade, base: string | null) {
    this.#writer = writer;
    this.#cascade = cascade;
    this.#base = base;
  }

  walk(node: Node, within: Within): void {
    if (isElement(node)) this.#element(node, within);
    else if (node.nodeName === "#text" && "value" in node) this.#text(node.value, within);
  }

  #text(words: string, { look, blockFont }: Within): void {
    const faint = look.visible ? isFaint(look) : "gone";
    if (faint === "gone") {
      this.#writer.hide(words);
      return;
    }
    if (/\S/.test(words)) {
      if (faint === "doubtful") this.#writer.doubt("hidden", "words that hardly show, by their size or colour");
      const font = doubtOfFont(look.fontFamily, blockFont, this.#cascade.names);
      if (font !== null) this.#writer.doubt("font", font);
    }
    this.#writer.write(words, look);
  }

  #element(element: Element, within: Within): void {
    const { tagName } = element;
    if (isWordMarker(element)) return;
    const declared = this.#cascade.declaredFor(element);
    const look = lookOf(element, within.look, declared);
    if (isGone(look, declared)) this.#gone(element);
    else if (tagName === "br") this.#breakLine(look);
    else if (tagName === "slot" && within.slotted) this.#slot(within.slotted, { ...within, look, slotted: null });
    else if (!writeReplaced(element, look, this.#writer)) this.#shown(element, look, declared, within);
  }

  #breakLine(look: Look): void {
    if (look.visible) this.#writer.breakLine();
  }

  #slot(host: ParentNode, within: Within): void {
    for (const child of host.childNodes) if (shadowOf(child) === null) this.walk(child, within);
  }

  #shown(element: Element, look: Look, declared: Declared, within: Within): void {
    const block = isBlockDisplay(look.display);
    const inner = this.#within(element, look, within, block);
    if (block) this.#writer.open(inner.scope);
    this.#tellDoubts(element, look, declared, within);
    for (const pseudo of ["marker", "before"] as const)
      this.#generate(element, pseudo, look, inner.scope.first !== null);
    const href = destinationOf(element, this.#base);
    const quotes = quotesOf(element, declared, this.#cascade);
    const start = this.#writer.copy.at;
    if (quotes !== null) this.#text(quotes[0], inner);
    this.#children(element, inner);
    if (quotes !== null) this.#text(quotes[1], inner);
    if (href !== null) this.#writer.links.push({ start, end: this.#writer.copy.at, href });
    this.#generate(element, "after", look, false);
    if (isCutOff(look, declared) && hasWords(element)) this.#writer.doubt("hidden", "words that may be cut off");
    if (block) this.#writer.open(within.scope);
  }

  #children(element: Element, inner: Within): void {
    const shadow = element.childNodes.map(shadowOf).find((root) => root !== null);
    if (shadow) {
      this.#writer.doubt("style", "a part of the page with styles of its own");
      for (const child of shadow.childNodes) this.walk(child, { ...inner, slotted: element });
      return;
    }
    const closed = element.tagName === "details" && attributeOf(element, "open") === undefined;
    const summary = closed ? element.childNodes.find((child) => child.nodeName === "summary") : undefined;
    for (const child of element.childNodes) {
      if (closed && child !== summary && hasWords(child))
        this.#writer.doubt("hidden", "words that show once a reader opens them");
      this.walk(child, inner);
    }
  }

  #tellDoubts(element: Element, look: Look, declared: Declared, within: Within): void {
    const tracked = trackedBy(element);
    if (tracked !== null) this.#writer.tell("tracked", `words that were ${tracked} with “track changes”`);
    this.#tellParts(element, look);
    const doubts = doubtsOf(element, look, within.look, declared);
    if (doubts.length === 0 || !(hasWords(element) || look.paper !== within.look.paper)) return;
    for (const { why, what } of doubts) this.#writer.doubt(why, what);
  }

  /** What style sheets do to parts of an element that have no tags. */
  #tellParts(element: Element, look: Look): void {
    for (const part of ["first-letter", "first-line"]) {
      const first = this.#cascade.declaredForPseudo(element, part);
      if (first && !showsFirst(element, look, first))
        this.#writer.doubt("hidden", "a letter or line that does not show");
    }
    for (const part of ["before", "after"]) {
      const pseudo = this.#cascade.declaredForPseudo(element, part);
      if (pseudo && isCovering(pseudo, look) && hasWords(element)) {
        this.#writer.doubt("style", "something that lies over words");
      }
    }
    if (look.display === "list-item" && /^["'].*\p{L}/su.test(look.listStyle ?? "")) {
      this.#writer.tell("generated", `words in place of a bullet (${look.listStyle?.slice(0, 60)})`);
    }
  }

  #generate(element: Element, pseudo: "marker" | "before" | "after", look: Look, isItem: boolean): void {
    if (pseudo === "marker" && look.display !== "list-item") return;
    const generated = look.visible ? findGenerated(element, pseudo, look, this.#cascade) : null;
    if (generated === null) return;
    // What stands for the bullet of an item is told as its marker.
    if (generated.kind === "marker" && isItem) {
      const counted = generated.marker.includes("#") && countsOtherwise(element, this.#cascade);
      if (counted) this.#writer.tell("generated", "numbers that a style sheet counts");
      return;
    }
    if (generated.kind === "picture") this.#writer.tell("picture", "a picture that a style sheet puts there");
    else {
      const words = generated.kind === "words" ? generated.words : generated.marker;
      this.#writer.tell("generated", `words that only a style sheet writes (“${words.slice(0, 60)}”)`);
    }
  }

  /** What a page holds and never shows is told; what is no part of what it shows (scripts, its head) is not. */
  #gone(element: Element): void {
    if (/^(?:script|style|head|title|meta|link|base|datalist|rp)$/.test(element.tagName)) return;
    const words = contentOf(isTemplate(element) ? element.content : element);
    this.#writer.hide(element.tagName === "noscript" ? words.replaceAll(/<[^>]*>/g, " ") : words);
  }

  #within(element: Element, look: Look, within: Within, block: boolean): Within {
    const sectioned = within.sectioned || isSection(element);
    const region = regionOf(element, within.sectioned) ?? within.scope.region;
    const list = /^(?:ul|ol|menu|dir)$/.test(element.tagName) ? this.#lists.open(element, within.list) : within.list;
    const shape = this.#lists.shapeOf(element, look, list, this.#cascade);
    const blockFont = block ? look.fontFamily : within.blockFont;
    const inner = { ...within, look, list, sectioned, blockFont };
    if (shape === null && region === within.scope.region) return inner;
    const first = shape?.kind === "item" ? { shape, taken: false } : null;
    if (shape === null) return { ...inner, scope: { ...within.scope, region } };
    // An item is one block: what follows its first words is no item of its own.
    return { ...inner, scope: { first, rest: first === null ? shape : { kind: "paragraph" }, region } };
  }
}

/** What browsers write around `<q>` (HTML, 15.3.6); a style sheet that writes anything else there is told as such. */
function quotesOf(element: Element, declared: Declared, cascade: Cascade): readonly [string, string] | null {
  if (element.tagName !== "q" || declared.get("quotes") === "none") return null;
  const isOwn = (["before", "after"] as const).every(
    (pseudo) => cascade.declaredForPseudo(element, pseudo)?.get("content") === undefined,
  );
  return isOwn ? ["“", "”"] : null;
}

function hasWords(node: Node): boolean {
  if (node.nodeName === "#text" && "value" in node) return SEEN.test(node.value);
  return isElement(node) && !/^(?:script|style|noscript)$/.test(node.tagName) && node.childNodes.some(hasWords);
}
