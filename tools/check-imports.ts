import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Manifest, Problem } from "./imports/rules.ts";
import { checkSource, findCircles } from "./imports/rules.ts";
import { readSource } from "./imports/source.ts";

const SOURCES = ["packages/*/*.ts", "packages/*/src/**/*.{ts,tsx}", "{tests,tools,bench,interop,examples}/**/*.ts"];

function readManifest(root: string, file: string): Manifest {
  const { name, dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(path.join(root, file), "utf8"));
  const folder = file === "package.json" ? "" : path.posix.dirname(file);
  const names = { dependencies: Object.keys(dependencies), devDependencies: Object.keys(devDependencies) };
  // The published package is one bundle: npm is to install nothing beside it, so what it holds is declared for development.
  if (folder === "packages/cli") names.dependencies.push(...names.devDependencies);
  return { folder, name, ...names };
}

/** Every broken rule of the layout (STYLE.md, imports/rules.ts) in the repository at `root`. */
export function checkImports(root: string): { files: number; problems: Problem[] } {
  const exclude = (name: string) => name === "node_modules" || name === "dist";
  const files = globSync(SOURCES, { cwd: root, exclude }).map((file) => file.split(path.sep).join("/"));
  const manifests = ["package.json", ...globSync("packages/*/package.json", { cwd: root })];
  const known = manifests.map((file) => readManifest(root, file.split(path.sep).join("/")));
  const sources = files.sort().map((file) => readSource(root, file));
  const problems = [...sources.flatMap((source) => checkSource(source, known)), ...findCircles(sources)];
  return { files: files.length, problems };
}

if (process.argv[1] === import.meta.filename) {
  const { files, problems } = checkImports(path.dirname(import.meta.dirname));
  for (const { file, line, message } of problems) console.error(`${file}:${line}: ${message}`);
  console.log(`${files} files, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
