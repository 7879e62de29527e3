import path from "node:path/posix";
import type { Import, Source } from "./source.ts";

/** A package.json of this repository, as far as the rules need it. */
export type Manifest = {
  /** Folder from the root: "packages/core", or "" for the root itself. */
  readonly folder: string;
  readonly name: string;
  /** Names of the packages it may import when it runs. The published one is a bundle: what goes into it counts. */
  readonly dependencies: readonly string[];
  /** Names of the packages that its tests may import too. */
  readonly devDependencies: readonly string[];
};

/** One broken rule: where, and what to do about it. */
export type Problem = { readonly file: string; readonly line: number; readonly message: string };

/** The layout: each package and those it may import, directly or through another. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: [],
  importer: ["core"],
  store: ["core"],
  islands: ["core"],
  server: ["store", "importer", "core"],
  cli: ["server", "store", "importer", "core"],
};

/** Folders of core and the folders each may import; all may import the files right under src/. */
const CORE: Readonly<Record<string, readonly string[]>> = {
  wasm: [],
  log: ["wasm"],
  statement: [],
  zip: [],
  signature: ["log", "statement", "wasm"],
  compare: ["statement"],
  verify: ["signature", "log", "statement"],
};

/** Packages that also run in a browser. */
const ISOMORPHIC = ["core", "islands"];

const VAGUE_NAMES = new Set(["utils", "util", "helpers", "helper", "types", "interfaces", "common", "misc", "index"]);

/** The problems of one file, apart from circles. */
export function checkSource(source: Source, manifests: readonly Manifest[]): Problem[] {
  const problems: Problem[] = [];
  const report = (line: number, message: string) => problems.push({ file: source.file, line, message });
  const name = path.basename(source.file).split(".")[0] ?? "";
  if (VAGUE_NAMES.has(name)) report(1, `a file named "${name}" has no one idea: name it after what it holds`);
  const home = packageOf(source.file);
  if (home !== undefined && ISOMORPHIC.includes(home) && isShipped(source.file)) {
    for (const { name, line } of source.nodeGlobals) {
      report(line, `${home} runs in browsers too, where there is no ${name}`);
    }
  }
  for (const one of source.imports) {
    const message = one.specifier.startsWith(".")
      ? checkRelative(source.file, one)
      : checkNamed(source.file, one, manifests);
    if (message !== undefined) report(one.line, message);
  }
  return problems;
}

function checkRelative(file: string, { specifier }: Import): string | undefined {
  const target = path.join(path.dirname(file), specifier);
  const [from, to] = [packageOf(file), packageOf(target)];
  if (isShipped(file) && isTest(target)) return `${specifier} is for tests; what is shipped may not import it`;
  if (from !== to) {
    // What stands outside the packages (tests/, tools/, bench/) may reach into them either way.
    if (from === undefined) return undefined;
    if (to !== undefined) return `import ${packageName(to)} by its name, not by the path ${specifier}`;
    // Tests share what stands in tests/; nothing else of a package reaches out of it.
    return isTest(file) && target.startsWith("tests/") ? undefined : `${specifier} leaves the package ${from}`;
  }
  return from === "core" ? checkCore(file, target) : undefined;
}

function checkCore(file: string, target: string): string | undefined {
  const [from, to] = [coreFolder(file), coreFolder(target)];
  if (from === to || to === undefined) return undefined;
  if (from === undefined)
    return isTest(file) ? undefined : `the files right under core/src may not import core/src/${to}`;
  const allowed = CORE[from];
  if (allowed === undefined)
    return `core/src/${from} has no place in the order of core's folders: tools/imports/rules.ts`;
  if (allowed.includes(to) || isTest(file)) return undefined;
  return `core/src/${from} may not import core/src/${to}; it may import ${allowed.join(", ") || "only the files right under core/src"}`;
}

