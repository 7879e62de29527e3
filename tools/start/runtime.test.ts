import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { findRuntime, isEnough } from "./runtime.mjs";

const root = path.dirname(path.dirname(import.meta.dirname));
const starter = path.join(root, "tools/start.mjs");
const folder = mkdtempSync(path.join(tmpdir(), "undersigned-runtime-"));
after(() => rmSync(folder, { recursive: true }));

function script(name: string, code: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return file;
}

/** Runs `runChild` as a Node that is too old would: in a process of its own. */
function parentOf(file: string, ...words: readonly string[]): string[] {
  const module = pathToFileURL(path.join(import.meta.dirname, "runtime.mjs")).href;
  const code = `import { runChild } from ${JSON.stringify(module)}; await runChild(process.execPath, process.argv.slice(1));`;
  return ["--input-type=module", "-e", code, "--", file, ...words];
}

test("Node 22.18 is the least", () => {
  for (const version of ["22.18.0", "22.19.1", "23.0.0", "24.1.0", "100.0.0"])
    assert.equal(isEnough(version), true, version);
  for (const version of ["22.17.9", "21.99.0", "20.20.2", "18.19.0", "9.0.0"])
    assert.equal(isEnough(version), false, version);
});

test("without a pinned runtime, the one running serves when it is new enough", () => {
  assert.deepEqual(findRuntime(folder), { path: realpathSync(process.execPath), current: true });
});

test("the starter runs TypeScript, and passes on the arguments and the exit status", () => {
  const file = script(
    "a.ts",
    "const status: number = 3; console.log(process.argv.slice(2).join()); process.exitCode = status;",
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [starter, file, "serve", "--x=1"], {
    encoding: "utf8",
  });
  assert.deepEqual({ status, stdout, stderr }, { status: 3, stdout: "serve,--x=1\n", stderr: "" });
});

test("the starter refuses what it does not know", () => {
  for (const words of [["--unknown", "a.ts"], []]) {
    const { status, stderr } = spawnSync(process.execPath, [starter, ...words], { encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, /does not know the option --unknown|usage: node/);
  }
});

test("a child's exit status and signal become the starter's own", () => {
  const exits = spawnSync(process.execPath, parentOf(script("b.ts", "process.exitCode = 7;")));
  assert.equal(exits.status, 7);
  const dies = spawnSync(process.execPath, parentOf(script("c.ts", 'process.kill(process.pid, "SIGKILL");')));
  assert.equal(dies.signal, "SIGKILL");
});

test("signals reach the child, once", async () => {
  const code = `
    let got: string[] = [];
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => got.push(signal));
    console.log("up");
    const timer = setInterval(() => {
      if (got.length === 0) return;
      clearInterval(timer);
      setTimeout(() => console.log(got.join()), 50);
    }, 10);`;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const words = parentOf(script("d.ts", code));
    const parent = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    parent.stdout.setEncoding("utf8").on("data", (part) => {
      output += part;
      if (part === "up\n") parent.kill(signal);
    });
    await once(parent, "close");
    assert.equal(output, `up\n${signal}\n`);
  }
});

test("a child ends when whoever started its starter is gone", async () => {
  const code =
    'process.on("SIGTERM", () => { console.log("told"); process.exit(); }); setTimeout(() => {}, 5000); console.log("up");';
  const words = parentOf(script("e.ts", code));
  const shell = spawn("sh", ["-c", '"$@"; echo end', "sh", process.execPath, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  shell.stdout.setEncoding("utf8").on("data", (part) => {
    output += part;
    if (part === "up\n") shell.kill("SIGTERM");
  });
  await once(shell, "close");
  assert.equal(output, "up\ntold\n");
});
