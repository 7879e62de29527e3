import type { ImportWarning } from "../extracted.ts";
import { chooseBlocks } from "./choose-blocks.ts";
import { findCovered } from "./covered.ts";
import { findDeclared } from "./declared.ts";
import type { Disputed } from "./disputed.ts";
import { findDisputed } from "./disputed.ts";
import { askDefuddle, askReadability, NO_OPINION } from "./opinions.ts";
import type { PageBlock } from "./page-blocks.ts";
import { readPageBlocks, wordsOf } from "./page-blocks.ts";
import { measurePage } from "./page-node.ts";
import { parsePage } from "./parse-page.ts";

/** The article of a page, without what publishers put around it. */
export type Article = {
  /** Its body: blocks parted by blank lines, without the title; empty when none was found. */
  readonly text: string;
  readonly title: string | null;
  readonly byline: string | null;
  readonly site: string | null;
  /** As the page says it. */
  readonly published: string | null;
  /** Where opinions differ on what belongs to it. */
  readonly disputed: readonly Disputed[];
  readonly warnings: readonly ImportWarning[];
};

/** Characters, elements, links and levels of a page in which an article is sought: extractors take more than linear time. */
const CHARACTER_LIMIT = 3_000_000;
const ELEMENT_LIMIT = 20_000;
const LINK_LIMIT = 4_000;
const DEPTH_LIMIT = 400;
/** Elements of a page of which Defuddle is asked: it takes three times as long. */
const SECOND_LIMIT = 8_000;

/**
 * Finds the article of a page: Readability's opinion, corrected by Defuddle's and by the page's own structured data. Nothing is
 * fetched. For bringing in alone: a copy is checked against all that a page shows, since extractors lose paragraphs.
 * @param url where the page came from, or null
 */
export async function findArticle(html: string, url: string | null): Promise<Article> {
  if (html.length > CHARACTER_LIMIT)
    return unsought(`has more than ${CHARACTER_LIMIT.toLocaleString("en")} characters`);
  const { root } = parsePage(html, url);
  const { elements, links, depth } = measurePage(root);
  if (elements > ELEMENT_LIMIT) return unsought(`has more than ${ELEMENT_LIMIT.toLocaleString("en")} elements`);
  if (links > LINK_LIMIT) return unsought(`has more than ${LINK_LIMIT.toLocaleString("en")} links`);
  if (depth > DEPTH_LIMIT) return unsought(`nests more than ${DEPTH_LIMIT} levels deep`);
  const page = readPageBlocks(root);
  // Either may trip over a page that no browser could show either; then the other decides.
  const readability = await askReadability(html, url).catch(() => NO_OPINION);
  const defuddle = elements > SECOND_LIMIT ? NO_OPINION : await askDefuddle(html, url).catch(() => NO_OPINION);
  const declared = findDeclared(root);
  const votes = {
    readability: findCovered(page, readability.blocks),
    defuddle: findCovered(page, defuddle.blocks),
    declared: declared === null ? null : findCovered(page, [declared]),
  };
  const title = findTitle(page, readability.title ?? defuddle.title);
  const kept = chooseBlocks(page, votes, wordsOf(title ?? ""));
  const body = page.filter((_, at) => kept[at]);
  return {
    text: body.map(({ text }) => text).join("\n\n"),
    title,
    byline: readability.byline ?? defuddle.byline,
    site: readability.site ?? defuddle.site,
    published: readability.published ?? declared?.published ?? defuddle.published,
    disputed: findDisputed(page, votes, kept),
    warnings: [],
  };
}

/** The page's title without the site's name, where a heading says it so. */
function findTitle(page: readonly PageBlock[], said: string | null): string | null {
  const words = wordsOf(said ?? "").join(" ");
  const heading = page.find(
    (block) => /^h[12]$/.test(block.tag) && block.size >= 2 && `${words} `.startsWith(`${block.words.join(" ")} `),
  );
  return heading?.text.replaceAll("\n", " ") ?? said;
}

function unsought(why: string): Article {
  const message = `The page ${why}, so the article in it was not told from what stands around it. Leave out what is the publisher’s.`;
  const warnings = [{ code: "article_not_sought", message }];
  return { text: "", title: null, byline: null, site: null, published: null, disputed: [], warnings };
}
