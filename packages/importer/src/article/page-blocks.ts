import type { PageNode } from "./page-node.ts";
import { walkPage } from "./page-node.ts";

/** A run of words of a page that no other block divides, with what its surroundings say of it. */
export type PageBlock = {
  readonly text: string;
  /** For comparison: folded, no punctuation. */
  readonly words: readonly string[];
  /** How long it is, in words; where words are not parted by spaces, two letters count as one. */
  readonly size: number;
  /** The block element that holds it: `p`, `li`, `h2` … */
  readonly tag: string;
  /** Share of its letters that stand in links, 0 to 1. */
  readonly linked: number;
  /** The block element that it stands in. */
  readonly place: Place;
};

/** A block element of a page: its name, classes, id and role as one string that is searched, and what it stands in. */
export type Place = { readonly label: string; readonly parent: Place | null };

const BLOCKS = new Set(
  "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);
/** Never words of an article. */
const SILENT = new Set(
  "audio button canvas datalist embed head iframe input link map math meta meter noframes noscript object option progress script select source style svg template textarea title track video".split(
    " ",
  ),
);
/** Longest label that is kept, in UTF-16 units. */
const LABEL_LIMIT = 200;

/** Letters of scripts that are written without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
const WORD = /[\p{L}\p{N}_]+/gu;

/** The words of `text` as they are compared: the tokens of the Scrapinghub benchmark, without regard to case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** All blocks of a page, or of a part of one, in the order of the page. */
export function readPageBlocks(root: PageNode): PageBlock[] {
  const blocks: PageBlock[] = [];
  const outermost: Place & { tag: string } = { tag: "body", label: "", parent: null };
  const within = [outermost];
  let text = "";
  let linked = 0;
  let links = 0;
  let atBreak = false;
  function flush(): void {
    const words = wordsOf(text);
    if (words.length > 0) {
      const place = within.at(-1) ?? outermost;
      const letters = text.replaceAll(/\s/g, "").length;
      blocks.push({
        text: tidy(text),
        words,
        size: Math.max(words.length, (text.match(UNSPACED)?.length ?? 0) / 2),
        tag: place.tag,
        linked: Math.min(1, linked / letters),
        place,
      });
    }
    text = "";
    linked = 0;
  }
  walkPage(root, {
    enter(element) {
      const tag = element.nodeName.toLowerCase();
      if (SILENT.has(tag) || isHidden(element)) return false;
      if (tag === "br") {
        if (atBreak) flush();
        else text += "\n";
        atBreak = true;
      } else if (tag === "a") links++;
      else if (BLOCKS.has(tag)) {
        flush();
        within.push({ tag, label: describe(tag, element), parent: within.at(-1) ?? null });
      }
      return true;
    },
    leave(element) {
      const tag = element.nodeName.toLowerCase();
      if (tag === "a") links--;
      else if (BLOCKS.has(tag)) {
        flush();
        within.pop();
      }
    },
    text(words) {
      text += words;
      if (/\S/.test(words)) atBreak = false;
      if (links > 0) linked += words.replaceAll(/\s/g, "").length;
    },
  });
  flush();
  return blocks;
}

function describe(tag: string, element: PageNode): string {
  const named = ["class", "id", "role", "itemprop"].flatMap((name) => element.getAttribute?.(name) ?? []);
  return `${tag} ${named.join(" ")}`.slice(0, LABEL_LIMIT).toLowerCase();
}

function isHidden(element: PageNode): boolean {
  const style = element.getAttribute?.("style") ?? "";
  return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style) || element.getAttribute?.("hidden") != null;
}

function tidy(text: string): string {
  return text
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/\s*\n\s*/g, "\n")
    .trim();
}
