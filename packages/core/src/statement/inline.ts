/** A piece of the words of a block. Children are never empty, and no two texts stand side by side. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "emphasis" | "strong"; readonly children: readonly Inline[] }
  | { readonly kind: "link"; readonly href: string; readonly children: readonly Inline[] };

/** What a line of words begins: escapes at its two ends depend on it (spec/text.md, "Escapes"). */
export type LineKind = "heading" | "body";

/** The words alone, without emphasis and without the destinations of links. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.kind === "text" ? inline.text : plainText(inline.children))).join("");
}

/** Characters that are written with a backslash wherever they stand. */
const ALWAYS_ESCAPED = /[\\`*_[\]<~]/g;

/** `&` that CommonMark could read as the beginning of a character reference such as `&amp;` or `&#8217;`. */
const REFERENCE_AMPERSAND = /&(?=#?[0-9A-Za-z]+;)/g;

const MARK = { emphasis: "*", strong: "**" } as const;

function formatWords(text: string, linkFollows: boolean): string {
  const escaped = text.replace(ALWAYS_ESCAPED, "\\$&").replace(REFERENCE_AMPERSAND, "\\&");
  // `![` would begin a picture.
  return linkFollows && escaped.endsWith("!") ? `${escaped.slice(0, -1)}\\!` : escaped;
}

function formatSpan(inlines: readonly Inline[]): string {
  let out = "";
  for (const [index, inline] of inlines.entries()) {
    if (inline.kind === "text") out += formatWords(inline.text, inlines[index + 1]?.kind === "link");
    else if (inline.kind === "link") out += `[${formatSpan(inline.children)}](${inline.href})`;
    else out += `${MARK[inline.kind]}${formatSpan(inline.children)}${MARK[inline.kind]}`;
  }
  return out;
}

/**
 * The words of one line in their one canonical spelling. Not every tree has one (two emphases side by side, emphasis
 * that CommonMark would not see): what is made from such a tree is refused by parseInlines.
 */
export function formatInlines(inlines: readonly Inline[], kind: LineKind): string {
  const line = formatSpan(inlines);
  // A run of # at the end of a heading, after a space or alone, would be taken for its closing sequence.
  if (kind === "heading") return line.replace(/(^| )(#+)$/, "$1\\$2");
  // These would begin a heading, a quotation, a list, a dividing line or (in many dialects) a table.
  return line.replace(/^[-+#>|]/, "\\$&").replace(/^([0-9]{1,9})([.)])(?= |$)/, "$1\\$2");
}
