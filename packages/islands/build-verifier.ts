import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";

const folder = path.dirname(new URL(import.meta.url).pathname);
const source = path.join(folder, "src/verifier");

/** The name under which the page is built, served and packed. */
export const VERIFIER = "verify.html";

/**
 * Builds verify.html: one file that holds its sheet, its script and the script of its worker, and whose own policy lets it
 * run those and reach nothing. The same sources and packages give the same bytes.
 * @param out folder to write it to
 * @returns the modules of npm packages that went into it
 */
export async function buildVerifier(out: string): Promise<string[]> {
  const page = await buildScript("page", "es");
  const worker = await buildScript("worker", "iife");
  const style = await readFile(path.join(source, "page.css"), "utf8");
  const template = await readFile(path.join(source, "page.html"), "utf8");
  const parts: Record<string, string> = {
    POLICY: policyFor(page.code, style),
    STYLE: style,
    WORKER: worker.code,
    SCRIPT: page.code,
  };
  // One pass, so that nothing inside a script is taken for a place to fill.
  const html = template.replaceAll(/%([A-Z]+)%/g, (whole, name: string) => parts[name] ?? whole);
  await writeFile(path.join(out, VERIFIER), html);
  return [...page.modules, ...worker.modules];
}

/** Nothing but its own script and sheet, and workers made of what is in the page; no address can be reached. */
function policyFor(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}' blob: 'wasm-unsafe-eval'`,
    "worker-src blob:",
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

async function buildScript(name: string, format: "es" | "iife"): Promise<{ code: string; modules: string[] }> {
  const result = await build({
    root: folder,
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: { [name]: path.join(source, `${name}.ts`) },
        output: { format, codeSplitting: false, entryFileNames: "[name].js" },
      },
    },
  });
  const chunks = (Array.isArray(result) ? result : [result])
    .flatMap((one) => ("output" in one ? one.output : []))
    .filter((file) => file.type === "chunk");
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length > 1) throw new Error(`${name} was not built into one script`);
  // An end tag within a string would end the element that holds the script.
  const code = chunk.code.trim().replaceAll(/<\/(script)/gi, "<\\/$1");
  return { code, modules: chunk.moduleIds.filter((module) => module.includes("/node_modules/")) };
}
