import { builtinModules } from "node:module";
import path from "node:path";
import { build } from "rolldown";

/**
 * What the bundle asks for when it runs, and does without where there is none: pg its native variant, and for logos sharp, which is
 * no JavaScript. The published package names sharp as an optional dependency.
 */
const LEFT_OUT = ["pg-native", "sharp"];

/** What ES modules ask for by a `require` that they make for themselves, which the bundler does not see. */
const ASKED = /\b(?:createRequire(?:\$\d+)?\(import\.meta\.url\)|require\$\d+)\(["'`]([^"'`]+)/g;

/** Packages that read files beside them when they run, and have the same in one file as well. */
const IN_ONE_FILE = { "css-tree": "css-tree/dist/csstree.esm" };

/**
 * Bundles a TypeScript file with everything that it imports into the one file `out`, for Node.
 * @returns the files of npm packages that went in, as absolute paths
 * @throws when something is imported that neither Node has nor the bundle holds
 */
export async function bundle(entry: string, out: string): Promise<string[]> {
  const warnings: string[] = [];
  const { output } = await build({
    input: entry,
    platform: "node",
    external: LEFT_OUT,
    resolve: { alias: IN_ONE_FILE },
    onLog(level, log) {
      if (level === "warn") warnings.push(log.message);
    },
    output: {
      file: out,
      format: "esm",
      codeSplitting: false,
      // The licences of what is bundled stand in a file of their own.
      comments: { legal: false },
    },
  });
  if (warnings.length > 0) throw new Error(`bundling ${entry}:\n${warnings.join("\n")}`);
  const chunks = output.filter((file) => file.type === "chunk");
  const outside = chunks
    .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
    .filter(
      (name) =>
        !LEFT_OUT.includes(name) &&
        !name.startsWith("node:") &&
        !builtinModules.includes(name) &&
        name !== path.basename(out),
    );
  if (outside.length > 0) throw new Error(`${path.basename(out)} would still import ${outside.join(", ")}`);
  const asked = chunks.flatMap(({ code }) => [...code.matchAll(ASKED)].map(([, name = ""]) => name));
  const absent = asked.filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));
  if (absent.length > 0) throw new Error(`${path.basename(out)} would ask for ${absent.join(", ")} when it runs`);
  return chunks.flatMap((chunk) => chunk.moduleIds).filter((file) => file.includes("/node_modules/"));
}
