import { formatCodePoint } from "@undersigned/core/statement/code-point.ts";
import { html } from "hono/html";
import type { Html } from "../../views/html.ts";
import { NOTHING } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";

/** Code points shown on either side of the place. */
const AROUND = 40;

/** A place of a source, both 1-based, the column in code points. */
export type Place = { readonly line: number; readonly column: number };

/** What stands at a place, with the character there marked; what has no shape of its own gets its name. */
export function excerptAt(say: Say, source: string, place: Place, shownLine: number): Html {
  const line = source.split("\n")[place.line - 1];
  if (line === undefined) return NOTHING;
  const points = Array.from(line);
  const at = Math.min(place.column - 1, points.length);
  const start = Math.max(0, at - AROUND);
  const end = Math.min(points.length, at + 1 + AROUND);
  const before = `${start > 0 ? "…" : ""}${points.slice(start, at).join("")}`;
  const after = `${points.slice(at + 1, end).join("")}${end < points.length ? "…" : ""}`;
  return html`<span class="excerpt"><span class="visually-hidden">${say("adminEdit.excerpt", { line: shownLine })} </span><bdi>${before}<mark>${visible(say, points[at])}</mark>${after}</bdi></span>`;
}

function visible(say: Say, point: string | undefined): string {
  if (point === undefined) return say("adminEdit.lineEnd");
  if (point === " ") return "␣";
  return /^[\p{Z}\p{C}\p{M}]$/u.test(point) ? formatCodePoint(point.codePointAt(0) ?? 0) : point;
}
