import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { verifyBundle } from "@undersigned/core/verify/verify.ts";
import { buildBundle, HOST, readerOf, SEED } from "../tests/bundle-fixture.ts";
import { tellStory } from "../tests/bundle-story.ts";
import type { BundleVector, FileContent, ReceiptVector } from "../tests/bundle-vectors.ts";
import {
  applyVector,
  compareVector,
  readTrust,
  reportOnVector,
  tellOf,
  tellStandingOf,
} from "../tests/bundle-vectors.ts";
import { makeTestSigner } from "../tests/test-signer.ts";
import type { Asked, BundleDefect } from "./vectors/bundle-defect.ts";
import { BUNDLE_DEFECTS } from "./vectors/bundle-defects.ts";
import type { ComparisonSituation } from "./vectors/comparison-situation.ts";
import { COMPARISONS } from "./vectors/comparisons.ts";
import { RECEIPT_DEFECTS } from "./vectors/receipt-defects.ts";

/**
 * Writes vectors/bundle and vectors/receipt. What each must lead to stands beside its defect; a defect on which the
 * verifier here finds anything else is not written, and the run fails. With --check nothing is written, and the run fails
 * when a file is not what it would write.
 */

const FOLDER = fileURLToPath(new URL("../vectors/", import.meta.url));
const OURS = formatVerifierKey(makeTestSigner(HOST, SEED).key);

type Files = Map<string, Uint8Array>;

function encodeContent(bytes: Uint8Array): FileContent {
  const text = Buffer.from(bytes).toString("utf8");
  const isText = Buffer.from(text).equals(bytes) && !/[^\P{Cc}\n]/u.test(text);
  return isText ? { text } : { base64: Buffer.from(bytes).toString("base64") };
}

/** What must be changed in `base` to have `files`: null for a file that goes. */
function diff(base: Files, files: Files): Record<string, FileContent | null> {
  const change: Record<string, FileContent | null> = {};
  for (const name of [...new Set([...base.keys(), ...files.keys()])].sort()) {
    const [before, after] = [base.get(name), files.get(name)];
    if (after === undefined) change[name] = null;
    else if (before === undefined || !Buffer.from(before).equals(after)) change[name] = encodeContent(after);
  }
  return change;
}

/** What the verifier of a vector is given. */
function asked({ trust, policy, freshness }: Asked): Asked & { readonly trust: string | null } {
  return {
    trust: trust === undefined ? OURS : trust,
    ...(policy === undefined ? {} : { policy }),
    ...(freshness === undefined ? {} : { freshness }),
  };
}

async function makeBundleVector(base: Files, name: string, defect: BundleDefect): Promise<BundleVector> {
  const files = await defect.make(new Map(base));
  const from = name === "valid" ? null : "valid";
  const { about, check = null, code = null, where = null } = defect;
  return {
    about,
    verdict: defect.verdict,
    check,
    code,
    where,
    ...asked(defect),
    from,
    files: diff(from ? base : new Map(), files),
  };
}

function compare(name: string, expected: object, found: object): boolean {
  const wanted = Object.keys(found).map((key) => [key, Object.entries(expected).find(([known]) => known === key)?.[1]]);
  if (JSON.stringify(wanted) === JSON.stringify(Object.entries(found))) return true;
  console.error(
    `${name}: expected ${JSON.stringify(Object.fromEntries(wanted))}\n${" ".repeat(name.length)}  found    ${JSON.stringify(found)}`,
  );
  return false;
}

async function main(check: boolean): Promise<void> {
  const base = await buildBundle(tellStory());
  const made = new Map<string, object>();
  for (const [name, defect] of Object.entries(BUNDLE_DEFECTS)) {
    const vector = await makeBundleVector(base, name, defect);
    if (
      compare(
        `bundle/${name}`,
        vector,
        tellOf(
          await verifyBundle(readerOf(applyVector(vector, base)), readTrust(vector), {
            freshness: vector.freshness ?? null,
          }),
        ),
      )
    )
      made.set(`bundle/${name}.json`, vector);
    else process.exitCode = 1;
  }
  for (const [name, defect] of Object.entries(RECEIPT_DEFECTS)) {
    const { about, verdict, check: at = null, code = null, where = null } = defect;
    const receipt = await defect.make();
    const vector: ReceiptVector = { about, verdict, check: at, code, where, ...asked(defect), receipt };
    if (compare(`receipt/${name}`, vector, tellOf(reportOnVector(vector)))) made.set(`receipt/${name}.json`, vector);
    else process.exitCode = 1;
  }
  for (const [name, situation] of Object.entries(COMPARISONS)) {
    const vector = await makeComparisonVector(base, situation);
    const comparison = await compareVector(vector, applyVector(vector.against, base));
    const found = { ...tellOf(comparison), standing: tellStandingOf(comparison) };
    if (compare(`receipt/${name}`, vector, found)) made.set(`receipt/${name}.json`, vector);
    else process.exitCode = 1;
  }
  if (process.exitCode === undefined) write(made, check);
}

async function makeComparisonVector(base: Files, situation: ComparisonSituation) {
  const { about, verdict, check = null, code = null, where = null, standing = null } = situation;
  const { receipt, files } = await situation.make();
  const against = { from: "valid", files: diff(base, files) };
  return { about, verdict, check, code, where, ...asked(situation), receipt, against, standing };
}

function write(made: ReadonlyMap<string, object>, check: boolean): void {
  for (const folder of ["bundle", "receipt"]) {
    mkdirSync(FOLDER + folder, { recursive: true });
    for (const file of readdirSync(FOLDER + folder)) {
      const path = `${folder}/${file}`;
      const same = made.has(path) && readFileSync(FOLDER + path, "utf8") === format(made.get(path));
      if (check && !same) {
        console.error(`vectors/${path} is not what this program writes`);
        process.exitCode = 1;
      } else if (!check && !made.has(path)) rmSync(FOLDER + path);
    }
  }
  if (!check) for (const [path, vector] of made) writeFileSync(FOLDER + path, format(vector));
  console.log(`${made.size} vectors`);
}

function format(vector: object | undefined): string {
  return `${JSON.stringify(vector, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) await main(process.argv.includes("--check"));
