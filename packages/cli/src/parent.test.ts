import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

/** Starts a shell that starts a Node that watches it, kills the shell, and returns what the Node said before it ended. */
async function killShell(npm: string): Promise<string> {
  const module = pathToFileURL(path.join(import.meta.dirname, "parent.ts")).href;
  const code = `
    import { onParentGone } from "${module}";
    onParentGone(${npm}, () => { console.log("gone"); process.exit(); });
    setTimeout(() => { console.log("never told"); process.exit(); }, 1500);
    console.log("up");`;
  // Two commands, so that no shell replaces itself by the first.
  const words = ["-c", '"$1" --input-type=module -e "$2"; echo end', "sh", process.execPath, code];
  const shell = spawn("sh", words, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  shell.stdout.setEncoding("utf8").on("data", (part) => {
    output += part;
    if (part === "up\n") shell.kill("SIGTERM");
  });
  await once(shell, "close");
  return output;
}

test("under npm, a process notices that the shell between is gone", async () => {
  assert.equal(await killShell('"start"'), "up\ngone\n");
});

test("under anything else nothing is watched", async () => {
  assert.equal(await killShell("undefined"), "up\nnever told\n");
});
