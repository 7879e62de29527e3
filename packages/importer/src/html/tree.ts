import { MalformedError } from "@undersigned/core/errors.ts";
import type { DefaultTreeAdapterTypes } from "parse5";
import { defaultTreeAdapter, Parser, TokenizerMode } from "parse5";

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;
export type ParentNode = DefaultTreeAdapterTypes.ParentNode;
export type Document = DefaultTreeAdapterTypes.Document;

/** Browsers give up nesting at this depth and put what follows side by side, so beyond it nobody can say what shows. */
export const DEPTH_LIMIT = 512;
/** Elements that a page may have, those included that mending makes: three bytes of a page may mend into hundreds. */
export const ELEMENT_LIMIT = 600_000;

export type Page = {
  readonly document: Document;
  /** It ends within a tag, a comment or a script: something was cut off. */
  readonly truncated: boolean;
};

/**
 * The tree that a browser makes of a page (HTML, "Parsing HTML documents"): mending of wrong nesting decides which words a tag
 * covers, so a parser that mends otherwise would not see what a reader sees.
 * @throws MalformedError `too_large` where it is nested too deeply, or has too many elements
 */
export function parsePage(html: string): Page {
  let [depth, elements] = [0, 0];
  const parser = new Parser({
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement: (...words) => {
        elements += 1;
        if (elements > ELEMENT_LIMIT) {
          throw new MalformedError(
            "too_large",
            `this page has more than ${ELEMENT_LIMIT} elements: bring the part that holds the text, or paste its words`,
          );
        }
        return defaultTreeAdapter.createElement(...words);
      },
      onItemPush: () => {
        depth += 1;
        if (depth > DEPTH_LIMIT) {
          throw new MalformedError(
            "too_large",
            `this page has more than ${DEPTH_LIMIT} elements within one another: bring the part that holds the text, or paste its words`,
          );
        }
      },
      onItemPop: () => {
        depth -= 1;
      },
    },
  });
  parser.tokenizer.write(html, false);
  const truncated = parser.tokenizer.state !== TokenizerMode.DATA;
  parser.tokenizer.write("", true);
  return { document: parser.document, truncated };
}

export function isElement(node: Node | ParentNode): node is Element {
  return "tagName" in node;
}

/** What a template holds stands beside the tree. */
export function isTemplate(element: Element): element is DefaultTreeAdapterTypes.Template {
  return "content" in element;
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** Calls for all elements below, in order. */
export function eachElement(root: ParentNode, visit: (element: Element) => void): void {
  for (const child of root.childNodes) {
    if (!isElement(child)) continue;
    visit(child);
    eachElement(child, visit);
  }
}

/** The characters below, whether they show or not. */
export function contentOf(root: Node | ParentNode): string {
  const words: string[] = [];
  const collect = (node: Node | ParentNode) => {
    if (node.nodeName === "#text" && "value" in node) words.push(node.value);
    // No deeper than DEPTH_LIMIT.
    else if ("childNodes" in node) for (const child of node.childNodes) collect(child);
  };
  collect(root);
  return words.join("");
}
