import type { Extracted } from "../extracted.ts";
import type { Document } from "./tree.ts";
import { attributeOf, contentOf, eachElement } from "./tree.ts";

type Metadata = Extracted["metadata"];
/** JSON within a page that is longer is not read. */
const JSON_LIMIT = 500_000;
const TEXT_LIMIT = 500;
const DEPTH = 6;

/** What a page says of itself: title, author, site, day of publication and address. What is not said is null. */
export function readMetadata(document: Document): Metadata & { readonly lang: string | null } {
  const metas = new Map<string, string>();
  const linked: Linked = {};
  let title: string | null = null;
  let canonical: string | null = null;
  let lang: string | null = null;
  eachElement(document, (element) => {
    if (element.tagName === "html") lang ??= attributeOf(element, "lang") ?? attributeOf(element, "xml:lang") ?? null;
    else if (element.tagName === "title" && !("namespaceURI" in element && element.namespaceURI.endsWith("svg"))) {
      title ??= tidy(contentOf(element));
    } else if (element.tagName === "link" && attributeOf(element, "rel")?.toLowerCase() === "canonical") {
      canonical ??= tidy(attributeOf(element, "href"));
    } else if (element.tagName === "meta") {
      const name = (attributeOf(element, "property") ?? attributeOf(element, "name") ?? "").toLowerCase();
      const content = tidy(attributeOf(element, "content"));
      if (content !== null && !metas.has(name)) metas.set(name, content);
    } else if (element.tagName === "script" && /ld\+json/i.test(attributeOf(element, "type") ?? "")) {
      readLinkedData(contentOf(element), linked);
    }
  });
  const first = (...names: string[]) =>
    names.map((name) => metas.get(name)).find((value) => value !== undefined) ?? null;
  return {
    title: first("og:title", "twitter:title", "dc.title") ?? linked.headline ?? title,
    author: linked.author ?? first("author", "article:author", "dc.creator"),
    site: first("og:site_name", "application-name") ?? linked.publisher ?? null,
    published: linked.date ?? first("article:published_time", "date", "dc.date", "dc.date.issued", "pubdate"),
    canonical: canonical ?? first("og:url"),
    lang: isLanguage(lang) ? lang : null,
  };
}

type Linked = { headline?: string; author?: string; publisher?: string; date?: string };

function readLinkedData(json: string, linked: Linked): void {
  if (json.length > JSON_LIMIT) return;
  try {
    visit(JSON.parse(json), linked, 0);
  } catch {
    // Data for machines that no machine can read says nothing.
  }
}

function visit(value: unknown, linked: Linked, depth: number): void {
  if (depth > DEPTH || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value.slice(0, 50)) visit(each, linked, depth + 1);
    return;
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  visit(fields.get("@graph"), linked, depth + 1);
  if (fields.get("datePublished") === undefined) return;
  const date = tidy(fields.get("datePublished"));
  const headline = tidy(fields.get("headline"));
  const author = nameOf(fields.get("author"));
  const publisher = nameOf(fields.get("publisher"));
  if (date !== null) linked.date ??= date;
  if (headline !== null) linked.headline ??= headline;
  if (author !== null) linked.author ??= author;
  if (publisher !== null) linked.publisher ??= publisher;
}

function nameOf(value: unknown): string | null {
  if (Array.isArray(value)) {
    const names = value.map(nameOf).filter((name) => name !== null);
    return names.length > 0 ? names.join(", ").slice(0, TEXT_LIMIT) : null;
  }
  if (typeof value !== "object" || value === null) return tidy(value);
  return "name" in value ? tidy(value.name) : null;
}

function tidy(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const words = value.replaceAll(/\s+/g, " ").trim().slice(0, TEXT_LIMIT);
  return words === "" ? null : words;
}

function isLanguage(lang: string | null): lang is string {
  return lang !== null && /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(lang) && lang.length <= 35;
}
