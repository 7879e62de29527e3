import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

type Bundled = { readonly name: string; readonly version: string; readonly licence: string; readonly text: string };

/**
 * The licences of the packages that `files` belong to, as one text for those who receive the bundle.
 * @throws when a package has neither a licence file nor a licence in its package.json
 */
export function formatLicences(files: readonly string[]): string {
  const folders = [...new Set(files.map(packageFolder))].sort();
  const parts = folders.map(readLicence).map(({ name, version, licence, text }) => {
    return `${"=".repeat(80)}\n${name} ${version}, ${licence}\n${"=".repeat(80)}\n\n${text.trim()}\n`;
  });
  return `This program holds the following packages, under their own licences.\n\n${parts.join("\n")}`;
}

/** The folder of the innermost package that a file below node_modules belongs to. */
export function packageFolder(file: string): string {
  const end = file.lastIndexOf("/node_modules/") + "/node_modules/".length;
  const names = file.slice(end).split("/");
  return file.slice(0, end) + names.slice(0, names[0]?.startsWith("@") ? 2 : 1).join("/");
}

function readLicence(folder: string): Bundled {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (typeof license !== "string" && file === undefined) throw new Error(`${name} tells no licence: ${folder}`);
  const text = file === undefined ? `(${name} has no licence file.)` : readFileSync(path.join(folder, file), "utf8");
  return { name, version, licence: typeof license === "string" ? license : "see below", text };
}

/** Whether a path is that of a file, and not of a module that the bundler made up. */
export function isRealFile(file: string): boolean {
  return path.isAbsolute(file) && existsSync(file);
}
