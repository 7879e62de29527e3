import type { BlockShape } from "../copy-builder.ts";
import type { Element } from "./tree.ts";
import { attributeOf, contentOf, eachElement, isElement } from "./tree.ts";

/** Windows puts a few lines with offsets before what was copied, and marks of where it begins and ends within its page. */
const HEADER = /^\s*Version:[\d.]+\s+StartHTML:-?\d+[\s\S]{0,2000}?(?=<)/;

/** What was copied, without the lines that the clipboard puts before it. */
export function trimClipboard(html: string): string {
  return html.replace(HEADER, "");
}

/** Word writes each item as a paragraph, says in its style which list it is in, and writes the marker as words. */
const MSO_LIST = /\bmso-list:\s*(l\d+)\s+level(\d)\s*(lfo\d+)?/i;
const MSO_MARKER = /\bmso-list:\s*ignore/i;
/** What a marker may be. Whatever else says that it is one stays among the words. */
const MARKER =
  /^(?:[·•o§▪◦‣–—\-*✓➢Øv\uf000-\uf0ff]|\(?(?:\p{Nd}{1,4}(?:\.\p{Nd}{1,4})*|[a-z]|[ivxlcdm]{1,7})[.):]?)$/iu;
/** What fonts of signs write for their bullets. */
const SIGNS = /^[·o§Øv\uf000-\uf0ff]$/u;

/** Whether an element holds the marker of an item, as Word writes it. */
export function isWordMarker(element: Element): boolean {
  return MSO_MARKER.test(attributeOf(element, "style") ?? "") && MARKER.test(markerWords(element));
}

function markerWords(element: Element): string {
  return contentOf(element)
    .replaceAll(/[\s\u00a0]+/g, " ")
    .trim();
}

/** Lists that are told by names, as Word and its kin tell them. Each name is one list. */
export class NamedLists {
  readonly #ids = new Map<string, number>();

  /** The shape of an item of Word's; null for any other element. */
  wordItem(element: Element, newId: () => number): BlockShape | null {
    const [, list = "", level = "1", format = ""] = MSO_LIST.exec(attributeOf(element, "style") ?? "") ?? [];
    if (list === "") return null;
    const found = findMarkerElement(element);
    if (found === null) return null;
    const words = markerWords(found);
    const ordered = /[\p{L}\p{Nd}]/u.test(words) && !SIGNS.test(words);
    const id = this.idOf(`${list} ${format} ${level}`, newId);
    return {
      kind: "item",
      list: { id, depth: Number(level), ordered, marker: ordered ? words : SIGNS.test(words) ? "•" : words },
    };
  }

  idOf(name: string, newId: () => number): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = newId();
    this.#ids.set(name, id);
    return id;
  }

  /** Word on the web makes a list of each item, and says of the items which list and level they are of. */
  webList(list: Element): { readonly name: string; readonly depth: number } | null {
    const item = list.childNodes.find((child) => child.nodeName === "li");
    if (item === undefined || !isElement(item)) return null;
    const [name, level] = [attributeOf(item, "data-listid"), attributeOf(item, "data-aria-level")];
    if (name === undefined || level === undefined || !/^[1-9]$/.test(level)) return null;
    return { name: `web ${name} ${level}`, depth: Number(level) };
  }
}

function findMarkerElement(element: Element): Element | null {
  let found: Element | null = null;
  eachElement(element, (each) => {
    if (found === null && isWordMarker(each)) found = each;
  });
  return found;
}

/** Words that somebody added or struck with "track changes" in Word, and that nobody has decided on. */
export function trackedBy(element: Element): "added" | "struck" | null {
  const names = attributeOf(element, "class") ?? "";
  const byWord =
    attributeOf(element, "cite")?.startsWith("mailto:") === true && attributeOf(element, "datetime") !== undefined;
  if (/\bmsoIns\b/i.test(names) || (element.tagName === "ins" && byWord)) return "added";
  return /\bmsoDel\b/i.test(names) || (element.tagName === "del" && byWord) ? "struck" : null;
}
