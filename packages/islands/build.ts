import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Rolldown } from "vite";
import { build } from "vite";

/**
 * dist/manifest.json: for each island (a file right under src/, by its name without ending) the files a page needs, as
 * names in the folder of the manifest. Names carry a hash of their content, so they can be cached for ever.
 * `imports` are the module's own imports, to be preloaded.
 */
export type IslandsManifest = {
  islands: { [name: string]: { file: string; imports: string[]; css: string[] } };
};

const folder = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(folder, "dist");

/** Entry files by island name; what islands share lies in folders below src/. */
async function findIslands(): Promise<Record<string, string>> {
  const source = path.join(folder, "src");
  if (!existsSync(source)) return {};
  const names = (await readdir(source))
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
    .sort();
  return Object.fromEntries(names.map((name) => [name.replace(/\.tsx?$/, ""), path.join(source, name)]));
}

async function bundle(islands: Record<string, string>, out: string): Promise<Rolldown.OutputChunk[]> {
  const result = await build({
    root: folder,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: "warn",
    base: "./",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir: out,
      target: "es2022",
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: islands,
        output: {
          entryFileNames: "[name]-[hash].js",
          chunkFileNames: "[name]-[hash].js",
          assetFileNames: "[name]-[hash][extname]",
        },
      },
    },
  });
  const output = (Array.isArray(result) ? result : [result]).flatMap((one) => ("output" in one ? one.output : []));
  return output.filter((one) => one.type === "chunk");
}

function describe(chunks: readonly Rolldown.OutputChunk[]): IslandsManifest {
  const entries = chunks.filter((chunk) => chunk.isEntry).sort((a, b) => (a.name < b.name ? -1 : 1));
  const islands = entries.map((chunk) => {
    const css = [...(chunk.viteMetadata?.importedCss ?? [])].sort();
    return [chunk.name, { file: chunk.fileName, imports: [...chunk.imports].sort(), css }] as const;
  });
  return { islands: Object.fromEntries(islands) };
}

/** Builds beside dist/ and swaps, so that a running server never sees half a build. */
async function main(): Promise<void> {
  const fresh = `${dist}-${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    const islands = await findIslands();
    const chunks = Object.keys(islands).length === 0 ? [] : await bundle(islands, fresh);
    await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(describe(chunks), null, 2)}\n`);
    await rm(dist, { recursive: true, force: true });
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

await main();