function checkNamed(file: string, { specifier }: Import, manifests: readonly Manifest[]): string | undefined {
  const home = packageOf(file);
  if (specifier.startsWith("node:")) {
    const forbidden = home !== undefined && ISOMORPHIC.includes(home) && isShipped(file);
    return forbidden ? `${home} runs in browsers too, where there is no ${specifier}` : undefined;
  }
  const wanted = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const target = wanted.startsWith("@undersigned/") ? wanted.slice("@undersigned/".length) : undefined;
  if (home !== undefined && target !== undefined) {
    if (target === home) return `${specifier} is this package itself: import it by a relative path`;
    if (!PACKAGES[home]?.includes(target) && isShipped(file)) {
      return `${home} may not import ${target}; it may import ${PACKAGES[home]?.join(", ") || "none of our packages"}`;
    }
  }
  return checkDeclared(file, wanted, home, manifests);
}

function checkDeclared(file: string, wanted: string, home: string | undefined, manifests: readonly Manifest[]) {
  const root = manifests.find(({ folder }) => folder === "");
  const own = home === undefined ? root : manifests.find(({ folder }) => folder === `packages/${home}`);
  if (own?.dependencies.includes(wanted)) return undefined;
  if (home !== undefined && isShipped(file))
    return `${wanted} is not among the dependencies in packages/${home}/package.json`;
  const forTests = [...(own?.devDependencies ?? []), ...(root?.devDependencies ?? [])];
  // The tools, benchmarks and whole-system tests may import every workspace and what those depend on.
  const ofWorkspaces = home === undefined ? manifests.flatMap(({ name, dependencies }) => [name, ...dependencies]) : [];
  if (forTests.includes(wanted) || ofWorkspaces.includes(wanted) || wanted.startsWith("@undersigned/"))
    return undefined;
  return `${wanted} is in no package.json that this file may rely on`;
}

/**
 * Circles of files, imports of types included. Files that all reach each other are told once, by the shortest circle
 * through the first of them by name.
 */
export function findCircles(sources: readonly Source[]): Problem[] {
  const known = new Set(sources.map(({ file }) => file));
  const targets = new Map<string, string[]>();
  for (const { file, imports } of sources) {
    targets.set(
      file,
      imports.map((one) => resolve(file, one)).filter((target) => known.has(target)),
    );
  }
  const told = new Set<string>();
  const problems: Problem[] = [];
  for (const file of [...known].sort()) {
    if (told.has(file)) continue;
    const circle = shortestWay(targets, file, file);
    if (circle === undefined) continue;
    const entangled = [...known].filter(
      (other) => shortestWay(targets, file, other) !== undefined && shortestWay(targets, other, file) !== undefined,
    );
    for (const other of entangled) told.add(other);
    const among = entangled.length > circle.length - 1 ? ` (${entangled.length} files reach each other)` : "";
    problems.push({ file, line: 1, message: `imports go in a circle${among}: ${circle.join(" -> ")}` });
  }
  return problems;
}

/** The files on the shortest way of one import or more, both ends included; undefined when there is no way. */
function shortestWay(targets: ReadonlyMap<string, readonly string[]>, from: string, to: string): string[] | undefined {
  const seen = new Set<string>();
  let ways = [[from]];
  while (ways.length > 0) {
    const longer: string[][] = [];
    for (const way of ways) {
      for (const target of targets.get(way.at(-1) ?? "") ?? []) {
        if (target === to) return [...way, target];
        if (!seen.has(target)) longer.push([...way, target]);
        seen.add(target);
      }
    }
    ways = longer;
  }
  return undefined;
}

/** Path from the root of the file that an import of ours names; other imports stay as they are. */
function resolve(file: string, { specifier }: Import): string {
  const ours = /^@undersigned\/([^/]+)\/(.+)$/.exec(specifier);
  if (ours !== null) return `packages/${ours[1]}/src/${ours[2]}`;
  return specifier.startsWith(".") ? path.join(path.dirname(file), specifier) : specifier;
}

function packageOf(file: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(file)?.[1];
}

function packageName(folder: string): string {
  return folder === "cli" ? "undersigned" : `@undersigned/${folder}`;
}

function coreFolder(file: string): string | undefined {
  return /^packages\/core\/src\/([^/]+)\//.exec(file)?.[1];
}

function isTest(file: string): boolean {
  return file.startsWith("tests/") || /\.test\.tsx?$/.test(file) || /(^|\/)(testing|fixtures)\//.test(file);
}

/** Whether the file runs at a user's, and not only while testing or building. */
function isShipped(file: string): boolean {
  return /^packages\/[^/]+\/src\//.test(file) && !isTest(file);
}
