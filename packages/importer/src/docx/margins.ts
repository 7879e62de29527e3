import type { WordPackage } from "./package.ts";
import type { XmlElement } from "./xml.ts";
import { switchOf, within } from "./xml.ts";

/** The parts that stand above and below the pages, each once, in the order of the sections. */
export type Margins = { readonly headers: readonly string[]; readonly footers: readonly string[] };

/** Those of first and of even pages stand in the file also when no page shows them. */
export function readMargins(word: WordPackage, body: XmlElement): Margins {
  const even = switchOf(word.related("settings"), "w:evenAndOddHeaders") === true;
  const headers = new Set<string>();
  const footers = new Set<string>();
  for (const section of within(body)) {
    if (section.name !== "w:sectPr") continue;
    const first = switchOf(section, "w:titlePg") === true;
    for (const { name, attributes } of within(section)) {
      const parts = name === "w:headerReference" ? headers : name === "w:footerReference" ? footers : null;
      const type = attributes.get("w:type") ?? "default";
      if (parts === null || (type === "first" && !first) || (type === "even" && !even)) continue;
      const target = word.target(attributes.get("r:id") ?? "");
      if (target !== null) parts.add(target);
    }
  }
  return { headers: [...headers], footers: [...footers] };
}
