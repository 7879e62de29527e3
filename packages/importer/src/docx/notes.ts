import { walkBlocks } from "./blocks.ts";
import type { WordPackage } from "./package.ts";
import type { Place, Walk } from "./walk.ts";
import type { XmlElement } from "./xml.ts";
import { childrenOf } from "./xml.ts";

/** Writes the footnotes, then the endnotes, in the order of their marks in the text. */
export function walkNotes(word: WordPackage, place: Place, walk: Walk): void {
  for (const kind of ["footnote", "endnote"] as const) {
    const marked = walk.notes.filter((note) => note.kind === kind);
    if (marked.length === 0) continue;
    const notes = new Map<string, XmlElement>();
    for (const note of childrenOf(word.related(`${kind}s`))) notes.set(note.attributes.get("w:id") ?? "", note);
    for (const { id, mark } of marked) {
      const note = notes.get(id);
      if (note === undefined) continue;
      // A note that is marked twice stands once.
      notes.delete(id);
      Object.assign(walk, { lists: [], goesOn: null });
      walk.fields.length = 0;
      walkBlocks(note, { ...place, region: "notes", noteMark: mark }, walk);
      walk.writer.close();
    }
  }
}
