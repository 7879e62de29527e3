import { formatNumber } from "./number-formats.ts";
import { symbolOf } from "./symbols.ts";
import type { XmlElement } from "./xml.ts";
import { childOf, childrenOf, switchOf, valOf } from "./xml.ts";

/** What Word writes before a numbered paragraph. */
export type ListMarker = {
  readonly ordered: boolean;
  /** As it shows, without the space after it: `•`, `1.`, `(a)`, `Article 2`. Empty where nothing shows. */
  readonly marker: string;
};

export type Numbering = {
  /**
   * Counts one paragraph and tells its marker. Asked once for each numbered paragraph, in order.
   * @param depth from 0
   */
  readonly next: (number: string, depth: number) => ListMarker | null;
};

type Level = {
  start: number;
  format: string;
  text: string;
  restart: number | null;
  legal: boolean;
  hidden: boolean;
  font: string;
};

const LEVELS = 9;

/** Reads `word/numbering.xml` (ECMA-376 part 1, 17.9). */
export function readNumbering(root: XmlElement | null): Numbering {
  const abstracts = new Map<string, XmlElement>();
  const numbers = new Map<string, XmlElement>();
  /** Numberings whose levels stand in another one that gives its name to a style. */
  const named = new Map<string, string>();
  for (const child of childrenOf(root)) {
    if (child.name === "w:abstractNum") {
      const id = child.attributes.get("w:abstractNumId") ?? "";
      abstracts.set(id, child);
      const style = valOf(child, "w:styleLink");
      if (style !== null) named.set(style, id);
    } else if (child.name === "w:num") numbers.set(child.attributes.get("w:numId") ?? "", child);
  }
  const levels = new Map<string, { abstract: string; levels: Level[]; starts: Map<number, number> }>();
  const find = (number: string) => {
    const before = levels.get(number);
    const element = numbers.get(number);
    if (before !== undefined || element === undefined) return before;
    const own = valOf(element, "w:abstractNumId") ?? "";
    const abstract = named.get(valOf(abstracts.get(own), "w:numStyleLink") ?? "") ?? own;
    const made = { abstract, ...readLevels(abstracts.get(abstract), element) };
    levels.set(number, made);
    return made;
  };
  /** Numberings of one origin go on counting each other, unless one says where it starts. */
  const counts = new Map<string, (number | undefined)[]>();
  const begun = new Set<string>();
  return {
    next(number, depth) {
      const found = find(number);
      const level = found?.levels[depth];
      if (found === undefined || level === undefined) return null;
      const count = counts.get(found.abstract) ?? [];
      counts.set(found.abstract, count);
      const first = !begun.has(`${number} ${depth}`);
      begun.add(`${number} ${depth}`);
      const start = found.starts.get(depth);
      count[depth] = first && start !== undefined ? start : count[depth] === undefined ? level.start : count[depth] + 1;
      for (let deeper = depth + 1; deeper < LEVELS; deeper++) {
        const restart = found.levels[deeper]?.restart;
        if (restart === 0 || (restart !== null && restart !== undefined && depth + 1 > restart)) continue;
        count[deeper] = undefined;
      }
      return {
        ordered: level.format !== "bullet" && level.format !== "none",
        marker: markerOf(found.levels, level, count),
      };
    },
  };
}

function markerOf(levels: readonly Level[], level: Level, count: readonly (number | undefined)[]): string {
  if (level.hidden) return "";
  if (level.format === "bullet")
    return [...level.text]
      .map((each) => symbolOf(level.font, each) ?? "•")
      .join("")
      .trim();
  const written = level.text.replaceAll(/%([1-9])/g, (_, digit: string) => {
    const at = Number(digit) - 1;
    const format = levels[at]?.format ?? "decimal";
    const number = count[at] ?? levels[at]?.start ?? 1;
    return formatNumber(number, level.legal && format !== "none" ? "decimal" : format);
  });
  return written.trim();
}

function readLevels(abstract: XmlElement | undefined, number: XmlElement) {
  const elements: (XmlElement | undefined)[] = [];
  const starts = new Map<number, number>();
  for (const level of childrenOf(abstract)) {
    if (level.name === "w:lvl") elements[levelOf(level)] = level;
  }
  for (const override of childrenOf(number)) {
    if (override.name !== "w:lvlOverride") continue;
    const at = levelOf(override);
    const own = childOf(override, "w:lvl");
    if (own !== null) elements[at] = own;
    const start = Number(valOf(override, "w:startOverride") ?? Number.NaN);
    if (Number.isSafeInteger(start)) starts.set(at, start);
  }
  return { levels: Array.from({ length: LEVELS }, (_, at) => readLevel(elements[at])), starts };
}

function levelOf(element: XmlElement): number {
  const at = Number(element.attributes.get("w:ilvl") ?? 0);
  return Number.isSafeInteger(at) && at >= 0 && at < LEVELS ? at : 0;
}

function readLevel(level: XmlElement | undefined): Level {
  const look = childOf(level, "w:rPr");
  const restart = valOf(level, "w:lvlRestart");
  const fonts = childOf(look, "w:rFonts")?.attributes;
  return {
    start: Number(valOf(level, "w:start") ?? 0) || 0,
    format: valOf(level, "w:numFmt") ?? "decimal",
    text: valOf(level, "w:lvlText") ?? (childOf(level, "w:lvlPicBulletId") === null ? "" : "•"),
    restart: restart === null ? null : Number(restart) || 0,
    legal: switchOf(level, "w:isLgl") === true,
    hidden: switchOf(look, "w:vanish") === true,
    font: fonts?.get("w:ascii") ?? fonts?.get("w:hAnsi") ?? "",
  };
}
