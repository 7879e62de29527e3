import { MalformedError } from "@undersigned/core/errors.ts";
import { Parser } from "htmlparser2";

/** An element under one fixed prefix for its namespace, whatever prefix the file uses: `w:p`. */
export type XmlElement = {
  readonly name: string;
  /** Of no namespace: `id`; of one: `w:val`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
};

/** Most elements in one part: some 100,000 words that Word cut up as finely as it can. */
const ELEMENTS_LIMIT = 1_500_000;
/** Deepest nesting: a table in a table in a table has some forty. */
const DEPTH_LIMIT = 256;

/** ECMA-376 transitional namespaces and those of later Word; the strict ones (part 1) differ in their beginning alone. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"],
  ["http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"],
  ["http://schemas.openxmlformats.org/officeDocument/2006/math", "m"],
  ["http://schemas.openxmlformats.org/drawingml/2006/main", "a"],
  ["http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"],
  ["http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"],
  ["http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"],
  ["http://schemas.openxmlformats.org/drawingml/2006/chart", "c"],
  ["http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"],
  ["http://schemas.openxmlformats.org/package/2006/relationships", "rel"],
  ["http://schemas.openxmlformats.org/package/2006/content-types", "ct"],
  ["http://schemas.openxmlformats.org/package/2006/metadata/core-properties", "cp"],
  ["http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"],
  ["http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", "wpg"],
  ["http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas", "wpc"],
  ["http://schemas.microsoft.com/office/word/2010/wordml", "w14"],
  ["http://schemas.microsoft.com/office/word/2012/wordml", "w15"],
  ["http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing", "wp14"],
  ["http://purl.org/dc/elements/1.1/", "dc"],
  ["http://purl.org/dc/terms/", "dcterms"],
  ["urn:schemas-microsoft-com:vml", "v"],
  ["urn:schemas-microsoft-com:office:office", "o"],
  ["http://www.w3.org/XML/1998/namespace", "xml"],
]);

const STRICT = /^http:\/\/purl\.oclc\.org\/ooxml\/(wordprocessingml|officeDocument|drawingml)\/(.*)$/;

function prefixOf(namespace: string): string {
  const [, family, rest] = STRICT.exec(namespace) ?? [];
  const transitional = family === undefined ? namespace : `http://schemas.openxmlformats.org/${family}/2006/${rest}`;
  return PREFIXES.get(transitional) ?? "other";
}

type Open = {
  name: string;
  attributes: Map<string, string>;
  children: (XmlElement | string)[];
  scope: ReadonlyMap<string, string>;
};

/**
 * Reads a part of a document. A document type is refused, and with it every entity that it could define.
 * @throws MalformedError `source_damaged` or `too_large`
 */
export function parseXml(bytes: Uint8Array, part: string): XmlElement {
  const root: Open = { name: "", attributes: new Map(), children: [], scope: new Map([["xml", "xml"]]) };
  const stack: Open[] = [root];
  let elements = 0;
  const damaged = (what: string): never => {
    throw new MalformedError(
      "source_damaged",
      `The file is damaged: “${part}” ${what}. Open it in Word and save it again.`,
    );
  };
  const source = decode(bytes, damaged);
  const parser = new Parser(
    {
      onopentag(tag, written) {
        const parent = stack.at(-1) ?? root;
        if (++elements > ELEMENTS_LIMIT)
          throw new MalformedError(
            "too_large",
            `“${part}” has more than ${ELEMENTS_LIMIT.toLocaleString("en")} elements, which is the limit.`,
          );
        if (stack.length > DEPTH_LIMIT)
          throw new MalformedError(
            "too_large",
            `“${part}” nests its elements deeper than ${DEPTH_LIMIT}, which is the limit.`,
          );
        const scope = scopeOf(written, parent.scope);
        const attributes = new Map<string, string>();
        for (const [key, value] of Object.entries(written)) {
          if (!key.startsWith("xmlns")) attributes.set(key.includes(":") ? resolve(key, scope) : key, value);
        }
        const element = { name: resolve(tag, scope), attributes, children: [], scope };
        // It names prefixes, which only here can be told.
        const requires = element.name === "mc:Choice" ? written.Requires : undefined;
        if (requires !== undefined)
          attributes.set(
            "Requires",
            requires
              .split(/\s+/)
              .map((prefix) => scope.get(prefix) ?? "other")
              .join(" "),
          );
        parent.children.push(element);
        stack.push(element);
      },
      ontext: (words) => {
        const children = (stack.at(-1) ?? root).children;
        const last = children.length - 1;
        const before = children[last];
        if (typeof before === "string") children[last] = before + words;
        else children.push(words);
      },
      onclosetag(tag, implied) {
        // An element that closes itself is reported in the same way as one that is never closed.
        if (implied && source[parser.endIndex - 1] !== "/") damaged(`never closes <${tag}>`);
        stack.pop();
      },
      onprocessinginstruction(name) {
        if (/^!doctype$/i.test(name)) damaged("has a document type, which no Word document has");
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(source);
  const found = root.children.find((child) => typeof child !== "string");
  return found ?? damaged("is empty");
}

function scopeOf(written: Record<string, string>, parent: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  let scope: Map<string, string> | null = null;
  for (const key in written) {
    if (!key.startsWith("xmlns")) continue;
    scope ??= new Map(parent);
    scope.set(key === "xmlns" ? "" : key.slice(6), prefixOf(written[key] ?? ""));
  }
  return scope ?? parent;
}

function resolve(name: string, scope: ReadonlyMap<string, string>): string {
  const colon = name.indexOf(":");
  const prefix = scope.get(colon < 0 ? "" : name.slice(0, colon)) ?? "other";
  return `${prefix}:${colon < 0 ? name : name.slice(colon + 1)}`;
}

/** UTF-8, or UTF-16 with its mark: the two that XML readers must know. */
function decode(bytes: Uint8Array, damaged: (what: string) => never): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return damaged("holds bytes that are no characters");
  }
}

/** The first child of that name. */
export function childOf(element: XmlElement | null | undefined, name: string): XmlElement | null {
  for (const child of element?.children ?? []) if (typeof child !== "string" && child.name === name) return child;
  return null;
}

export function* childrenOf(element: XmlElement | null | undefined): Generator<XmlElement> {
  for (const child of element?.children ?? []) if (typeof child !== "string") yield child;
}

/** All elements within, in order, itself first. */
export function* within(element: XmlElement): Generator<XmlElement> {
  const stack = [element];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i];
      if (typeof child === "object") stack.push(child);
    }
  }
}

export function textOf(element: XmlElement | null): string {
  let text = "";
  for (const child of element?.children ?? []) text += typeof child === "string" ? child : textOf(child);
  return text;
}

/** The attribute `w:val` of a child. */
export function valOf(element: XmlElement | null | undefined, name: string): string | null {
  return childOf(element, name)?.attributes.get("w:val") ?? null;
}

/** A property that is on when it is there, unless it says otherwise (ECMA-376 part 1, 17.17.4); null when it is not there. */
export function switchOf(element: XmlElement | null | undefined, name: string): boolean | null {
  const child = childOf(element, name);
  return child === null ? null : !/^(?:0|false|off|none)$/i.test(child.attributes.get("w:val") ?? "1");
}
