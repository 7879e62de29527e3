import assert from "node:assert/strict";
import type { Inline } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { fromMarkdown } from "mdast-util-from-markdown";

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root["children"][number];

/** A block without its number and line. */
type Leaf = {
  readonly kind: string;
  readonly inlines: readonly Inline[];
  readonly level?: number;
  readonly list?: unknown;
};

/** A text without what its place in the file says: what two parsers of one file can be compared by. */
export type Skeleton = { readonly title: readonly Inline[]; readonly blocks: readonly Leaf[] };

export function withoutPlaces(text: Text): Skeleton {
  return { title: text.title, blocks: text.blocks.map(({ number: _, line: __, ...rest }) => rest) };
}

/** What CommonMark reads in a file, by a parser that is not ours (micromark), in the form of withoutPlaces. */
export function readCommonMark(source: string): Skeleton {
  const [first, ...rest] = fromMarkdown(source).children;
  assert.ok(first?.type === "heading" && first.depth === 1, "CommonMark reads no title in the first line");
  let group = 0;
  const blocks = rest.flatMap((node): readonly Leaf[] => {
    if (node.type === "heading") return [{ kind: "heading", level: node.depth, inlines: readInlines(node.children) }];
    if (node.type === "paragraph") return [{ kind: "paragraph", inlines: readInlines(node.children) }];
    if (node.type === "blockquote") return [{ kind: "quotation", inlines: readOnlyParagraph(node.children) }];
    assert.ok(node.type === "list", `CommonMark reads ${node.type} in ${JSON.stringify(source)}`);
    assert.equal(node.spread, false, "CommonMark reads a loose list");
    group++;
    const list = node.ordered ? { ordered: true, group, start: node.start } : { ordered: false, group };
    return node.children.map((item) => ({ kind: "item", list, inlines: readOnlyParagraph(item.children) }));
  });
  return { title: readInlines(first.children), blocks };
}

function readOnlyParagraph(nodes: readonly Node[]): Inline[] {
  const [only, second] = nodes;
  assert.ok(only?.type === "paragraph" && second === undefined, "CommonMark reads more than one paragraph here");
  return readInlines(only.children);
}

function readInlines(nodes: readonly Node[]): Inline[] {
  return nodes.map((node): Inline => {
    if (node.type === "text") return { kind: "text", text: node.value };
    if (node.type === "emphasis" || node.type === "strong")
      return { kind: node.type, children: readInlines(node.children) };
    assert.ok(node.type === "link" && node.title == null, `CommonMark reads ${node.type} in a line`);
    return { kind: "link", href: node.url, children: readInlines(node.children) };
  });
}
