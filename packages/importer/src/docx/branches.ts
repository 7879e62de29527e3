import type { Walk } from "./walk.ts";
import type { XmlElement } from "./xml.ts";
import { childrenOf, textOf, within } from "./xml.ts";

/** Elements that say something about others, or mark a place, and show nothing. */
const INVISIBLE = new Set([
  "w:rPr",
  "w:pPr",
  "w:sdtPr",
  "w:sdtEndPr",
  "w:smartTagPr",
  "w:customXmlPr",
  "w:tcPr",
  "w:trPr",
  "w:tblPr",
  "w:tblGrid",
  "w:instrText",
  "w:delInstrText",
  "w:delText",
  "w:proofErr",
  "w:bookmarkStart",
  "w:bookmarkEnd",
  "w:permStart",
  "w:permEnd",
  "w:commentRangeStart",
  "w:commentRangeEnd",
  "w:commentReference",
  "w:annotationRef",
  "w:lastRenderedPageBreak",
  "w:separator",
  "w:continuationSeparator",
  "w:rubyPr",
  "w:ffData",
  "w:sectPr",
]);

/** The branch that Word would take (ECMA-376 part 3, 7.6). Where the branches have other words, programs show other words. */
export function chooseBranch(alternatives: XmlElement, walk: Walk): XmlElement {
  const branches = [...childrenOf(alternatives)];
  const known = (branch: XmlElement) =>
    branch.name === "mc:Choice" && !(branch.attributes.get("Requires") ?? "other").split(" ").includes("other");
  const chosen = branches.find(known) ?? branches.find(({ name }) => name === "mc:Fallback");
  if (chosen === undefined) return alternatives;
  const words = wordsWithin(chosen);
  if (branches.some((branch) => branch !== chosen && wordsWithin(branch) !== "" && wordsWithin(branch) !== words))
    walk.writer.unread("hidden", "words that other programs show in place of these");
  return chosen;
}

function wordsWithin(element: XmlElement): string {
  let words = "";
  for (const each of within(element)) if (each.name === "w:t") words += textOf(each);
  return words.replaceAll(/\s+/g, " ").trim();
}

/** What this walk does not know and Word may show. */
export function noteUnknown(element: XmlElement, walk: Walk): void {
  if (INVISIBLE.has(element.name)) return;
  if (wordsWithin(element) !== "") walk.writer.unread("hidden", "something that cannot be read");
}
