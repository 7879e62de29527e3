import { findHrefFault } from "@undersigned/core/statement/link.ts";
import type { Walk } from "./walk.ts";
import type { XmlElement } from "./xml.ts";
import { textOf } from "./xml.ts";

/** Fields that show something though they have no result. */
const SHOWN_WITHOUT_RESULT = /^\s*(?:LISTNUM|AUTONUM\w*|SYMBOL|EQ|MACROBUTTON|GOTOBUTTON)\b/i;
/** What a field does, which is no word of the document. */
export function walkFieldCode(code: XmlElement, walk: Walk): void {
  const field = walk.fields.at(-1);
  if (field !== undefined) field.code += textOf(code);
}

/** Whether what stands here is the inside of a field, not what it shows. */
export function isInFieldCode(walk: Walk): boolean {
  return walk.fields.some(({ inResult }) => !inResult);
}

/** The beginning of a field, of its result, or its end (ECMA-376 part 1, 17.16.18). */
export function walkFieldMark(mark: XmlElement, walk: Walk): void {
  const type = mark.attributes.get("w:fldCharType");
  if (type === "begin") walk.fields.push({ code: "", inResult: false, start: walk.writer.at });
  const field = walk.fields.at(-1);
  if (field === undefined) return;
  if (/^(?:1|true|on)$/.test(mark.attributes.get("w:dirty") ?? ""))
    walk.writer.unread("generated", "a field that Word writes anew");
  if (type === "separate") Object.assign(field, { inResult: true, start: walk.writer.at });
  if (type !== "end") return;
  walk.fields.pop();
  const [, address] = /^\s*HYPERLINK\s+"([^"]*)"/i.exec(field.code) ?? [];
  if (address !== undefined && findHrefFault(address) === null)
    walk.links.push({ start: field.start, end: walk.writer.at, href: address });
  if (!field.inResult && SHOWN_WITHOUT_RESULT.test(field.code))
    walk.writer.unread("generated", "a field that only Word can show");
}
