import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Hono } from "hono";

/** A file that pages link to. Its address holds its digest, so it never changes and is kept for a year. */
type Asset = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };

type Assets = {
  /** By name, as pages ask for it: the address. */
  readonly paths: ReadonlyMap<string, string>;
  /** By address. */
  readonly files: ReadonlyMap<string, Asset>;
};

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** What readers' pages need, in one file and in this order; other sheets are served as they are. */
const SITE_SHEETS = [
  "fonts.css",
  "base.css",
  "form.css",
  "letter.css",
  "list.css",
  "changes.css",
  "additions.css",
  "print.css",
];

/** From the source tree: our sheets, and the islands when they were built. */
const SOURCE_DIRECTORIES = ["../../assets/", "../../../islands/dist/"];
/** From a built program: everything was copied beside it. */
const BUILT_DIRECTORIES = ["./assets/"];

let loaded: Assets | undefined;

/** The address of an asset, or undefined when it was not built (an island, in a tree without its build). */
export function assetPath(name: string): string | undefined {
  loaded ??= loadAssets();
  return loaded.paths.get(name);
}

/** The bytes of an asset, for those who use it themselves; undefined as above. */
export function assetBytes(name: string): Uint8Array<ArrayBuffer> | undefined {
  const path = assetPath(name);
  return path === undefined ? undefined : loaded?.files.get(path)?.bytes;
}

/** Serves `/assets/*` from memory. */
export function mountAssets(app: Hono): void {
  app.get("/assets/*", function asset(c) {
    loaded ??= loadAssets();
    const found = loaded.files.get(c.req.path);
    if (found === undefined) return c.notFound();
    return c.body(found.bytes, 200, {
      "Content-Type": found.type,
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  });
}

function loadAssets(): Assets {
  const sources = findSources();
  const paths = new Map<string, string>();
  const files = new Map<string, Asset>();

  function add(name: string, bytes: Uint8Array<ArrayBuffer>): string {
    const extension = extname(name);
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
    const path = `/assets/${basename(name, extension)}-${digest}${extension}`;
    paths.set(name, path);
    files.set(path, { bytes, type: TYPES[extension] ?? "application/octet-stream" });
    return path;
  }
  /** A font that is not installed is left to the reader's own: a page without it is plainer, not broken. */
  function addFont(name: string, specifier: string): string | undefined {
    const bytes = readFont(specifier, sources);
    return bytes === undefined ? undefined : add(name, bytes);
  }
  /** Sheets name a font by its package: "@fontsource-variable/…/files/x.woff2". */
  function withFonts(sheet: string): string {
    return sheet.replaceAll(/url\("([^"]+\.woff2)"\)/g, (match, specifier: string) => {
      const name = basename(specifier);
      const font = paths.get(name) ?? addFont(name, specifier);
      return font === undefined ? match : `url("${font}")`;
    });
  }

  const sheets = new Map<string, string>();
  for (const [name, file] of sources) {
    if (name.endsWith(".css")) sheets.set(name, withFonts(readFileSync(file, "utf8")));
    else if (name.endsWith(".svg") || name.endsWith(".js")) add(name, read(file));
  }
  const site = SITE_SHEETS.map((name) => {
    const sheet = sheets.get(name);
    if (sheet === undefined) throw new Error(`the stylesheet ${name} is missing from this installation`);
    sheets.delete(name);
    return sheet;
  });
  add("site.css", new TextEncoder().encode(site.join("\n")));
  for (const [name, sheet] of sheets) add(name, new TextEncoder().encode(sheet));
  return { paths, files };
}

/** Files by name. The first directory that has our sheets wins; islands may be absent. */
function findSources(): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const directory of [...SOURCE_DIRECTORIES, ...BUILT_DIRECTORIES]) {
    const path = fileURLToPath(new URL(directory, import.meta.url));
    for (const name of listFiles(path)) if (!sources.has(name)) sources.set(name, join(path, name));
  }
  return sources;
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readFont(specifier: string, sources: ReadonlyMap<string, string>): Uint8Array<ArrayBuffer> | undefined {
  try {
    return read(sources.get(basename(specifier)) ?? fileURLToPath(import.meta.resolve(specifier)));
  } catch {
    return undefined;
  }
}

function read(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file));
}
