/** As much of a node of a page as is looked at here: linkedom's, and any other DOM's. */
export type PageNode = {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly firstChild: PageNode | null;
  readonly nextSibling: PageNode | null;
  readonly parentNode: PageNode | null;
  /** Of elements alone. */
  getAttribute?(name: string): string | null;
};

const ELEMENT = 1;
const TEXT = 3;

/** What is done at each step through a page. */
export type Walker = {
  /** @returns false when what is within is not to be seen */
  enter(element: PageNode): boolean;
  leave(element: PageNode): void;
  text(words: string): void;
};

/** Goes through all that is within `root`, in order. Not by recursion: a page may nest ten thousand deep. */
export function walkPage(root: PageNode, walker: Walker): void {
  let node: PageNode | null = root.firstChild;
  while (node !== null && node !== root) {
    if (node.nodeType === TEXT) walker.text(node.nodeValue ?? "");
    else if (node.nodeType === ELEMENT && walker.enter(node)) {
      if (node.firstChild !== null) {
        node = node.firstChild;
        continue;
      }
      walker.leave(node);
    }
    node = nextAfter(node, root, walker);
  }
}

function nextAfter(from: PageNode, root: PageNode, walker: Walker): PageNode | null {
  let node = from;
  while (node.nextSibling === null) {
    const parent = node.parentNode;
    if (parent === null || parent === root) return null;
    walker.leave(parent);
    node = parent;
  }
  return node.nextSibling;
}

/** How many elements and links a page has, and how deep they nest. */
export function measurePage(root: PageNode): { elements: number; links: number; depth: number } {
  let elements = 0;
  let links = 0;
  let depth = 0;
  let deepest = 0;
  walkPage(root, {
    enter(element) {
      elements++;
      if (/^a$/i.test(element.nodeName)) links++;
      depth++;
      deepest = Math.max(deepest, depth);
      return true;
    },
    leave() {
      depth--;
    },
    text() {},
  });
  return { elements, links, depth: deepest };
}
