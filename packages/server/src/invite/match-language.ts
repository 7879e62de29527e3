/** Languages in which lists name languages. */
const NAMED_IN = ["en", "de", "fr", "es"];

/**
 * The language of a statement that a cell means: by its tag, or its name in English, German, French, Spanish or itself.
 * @param languages tags, the one to fall back on first
 * @returns null where the cell names none of them; an empty cell means the first
 */
export function matchLanguage(cell: string, languages: readonly [string, ...string[]]): string | null {
  const wanted = cell.trim().toLowerCase().replaceAll("_", "-").slice(0, 60);
  if (wanted === "") return languages[0];
  const exact = languages.find((tag) => tag.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const named = languages.find((tag) => namesOf(tag).includes(wanted));
  if (named !== undefined) return named;
  // "de-AT" is answered in German, "pt" in Brazilian Portuguese where there is no other.
  const [primary = ""] = wanted.split("-");
  return languages.find((tag) => tag.toLowerCase().split("-")[0] === primary) ?? null;
}

function namesOf(tag: string): string[] {
  return [...NAMED_IN, tag].flatMap((lang) => {
    try {
      return [new Intl.DisplayNames([lang], { type: "language" }).of(tag)?.toLowerCase() ?? ""];
    } catch {
      // A private tag, which has no name.
      return [];
    }
  });
}
