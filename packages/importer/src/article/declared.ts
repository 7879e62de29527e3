import { wordsOf } from "./page-blocks.ts";
import type { PageNode } from "./page-node.ts";
import { walkPage } from "./page-node.ts";

/** What a page says of its article in its own structured data (schema.org, as JSON-LD). */
export type Declared = {
  readonly words: readonly string[];
  readonly headline: string | null;
  readonly published: string | null;
};

/** Words that a declared body must have to be believed: some pages declare the beginning alone. */
const LEAST_WORDS = 60;
/** Greatest depth and number of things in structured data that are looked at. */
const DEPTH_LIMIT = 8;
const THING_LIMIT = 2_000;

export function findDeclared(root: PageNode): Declared | null {
  for (const source of findScripts(root)) {
    const found = findArticleIn(parseJson(source));
    if (found !== null) return found;
  }
  return null;
}

function findScripts(root: PageNode): string[] {
  const sources: string[] = [];
  let within = false;
  walkPage(root, {
    enter(element) {
      const type = element.getAttribute?.("type") ?? "";
      if (/^script$/i.test(element.nodeName)) within = /^application\/ld\+json\b/i.test(type);
      return true;
    },
    leave(element) {
      if (/^script$/i.test(element.nodeName)) within = false;
    },
    text(words) {
      if (within) sources.push(words);
    },
  });
  return sources;
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}

function findArticleIn(data: unknown): Declared | null {
  let level: unknown[] = [data];
  for (let depth = 0; depth < DEPTH_LIMIT && level.length > 0 && level.length < THING_LIMIT; depth++) {
    const next: unknown[] = [];
    for (const thing of level) {
      if (typeof thing !== "object" || thing === null) continue;
      if ("articleBody" in thing && typeof thing.articleBody === "string") {
        const words = wordsOf(thing.articleBody.replaceAll(/<[^<>]*>/g, " ").replaceAll(/&[a-z]+;|&#\w+;/gi, " "));
        if (words.length >= LEAST_WORDS)
          return { words, headline: field(thing, "headline"), published: field(thing, "datePublished") };
      }
      next.push(...Object.values(thing));
    }
    level = next;
  }
  return null;
}

function field(thing: object, name: string): string | null {
  const value: unknown = Reflect.get(thing, name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}
