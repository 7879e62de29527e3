import { chooseBranch } from "./branches.ts";
import type { Walk } from "./walk.ts";
import type { XmlElement } from "./xml.ts";
import { childrenOf } from "./xml.ts";

const PICTURES = /^(?:pic:pic|dgm:relIds|c:chart|v:imagedata|v:textpath|o:OLEObject|w:control|w:contentPart)$/;

/** Text boxes have words, which follow as blocks. Everything else drawn is a picture, a plain line excepted. */
export function walkDrawing(drawing: XmlElement, walk: Walk): void {
  const drawn = [drawing, ...shownWithin(drawing, walk)];
  const boxes = drawn.filter(({ name }) => name === "w:txbxContent");
  walk.boxes.push(...boxes);
  walk.tally.textBoxes += boxes.length;
  if (drawn.some(({ name }) => PICTURES.test(name)) || (boxes.length === 0 && !drawn.some(isLine))) {
    walk.tally.pictures++;
    walk.writer.unread("picture", "a picture or drawing");
  }
}

function isLine({ name, attributes }: XmlElement): boolean {
  return (
    name === "v:line" || attributes.has("o:hr") || /^(?:line|straightConnector1)$/.test(attributes.get("prst") ?? "")
  );
}

/** All that is drawn, but not what stands in text boxes: that is walked by itself. */
function* shownWithin(element: XmlElement, walk: Walk): Generator<XmlElement> {
  const from = element.name === "mc:AlternateContent" ? chooseBranch(element, walk) : element;
  for (const child of childrenOf(from)) {
    yield child;
    if (child.name !== "w:txbxContent") yield* shownWithin(child, walk);
  }
}
