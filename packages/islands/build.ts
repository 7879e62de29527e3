import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { buildVerifier } from "./build-verifier.ts";

/** dist/manifest.json, written last. */
type IslandsManifest = {
  /** The files of each island (a file right under src/, by its name without ending), as names in dist/. */
  readonly islands: { readonly [name: string]: readonly string[] };
  /** The npm packages' own files that went into them, as absolute paths. */
  readonly modules: readonly string[];
};

const folder = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(folder, "dist");

/** Entry files by island; what islands share lies in folders below src/. */
async function findIslands(): Promise<Map<string, string>> {
  const source = path.join(folder, "src");
  const names = existsSync(source) ? await readdir(source) : [];
  const entries = names.filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name)).sort();
  return new Map(entries.map((name) => [name.replace(/\.tsx?$/, ""), path.join(source, name)]));
}

/**
 * Builds one island into one script of its own, and one sheet when it imports CSS. Names bear no hash: the server puts the
 * digest into the address. A page has one island or two, so what they share is small beside another request.
 * @returns the names of the files, and the modules of npm packages that went into them
 */
async function buildIsland(name: string, entry: string, out: string): Promise<{ files: string[]; modules: string[] }> {
  const result = await build({
    root: folder,
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: "warn",
    base: "./",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: { [name]: entry },
        output: { codeSplitting: false, entryFileNames: "[name].js", assetFileNames: `${name}[extname]` },
      },
    },
  });
  const files = (Array.isArray(result) ? result : [result]).flatMap((one) => ("output" in one ? one.output : []));
  const modules = files.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  return {
    files: files.map((file) => file.fileName).sort(),
    modules: modules.filter((module) => module.includes("/node_modules/")),
  };
}

/** Builds beside dist/ and swaps, so that nobody is served half a build. */
async function main(): Promise<void> {
  const fresh = `${dist}-${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    const islands: Record<string, string[]> = {};
    const modules = new Set<string>();
    for (const [name, entry] of await findIslands()) {
      const built = await buildIsland(name, entry, fresh);
      islands[name] = built.files;
      for (const module of built.modules) modules.add(module);
    }
    for (const module of await buildVerifier(fresh)) modules.add(module);
    const manifest: IslandsManifest = { islands, modules: [...modules].sort() };
    await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await rm(dist, { recursive: true, force: true });
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

await main();
