import { readLength } from "./length.ts";
import type { Look } from "./look.ts";
import type { PageWriter } from "./page-writer.ts";
import type { Element } from "./tree.ts";
import { attributeOf, contentOf, eachElement } from "./tree.ts";

/** A picture of at most so many pixels each way counts visitors, and shows nothing. */
const BEACON = 2;

const PICTURES: Readonly<Record<string, string>> = {
  img: "a picture",
  svg: "a drawing",
  canvas: "a picture that a script draws",
  video: "a film",
  math: "a formula",
  picture: "a picture",
};
const FRAMES = /^(?:iframe|frame|frameset|object|embed|applet|portal|fencedframe)$/;

/**
 * Tells of, or writes, what shows something else than the words within it.
 * @returns whether that was all there is to the element
 */
export function writeReplaced(element: Element, look: Look, writer: PageWriter): boolean {
  const { tagName } = element;
  if (tagName === "picture") return false;
  const picture = PICTURES[tagName];
  if (picture !== undefined) {
    if (look.visible && !isBeacon(element, look)) writer.tell("picture", describe(picture, element));
    return true;
  }
  if (FRAMES.test(tagName)) {
    if (look.visible && !isBeacon(element, look)) writer.tell("frame", "another page or object within it");
    return true;
  }
  if (tagName === "audio") return true;
  if (/^(?:input|textarea|select)$/.test(tagName)) {
    if (look.visible) writeControl(element, look, writer);
    return true;
  }
  return false;
}

function isBeacon(element: Element, look: Look): boolean {
  const side = (name: string) => readLength(attributeOf(element, name) ?? "auto", { em: look.fontSize, whole: null });
  const [width, height] = [side("width"), side("height")];
  return width !== null && height !== null && width <= BEACON && height <= BEACON;
}

function describe(what: string, element: Element): string {
  const alt = attributeOf(element, "alt")?.trim().slice(0, 60) ?? "";
  return alt === "" ? what : `${what} (described as “${alt}”)`;
}

/** Fields show what they hold, or what they ask for. */
function writeControl(element: Element, look: Look, writer: PageWriter): void {
  if (attributeOf(element, "type")?.toLowerCase() === "image") {
    writer.tell("picture", describe("a picture", element));
  } else writer.write(wordsInField(element), look);
}

function wordsInField(element: Element): string {
  if (element.tagName === "textarea") return contentOf(element);
  if (element.tagName === "select") return chosenOption(element);
  const type = attributeOf(element, "type")?.toLowerCase() ?? "text";
  if (/^(?:hidden|checkbox|radio|range|color|file|password|date|time|month|week|datetime-local)$/.test(type)) return "";
  const fallback = { submit: "Submit", reset: "Reset" }[type] ?? attributeOf(element, "placeholder") ?? "";
  return attributeOf(element, "value") || fallback;
}

function chosenOption(select: Element): string {
  const options: Element[] = [];
  eachElement(select, (element) => element.tagName === "option" && options.push(element));
  const chosen = options.find((option) => attributeOf(option, "selected") !== undefined) ?? options[0];
  return chosen === undefined ? "" : contentOf(chosen);
}
