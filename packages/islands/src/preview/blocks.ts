import type { Block } from "@undersigned/core/statement/block.ts";
import type { Inline } from "@undersigned/core/statement/inline.ts";
import type { ComponentChild } from "preact";
import { h } from "preact";
import type { Words } from "./words.ts";
import { fill } from "./words.ts";

/** Blocks as the server renders them: the same elements and classes, so that the same sheet sets them. */
export function blocks(all: readonly Block[], words: Words): ComponentChild[] {
  return groupLists(all).map((group) => {
    const leaves = group.map((block) => leaf(block, words));
    const [first] = group;
    if (first?.kind !== "item") return leaves;
    return first.list.ordered ? h("ol", { start: first.list.start }, leaves) : h("ul", null, leaves);
  });
}

export function inlines(items: readonly Inline[]): ComponentChild[] {
  return items.map((item) => {
    if (item.kind === "text") return item.text;
    if (item.kind === "link") return h("a", { href: item.href, rel: "noreferrer" }, inlines(item.children));
    return h(item.kind === "strong" ? "strong" : "em", null, inlines(item.children));
  });
}

/** Items of one list stand together; every other block stands alone. */
function groupLists(all: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of all) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    const isSameList = previous?.kind === "item" && block.kind === "item" && previous.list.group === block.list.group;
    if (isSameList) last?.push(block);
    else groups.push([block]);
  }
  return groups;
}

function leaf(block: Block, words: Words): ComponentChild {
  const mark = h(
    "span",
    { class: "mark", "aria-label": fill(words.paragraph, block.number), role: "img" },
    block.number,
  );
  const addressees = words.asked[block.number];
  const asked = addressees === undefined ? null : h("span", { class: "asked", dir: "auto" }, addressees);
  const inside = [mark, ...inlines(block.inlines), asked];
  const kind = asked === null ? "block" : "block demand";
  if (block.kind === "heading") return h(block.level === 3 ? "h3" : "h2", { class: kind }, inside);
  if (block.kind === "item") return h("li", { class: kind }, inside);
  if (block.kind === "quotation") return h("blockquote", { class: kind }, h("p", null, inside));
  return h(asked === null ? "p" : "div", { class: kind }, inside);
}
