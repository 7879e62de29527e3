import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { copyAssets } from "./build/assets.ts";
import { bundle } from "./build/bundle.ts";
import { formatLicences, isRealFile } from "./build/licences.ts";

/** Builds the published package into packages/cli/dist. The starter has built the islands before. */
async function main(): Promise<void> {
  const root = path.dirname(import.meta.dirname);
  const cli = path.join(root, "packages/cli");
  const dist = path.join(cli, "dist");
  rmSync(dist, { recursive: true, force: true });
  const modules = [
    ...(await bundle(path.join(cli, "src/main.ts"), path.join(dist, "undersigned.js"))),
    ...(await bundle(path.join(root, "packages/store/src/sqlite/worker.ts"), path.join(dist, "sqlite-worker.js"))),
    ...(await bundle(path.join(cli, "src/verify/tile-thread.ts"), path.join(dist, "tile-thread.js"))),
    ...(await bundle(path.join(root, "packages/server/src/reading/worker.ts"), path.join(dist, "reading-worker.js"))),
    ...(await bundle(
      path.join(root, "packages/server/src/picture/picture-thread.ts"),
      path.join(dist, "picture-thread.js"),
    )),
    ...copyAssets(root, path.join(dist, "assets")),
    ...readIslandModules(root),
  ];
  writeFileSync(path.join(dist, "third-party-licences.txt"), formatLicences(modules.filter(isRealFile)));
  copyFileSync(path.join(root, "LICENSE"), path.join(cli, "LICENSE"));
  for (const [file, size] of listSizes(dist))
    console.log(`${file.padEnd(60)} ${(size / 1024).toFixed(1).padStart(9)} KiB`);
}

/** The npm packages' files that went into the islands, as their build tells it. */
function readIslandModules(root: string): string[] {
  return JSON.parse(readFileSync(path.join(root, "packages/islands/dist/manifest.json"), "utf8")).modules;
}

function listSizes(folder: string): [string, number][] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const sizes = files.map((file): [string, number] => [file, statSync(path.join(folder, file)).size]);
  return sizes.filter(([file]) => statSync(path.join(folder, file)).isFile());
}

await main();
