import { lexer } from "css-tree";
import { readLength, WINDOW } from "./length.ts";

/** Whether rules hold: on the screen that pages are judged by, on some other, or on none. */
export type Holds = "yes" | "perhaps" | "no";

const BASE = { em: 16, whole: null };

/** Whether rules for these media hold on a screen. What is for paper alone does not count: what is judged is what a screen shows. */
export function holdsMedia(query: string): Holds {
  const answers = query.toLowerCase().split(",").map(holdsQuery);
  if (query.trim() === "" || answers.includes("yes")) return "yes";
  return answers.includes("perhaps") ? "perhaps" : "no";
}

function holdsQuery(query: string): Holds {
  const words = query.trim();
  if (/\bor\b|\(\s*\(|^not\s*\(/.test(words)) return "perhaps";
  const [, not, type = "all"] = /^(not\s+|only\s+)?([a-z-]+)?/.exec(words) ?? [];
  const features = [...words.matchAll(/\(([^()]*(?:\([^()]*\))?[^()]*)\)/g)].map(([, feature = ""]) =>
    holdsFeature(feature),
  );
  const screen = type === "all" || type === "screen" || type === "and";
  if (not?.startsWith("not")) {
    if (features.length > 0) return "perhaps";
    return screen ? "no" : "yes";
  }
  if (!screen || features.includes("no")) return "no";
  return features.includes("perhaps") ? "perhaps" : "yes";
}

/** A feature that does not hold in one window may in another. */
function holdsFeature(feature: string): Holds {
  const [, name = "", value = ""] = /^\s*([a-z-]+)\s*:\s*(.+?)\s*$/.exec(feature) ?? [];
  const [, edge, side] = /^(min|max)-(?:device-)?(width|height)$/.exec(name) ?? [];
  if (edge !== undefined) {
    const limit = readLength(value, BASE);
    const size = side === "width" ? WINDOW.width : WINDOW.height;
    return limit !== null && (edge === "min" ? size >= limit : size <= limit) ? "yes" : "perhaps";
  }
  const range = /^\s*(width|height)\s*(>=?|<=?)\s*([^<>=]+)$/.exec(feature);
  if (range) {
    const limit = readLength(range[3]?.trim() ?? "", BASE);
    const size = range[1] === "width" ? WINDOW.width : WINDOW.height;
    return limit !== null && (range[2]?.startsWith(">") ? size >= limit : size <= limit) ? "yes" : "perhaps";
  }
  const usual =
    /^(?:orientation:landscape|prefers-color-scheme:light|prefers-reduced-motion:no-preference|(?:any-)?hover:hover|(?:any-)?pointer:fine|scripting:enabled|color|screen)$/;
  return usual.test(feature.replaceAll(/\s+/g, "")) ? "yes" : "perhaps";
}

/** Whether browsers support what is asked for. */
export function holdsSupports(condition: string): Holds {
  const words = condition.trim();
  const plain = /^\(\s*([a-z-]+)\s*:\s*([^()]*(?:\([^()]*\)[^()]*)*)\)$/i.exec(words);
  if (plain) return isSupported(plain[1] ?? "", plain[2] ?? "") ? "yes" : "perhaps";
  const denied = /^not\s*(\(.*\))$/is.exec(words)?.[1];
  if (denied !== undefined) return holdsSupports(denied) === "yes" ? "no" : "perhaps";
  const both = words.split(/\)\s+and\s+\(/i);
  if (both.length > 1 && !/\bor\b|\bnot\b/i.test(words)) {
    const parts = both.map((part, at) => `${at > 0 ? "(" : ""}${part}${at < both.length - 1 ? ")" : ""}`);
    return parts.every((part) => holdsSupports(part) === "yes") ? "yes" : "perhaps";
  }
  return "perhaps";
}

function isSupported(property: string, value: string): boolean {
  if (property.startsWith("--")) return true;
  try {
    return lexer.matchProperty(property.toLowerCase(), value.trim()).error === null;
  } catch {
    return false;
  }
}

/** Of two conditions one within the other. */
export function bothHold(outer: Holds, inner: Holds): Holds {
  if (outer === "no" || inner === "no") return "no";
  return outer === "yes" && inner === "yes" ? "yes" : "perhaps";
}
