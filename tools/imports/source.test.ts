import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSource } from "./source.ts";

const file = "packages/core/src/x.ts";

test("every way to import is seen, with its line", () => {
  const code = [
    'import a from "a";',
    'import type { B } from "./b.ts";',
    'import "./c.css";',
    'export { d } from "./d.ts";',
    'export type { E } from "./e.ts";',
    'export * from "./f.ts";',
    'const g = await import("./g.ts");',
    'type H = import("./h.ts").H;',
    '// import "./i.ts"',
    "const j = 'import \"./j.ts\"';",
  ].join("\n");
  const { imports } = parseSource(file, code);
  assert.deepEqual(
    imports.map(({ specifier, line }) => `${line} ${specifier}`),
    ["1 a", "2 ./b.ts", "3 ./c.css", "4 ./d.ts", "5 ./e.ts", "6 ./f.ts", "7 ./g.ts", "8 ./h.ts"],
  );
});

test("names that only Node has are seen where they are used", () => {
  const code =
    'const a = Buffer.from("x");\nconst b: Buffer | null = null;\nrequire("c");\nprocess.exit();\nconst d = e.process;';
  assert.deepEqual(parseSource(file, code).nodeGlobals, [
    { name: "Buffer", line: 1 },
    { name: "Buffer", line: 2 },
    { name: "require", line: 3 },
    { name: "process", line: 4 },
  ]);
});

test("a file that does not parse is an error that names it", () => {
  assert.throws(() => parseSource(file, "const ="), /packages\/core\/src\/x\.ts/);
});
