import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case, Request } from "./case.ts";

/** A small program over Go's library, built for this run. */
export type Verdicts = {
  /** Go's version, as it says it. */
  readonly version: string;
  /** One answer for each case, in order. */
  ask(cases: readonly (Case | Request)[]): Promise<string[]>;
  /** Runs another Go program over the same library, and gives what it prints. @throws where it does not end with 0 */
  run(source: string, words: readonly string[]): string;
  remove(): void;
};

/** Where Debian's golang-golang-x-mod-dev puts the library. */
const GOPATH = "/usr/share/gocode";
const LIBRARY = join(GOPATH, "src/golang.org/x/mod/sumdb/note");

/** Builds the program; or says, in words, why that cannot be done here. */
export function buildVerdicts(): Verdicts | string {
  if (!existsSync(LIBRARY)) return "Go's library golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)";
  let version: string;
  try {
    version = execFileSync("go", ["version"], { encoding: "utf8" }).trim();
  } catch {
    return "Go is not installed (Debian: golang-go)";
  }
  const folder = mkdtempSync(join(tmpdir(), "undersigned-interop-"));
  const program = join(folder, "verdict");
  const settings = { GO111MODULE: "off", GOPATH, GOFLAGS: "", CGO_ENABLED: "0", GOCACHE: join(folder, "cache") };
  const source = join(import.meta.dirname, "go", "verdict.go");
  const env = { ...process.env, ...settings };
  execFileSync("go", ["build", "-o", program, source], { env, stdio: "inherit" });
  return {
    version,
    ask: (cases) => askProgram(program, cases),
    run: (other, words) => execFileSync("go", ["run", other, ...words], { env, encoding: "utf8" }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function askProgram(program: string, cases: readonly (Case | Request)[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => {
      const answers = Buffer.concat(chunks).toString("utf8").split("\n").slice(0, -1);
      if (status === 0 && answers.length === cases.length) resolve(answers);
      else reject(new Error(`verdict ended with ${status} after ${answers.length} of ${cases.length} cases`));
    });
    child.stdin.end(cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  });
}
