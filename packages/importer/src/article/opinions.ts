import type { PageBlock } from "./page-blocks.ts";
import { readPageBlocks } from "./page-blocks.ts";
import { parsePage } from "./parse-page.ts";

/** What one extractor takes for the article, and what it says about it. */
export type Opinion = {
  /** Its words, block by block; empty when it found no article. */
  readonly blocks: readonly PageBlock[];
  readonly title: string | null;
  readonly byline: string | null;
  readonly site: string | null;
  readonly published: string | null;
};

/** Mozilla's Readability, as the reader view of Firefox has it. It takes the page apart, so it gets its own. */
export async function askReadability(html: string, url: string | null): Promise<Opinion> {
  const { Readability } = await import("@mozilla/readability");
  const { document } = parsePage(html, url);
  const article = new Readability(document, { serializer: (element) => element }).parse();
  return {
    blocks: article?.content == null ? [] : readPageBlocks(article.content),
    title: said(article?.title),
    byline: said(article?.byline),
    site: said(article?.siteName),
    published: said(article?.publishedTime),
  };
}

/** Defuddle, without anything of it that fetches. */
export async function askDefuddle(html: string, url: string | null): Promise<Opinion> {
  const { DefuddleClass } = await import("defuddle/node");
  const { document } = parsePage(html, url);
  const options = { includeReplies: false, removeImages: true, fetch: refuseFetch, url: url ?? NOWHERE };
  const article = silently(() => new DefuddleClass(document, options).parse());
  const { root } = parsePage(article.content, null);
  return {
    blocks: readPageBlocks(root),
    title: said(article.title),
    byline: said(article.author),
    site: said(article.site),
    published: said(article.published),
  };
}

const NOWHERE = "https://page.invalid/";

/** Nothing that people bring is printed: it tells the console what it cannot parse, word for word. */
function silently<T>(work: () => T): T {
  const { log, warn, error } = console;
  const silence = (): void => {};
  Object.assign(console, { log: silence, warn: silence, error: silence });
  try {
    return work();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}

function refuseFetch(): Promise<never> {
  return Promise.reject(new Error("nothing is fetched while a page is read"));
}

function said(value: string | null | undefined): string | null {
  const words = value?.replaceAll(/\s+/g, " ").trim() ?? "";
  return words === "" ? null : words;
}

/** Of an extractor that a page was too much for. */
export const NO_OPINION: Opinion = { blocks: [], title: null, byline: null, site: null, published: null };
