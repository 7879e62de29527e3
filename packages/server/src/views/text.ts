import type { Block } from "@undersigned/core/statement/block.ts";
import type { Inline } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, NOTHING } from "./html.ts";

export type Demands = readonly { readonly block: number; readonly addressees: readonly string[] }[];

/** The words of a line, with emphasis and links. Every link was checked to be https or mailto when the text was parsed. */
export function inlines(items: readonly Inline[]): Html {
  return each(items, (item) => {
    switch (item.kind) {
      case "text":
        return html`${item.text}`;
      case "emphasis":
        return html`<em>${inlines(item.children)}</em>`;
      case "strong":
        return html`<strong>${inlines(item.children)}</strong>`;
      case "link":
        return html`<a href="${item.href}" rel="noreferrer">${inlines(item.children)}</a>`;
    }
  });
}

/**
 * The blocks of a text, each numbered and with an id to link to, demands marked with whom they are asked of.
 * @param options.prefix of the ids, where a page shows several texts
 * @param options.notes what stands beside a block, by its number
 */
export function textBlocks(
  say: Say,
  text: Text,
  demands: Demands,
  { prefix = "p", notes = NO_NOTES }: { prefix?: string; notes?: ReadonlyMap<number, Html> } = {},
): Html {
  const addressees = new Map(demands.map((demand) => [demand.block, demand.addressees]));
  return each(groupLists(text.blocks), (group) => {
    const [first] = group;
    const leaves = each(group, (block) =>
      leaf(say, block, { addressees: addressees.get(block.number), prefix, note: notes.get(block.number) ?? NOTHING }),
    );
    if (first?.kind !== "item") return leaves;
    return first.list.ordered ? html`<ol start="${first.list.start}">${leaves}</ol>` : html`<ul>${leaves}</ul>`;
  });
}

const NO_NOTES: ReadonlyMap<number, Html> = new Map();

/** Items of one list stand together; every other block stands alone. */
function groupLists(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    if (previous?.kind === "item" && block.kind === "item" && previous.list.group === block.list.group)
      last?.push(block);
    else groups.push([block]);
  }
  return groups;
}

type Beside = {
  readonly addressees: readonly string[] | undefined;
  readonly prefix: string;
  readonly note: Html;
};

function leaf(say: Say, block: Block, { addressees, prefix, note }: Beside): Html {
  const id = `${prefix}${block.number}`;
  const inside = html`${mark(say, block.number, id)}${inlines(block.inlines)}${asked(say, addressees)}`;
  const kind = addressees === undefined ? "block" : "block demand";
  switch (block.kind) {
    case "heading":
      return block.level === 3
        ? html`<h3 id="${id}" class="${kind}">${inside}</h3>${note}`
        : html`<h2 id="${id}" class="${kind}">${inside}</h2>${note}`;
    case "item":
      return html`<li id="${id}" class="${kind}">${inside}${note}</li>`;
    case "quotation":
      return html`<blockquote id="${id}" class="${kind}"><p>${inside}</p></blockquote>${note}`;
    case "paragraph":
      return addressees === undefined
        ? html`<p id="${id}" class="${kind}">${inside}</p>${note}`
        : html`<div id="${id}" class="${kind}">${inside}</div>${note}`;
  }
}

/** The number in the margin. It is the same in every language, so it says its name in the interface's. */
function mark(say: Say, number: number, id: string): Html {
  return html`<a class="mark" href="#${id}" lang="${say.lang}" aria-label="${say("letter.paragraph", { number })}">${number}</a>`;
}

function asked(say: Say, addressees: readonly string[] | undefined): Html {
  if (addressees === undefined) return NOTHING;
  const words =
    addressees.length === 0
      ? html`${say("letter.demand")}`
      : say.rich("letter.askedOf", { addressees: html`<bdi>${say.list(addressees)}</bdi>` });
  // The line follows the text's own direction, its words the interface's.
  return html`<span class="asked"><bdi lang="${say.lang}" dir="${say.dir}">${words}</bdi></span>`;
}
