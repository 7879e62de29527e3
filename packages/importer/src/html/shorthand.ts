import { readColour } from "./colour.ts";

const SIDES = ["top", "right", "bottom", "left"] as const;
const WIDE = /^(?:inherit|initial|unset|revert|revert-layer)$/;

/** Names by the direction of writing, as they fall on a page that is written from left to right. */
const PHYSICAL: Readonly<Record<string, string>> = {
  "inline-size": "width",
  "block-size": "height",
  "max-inline-size": "max-width",
  "max-block-size": "max-height",
  "inset-inline-start": "left",
  "inset-inline-end": "right",
  "inset-block-start": "top",
  "inset-block-end": "bottom",
  "margin-inline-start": "margin-left",
  "margin-inline-end": "margin-right",
  "margin-block-start": "margin-top",
  "margin-block-end": "margin-bottom",
  "overflow-inline": "overflow-x",
  "overflow-block": "overflow-y",
  "-webkit-transform": "transform",
  "-webkit-clip-path": "clip-path",
  "-webkit-mask": "mask",
  "-webkit-mask-image": "mask",
  "mask-image": "mask",
  "-webkit-filter": "filter",
  "-webkit-opacity": "opacity",
  "text-decoration": "text-decoration-line",
  "-webkit-text-decoration": "text-decoration-line",
  "word-wrap": "overflow-wrap",
};

/** What `all` stands for, of what matters here. */
const ALL = [
  "display",
  "visibility",
  "opacity",
  "color",
  "background-color",
  "background-image",
  "font-size",
  "position",
  "text-indent",
  "text-decoration-line",
  "transform",
  "clip",
  "clip-path",
  "overflow-x",
  "overflow-y",
  "white-space",
  "font-weight",
  "font-style",
];

/** A declaration as those of the single properties that it sets, under the one name that each has here. */
export function expandShorthand(property: string, value: string): readonly (readonly [string, string])[] {
  const name = PHYSICAL[property] ?? property;
  switch (name) {
    case "all":
      return ALL.map((each) => [each, value]);
    case "background":
      return expandBackground(value);
    case "font":
      return expandFont(value);
    case "overflow": {
      const [x = value, y = x] = value.split(/\s+/);
      return [
        ["overflow-x", x],
        ["overflow-y", y],
      ];
    }
    case "margin":
      return expandSides((side) => `margin-${side}`, value);
    case "inset":
      return expandSides((side) => side, value);
    case "list-style":
      return [["list-style-type", listStyleType(value)]];
    case "flex-flow":
      return [["flex-direction", /\b(?:row|column)(?:-reverse)?\b/.exec(value)?.[0] ?? "row"]];
    default:
      return [[name, value]];
  }
}

function expandSides(name: (side: string) => string, value: string): [string, string][] {
  const parts = splitOutside(value, " ");
  const [top = value, right = top, bottom = top, left = right] = parts;
  const values = { top, right, bottom, left };
  return SIDES.map((side) => [name(side), values[side]]);
}

function expandBackground(value: string): [string, string][] {
  if (WIDE.test(value) || value.includes("var(")) {
    return [
      ["background-color", value],
      ["background-image", WIDE.test(value) ? value : /url\(|gradient\(|image-set\(/.test(value) ? value : "none"],
    ];
  }
  const layers = splitOutside(value, ",");
  const colour = splitOutside(layers.at(-1) ?? "", " ").find(
    (part) =>
      part === "currentcolor" || readColour(part) !== null || /^(?:lab|lch|color|color-mix|light-dark)\(/.test(part),
  );
  return [
    ["background-color", colour ?? "transparent"],
    ["background-image", /url\(|gradient\(|image-set\(|element\(|cross-fade\(/.test(value) ? value : "none"],
  ];
}

function expandFont(value: string): [string, string][] {
  const parts = splitOutside(value, " ");
  if (WIDE.test(value) || value.includes("var(")) {
    return ["font-size", "font-weight", "font-style", "font-family"].map((name) => [name, value]);
  }
  const at = parts.findIndex(
    (part) =>
      /^(?:[-+]?[\d.]|calc|min|max|clamp|(?:xx?-|xxx-)?(?:small|large)|medium|smaller|larger)/.test(part) &&
      !/^[1-9]00$/.test(part),
  );
  if (at === -1) return [];
  const before = parts.slice(0, at);
  return [
    ["font-size", parts[at]?.split("/")[0] ?? ""],
    ["font-weight", before.find((part) => /^(?:bold|bolder|lighter|[1-9]00)$/.test(part)) ?? "normal"],
    ["font-style", before.find((part) => /^(?:italic|oblique)$/.test(part)) ?? "normal"],
    [
      "font-family",
      parts
        .slice(at + 1)
        .join(" ")
        .replace(/^\/\s*\S+\s*/, ""),
    ],
  ];
}

function listStyleType(value: string): string {
  if (WIDE.test(value)) return value;
  const text = /"[^"]*"|'[^']*'/.exec(value.replaceAll(/url\([^)]*\)/g, ""))?.[0];
  const word = splitOutside(value, " ").find((part) => !/^(?:inside|outside|url\()/.test(part));
  return text ?? word ?? "disc";
}

/** Parts between separators that stand outside of brackets. */
export function splitOutside(value: string, separator: "," | " "): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < value.length; at++) {
    const character = value[at];
    if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (depth <= 0 && (separator === "," ? character === "," : /\s/.test(character ?? ""))) {
      parts.push(value.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(value.slice(start).trim());
  return parts.filter((part) => part !== "");
}
