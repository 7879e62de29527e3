import type { CopyBlock } from "@undersigned/core/compare/copy.ts";
import type { Element } from "./tree.ts";
import { attributeOf } from "./tree.ts";

type Region = NonNullable<CopyBlock["region"]>;

const BY_ROLE: Readonly<Record<string, Region>> = {
  navigation: "navigation",
  banner: "header",
  contentinfo: "footer",
  complementary: "aside",
  "doc-footnote": "notes",
  "doc-endnotes": "notes",
  "doc-endnote": "notes",
};
const BY_TAG: Readonly<Record<string, Region>> = {
  nav: "navigation",
  aside: "aside",
  figcaption: "caption",
  caption: "caption",
};
/** Headers and footers within these are theirs, and not the page's (HTML Accessibility API Mappings). */
const SECTIONS = /^(?:article|aside|main|nav|section)$/;
const NOTES = /(?:^|[\s_-])(?:footnotes?|endnotes?)(?:$|[\s_-])/i;

/** Where the words of an element stand, if it says so. `sectioned`: it is within an article or section. */
export function regionOf(element: Element, sectioned: boolean): Region | undefined {
  const { tagName } = element;
  const byRole = BY_ROLE[attributeOf(element, "role") ?? ""];
  if (byRole !== undefined) return byRole;
  if (!sectioned && (tagName === "header" || tagName === "footer")) return tagName;
  if (BY_TAG[tagName] !== undefined) return BY_TAG[tagName];
  if (/mso-element:\s*(?:footnote|endnote)-list/.test(attributeOf(element, "style") ?? "")) return "notes";
  return /^(?:div|section|ol|ul)$/.test(tagName) && NOTES.test(attributeOf(element, "class") ?? "")
    ? "notes"
    : undefined;
}

export function isSection({ tagName }: Element): boolean {
  return SECTIONS.test(tagName);
}
