import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The module that holds the cue words of every language of packages/importer/cues, so that a bundle has them all. */
export function formatCueFiles(folder: string): string {
  const tags = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
  const name = (tag: string) => tag.replaceAll("-", "");
  const imports = tags.map((tag) => `import ${name(tag)} from "../../cues/${tag}.json" with { type: "json" };`);
  const entries = tags.map((tag) => `  ${/^[a-z]+$/.test(tag) ? tag : `"${tag}"`}: ${name(tag)},`);
  return `// Written by tools/generate-cues.ts from the files in packages/importer/cues.\n${imports.join("\n")}\n
/** What the files of cues hold, by language tag; not yet checked. */
export const cueFiles: { readonly [tag: string]: unknown } = {\n${entries
    .map((entry) => entry.replace(/^ {2}(\w+): \1,$/, "  $1,"))
    .join("\n")}\n};\n`;
}

if (process.argv[1] === import.meta.filename) {
  const importer = path.join(path.dirname(import.meta.dirname), "packages/importer");
  writeFileSync(path.join(importer, "src/label/cue-files.ts"), formatCueFiles(path.join(importer, "cues")));
}
