import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { findArticle } from "@undersigned/importer/article/find-article.ts";
import { askDefuddle, askReadability } from "@undersigned/importer/article/opinions.ts";
import { z } from "zod";
import type { Match, Scores } from "./shingles.ts";
import { matchShingles, scoreAll } from "./shingles.ts";

const truthSchema = z.record(z.string(), z.object({ articleBody: z.string().optional(), url: z.string().optional() }));

/** Finds the body of an article, as text. */
type Finder = (html: string, url: string | null) => Promise<string>;

const FINDERS: Readonly<Record<string, Finder>> = {
  ours: async (html, url) => (await findArticle(html, url)).text,
  "plain readability": async (html, url) => textOf((await askReadability(html, url)).blocks),
  "plain defuddle": async (html, url) => textOf((await askDefuddle(html, url)).blocks),
};

export type ArticleRun = { readonly finder: string; readonly scores: Scores; readonly seconds: number };

/**
 * The benchmark's pages, each read by ours and by the two that ours is made of.
 * @param folder a clone of the benchmark, or anything with its `ground-truth.json` and `html/ID.html.gz` (or `html/ID.html`)
 */
export async function measureArticles(folder: string): Promise<{ pages: number; runs: ArticleRun[] }> {
  const truth = truthSchema.parse(JSON.parse(readFileSync(join(folder, "ground-truth.json"), "utf8")));
  const documents = Object.entries(truth);
  const runs: ArticleRun[] = [];
  for (const [finder, find] of Object.entries(FINDERS)) {
    const matches: Match[] = [];
    const start = performance.now();
    for (const [id, { articleBody = "", url = null }] of documents) {
      matches.push(matchShingles(articleBody, await find(readPage(folder, id), url)));
    }
    runs.push({ finder, scores: scoreAll(matches), seconds: (performance.now() - start) / 1000 });
  }
  return { pages: documents.length, runs };
}

/** A table in Markdown, with what was promised in its last line. */
export function formatArticles({ pages, runs }: { pages: number; runs: readonly ArticleRun[] }): string {
  const rows = runs.map(({ finder, scores: { f1, precision, recall }, seconds }) => [
    finder,
    ...[f1, precision, recall].map((value) => value.toFixed(3)),
    (seconds / pages).toFixed(3),
  ]);
  const lines = [
    [`body of ${pages} articles`, "F1", "precision", "recall", "s a page"],
    ["---", "--:", "--:", "--:", "--:"],
    ...rows,
    ["target", ">= 0.952", "", ">= 0.988", ""],
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function readPage(folder: string, id: string): string {
  const packed = join(folder, "html", `${id}.html.gz`);
  const bytes = existsSync(packed)
    ? gunzipSync(readFileSync(packed))
    : readFileSync(join(folder, "html", `${id}.html`));
  return bytes.toString("utf8");
}

function textOf(blocks: readonly { readonly text: string }[]): string {
  return blocks.map(({ text }) => text).join("\n\n");
}
