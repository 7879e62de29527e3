import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** What is run and is no JavaScript: it draws pictures (packages/server/src/picture/pictures.ts). */
const PROGRAMS = ["@resvg/resvg-wasm/index_bg.wasm"];

/**
 * Copies everything that the server sends as it is into the one folder `out`: its own assets, the islands, and the fonts
 * that its sheets name by their package, and the programs in WebAssembly that it runs.
 * @returns the files of npm packages, as absolute paths
 */
export function copyAssets(root: string, out: string): string[] {
  mkdirSync(out, { recursive: true });
  const server = path.join(root, "packages/server");
  const require = createRequire(path.join(server, "package.json"));
  const own = listFiles(path.join(server, "assets"));
  const islands = listFiles(path.join(root, "packages/islands/dist")).filter((file) => !file.endsWith("manifest.json"));
  const sheets = own.filter((file) => file.endsWith(".css")).map((file) => readFileSync(file, "utf8"));
  const fonts = findFonts(sheets.join("\n")).map((specifier) => require.resolve(specifier));
  const programs = PROGRAMS.map((specifier) => require.resolve(specifier));
  for (const file of [...own, ...islands, ...fonts, ...programs]) {
    const target = path.join(out, path.basename(file));
    if (existsSync(target)) throw new Error(`two assets are named ${path.basename(file)}; the second is ${file}`);
    copyFileSync(file, target);
  }
  return [...fonts, ...programs];
}

function listFiles(folder: string): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(folder, entry.name));
}

/** Fonts as sheets name them, `url("@fontsource-variable/NAME/files/FILE.woff2")`, each once. */
export function findFonts(sheet: string): string[] {
  const found = [...sheet.matchAll(/url\("([^"]+\.woff2)"\)/g)].map((match) => match[1] ?? "");
  return [...new Set(found)].sort();
}
