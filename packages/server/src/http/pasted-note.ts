/**
 * A signed note as it was pasted, made whole: copying out of a terminal loses the last line's end, and adds blank lines before
 * and after; forms end their lines in two characters. "" where nothing was pasted.
 */
export function tidyPastedNote(pasted: string): string {
  const note = pasted.replaceAll("\r\n", "\n").replace(/^\s+|\s+$/g, "");
  return note === "" ? "" : `${note}\n`;
}
