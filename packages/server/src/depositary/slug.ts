/** Longest slug made from a title, in characters; people read it aloud and type it. */
const LENGTH = 60;

/**
 * The last part of a statement's address, from its title: its words in lower-case ASCII, without
 * accents. A title in a script that has none of those gets one from its id.
 */
export function makeSlug(title: string, id: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word : `${slug}-${word}`;
    if (longer.length > LENGTH) break;
    slug = longer;
  }
  return slug.length >= 3 ? slug : `statement-${id.slice(0, 6)}`;
}
