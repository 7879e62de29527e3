import type { Copy, CopyBlock } from "@undersigned/core/compare/copy.ts";
import { CopyBuilder } from "./copy-builder.ts";
import type { LineMarker } from "./list-marker.ts";
import { splitLines } from "./text-lines.ts";

/**
 * The blocks of plain text: parted by blank lines, or each line one where there are none. Lines that begin with a bullet, or with
 * numbers that follow one another, are items; their markers stand beside their words. Everything else stays as it is.
 */
export function extractText(source: string): Copy {
  const copy = new CopyBuilder();
  const lists = new OpenLists();
  let group = 0;
  for (const line of splitLines(source)) {
    const plain = { kind: line.quoted ? "quotation" : "paragraph" } as const;
    if (line.marker !== null) {
      copy.open({ kind: "item", list: lists.place(line.marker) });
      copy.writeWords(line.words.slice(line.marker.words));
    } else if (line.level !== null) {
      lists.end();
      copy.open({ kind: "heading", level: line.level });
      copy.writeWords(line.words);
      copy.open(plain);
    } else if (line.group !== group) {
      lists.end();
      copy.open(plain);
      copy.writeWords(line.words);
    } else copy.writeWords(copy.isEmpty ? line.words : `\n${line.words}`);
    group = line.group;
  }
  return copy.finish();
}

/** Lists within lists, told apart by how far they are set in. */
class OpenLists {
  #count = 0;
  readonly #open: { readonly id: number; readonly indent: number; readonly style: string }[] = [];

  place({ marker, indent, style, values }: LineMarker): NonNullable<CopyBlock["list"]> {
    while ((this.#open.at(-1)?.indent ?? -1) > indent) this.#open.pop();
    const here = this.#open.at(-1);
    if (here?.indent === indent && here.style !== style) this.#open.pop();
    const same = here?.indent === indent && here.style === style ? here : null;
    const list = same ?? { id: ++this.#count, indent, style };
    if (same === null) this.#open.push(list);
    return { id: list.id, depth: this.#open.length, ordered: values !== null, marker };
  }

  /** Words outside of any item end all of them. */
  end(): void {
    this.#open.length = 0;
  }
}
