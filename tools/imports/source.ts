import { readFileSync } from "node:fs";
import path from "node:path";
import { parseSync, Visitor } from "rolldown/utils";

/** What one file asks for. Paths are from the root of the repository, with slashes. */
export type Source = {
  readonly file: string;
  readonly imports: readonly Import[];
  /** Global names that exist in Node alone, where the file uses them. */
  readonly nodeGlobals: readonly { readonly name: string; readonly line: number }[];
};

export type Import = {
  /** As written: "./merkle.ts", "node:fs", "@undersigned/core/bytes.ts", "zod". */
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
};

const NODE_GLOBALS = new Set(["Buffer", "__dirname", "__filename", "process", "require"]);

/** Reads the imports of one TypeScript file: static, re-exported, dynamic with a literal, and of types alone. */
export function parseSource(file: string, code: string): Source {
  const { errors, module, program } = parseSync(file, code);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  const found: { specifier: string; offset: number }[] = [];
  const nodeGlobals: { name: string; line: number }[] = [];
  for (const one of module.staticImports) found.push({ specifier: one.moduleRequest.value, offset: one.start });
  for (const { entries, start } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    if (request) found.push({ specifier: request.value, offset: start });
  }
  new Visitor({
    ImportExpression({ source, start }) {
      if (source.type === "Literal" && typeof source.value === "string") {
        found.push({ specifier: source.value, offset: start });
      }
    },
    TSImportType({ source, start }) {
      found.push({ specifier: source.value, offset: start });
    },
    MemberExpression(node) {
      const name = node.object.type === "Identifier" ? node.object.name : "";
      if (NODE_GLOBALS.has(name)) nodeGlobals.push({ name, line: lineOf(code, node.start) });
    },
    CallExpression(node) {
      const name = node.callee.type === "Identifier" ? node.callee.name : "";
      if (NODE_GLOBALS.has(name)) nodeGlobals.push({ name, line: lineOf(code, node.start) });
    },
    TSTypeReference(node) {
      const name = node.typeName.type === "Identifier" ? node.typeName.name : "";
      if (NODE_GLOBALS.has(name)) nodeGlobals.push({ name, line: lineOf(code, node.start) });
    },
  }).visit(program);
  found.sort((a, b) => a.offset - b.offset);
  const imports = found.map(({ specifier, offset }) => ({ specifier, line: lineOf(code, offset) }));
  return { file, imports, nodeGlobals };
}

/** Reads and parses the file at `file` from `root`. */
export function readSource(root: string, file: string): Source {
  return parseSource(file, readFileSync(path.join(root, file), "utf8"));
}

function lineOf(code: string, offset: number): number {
  return code.slice(0, offset).split("\n").length;
}
