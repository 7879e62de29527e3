import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createTestDatabase } from "../tests/postgres-server.ts";
import { formatArticles, measureArticles } from "./article.ts";
import { startChild } from "./child.ts";
import { reportComparing, reportCopies } from "./copies/report-copies.ts";
import { measureFinding } from "./finding.ts";
import { median } from "./load.ts";
import { measureList, measurePage } from "./page.ts";
import { measureSequencing, ONE_CORE } from "./sequencing.ts";
import type { Engine, Site } from "./signing.ts";
import { latencyOf, openSite, signOnFloor, signOnProduct } from "./signing.ts";
import type { Row } from "./table.ts";
import { formatTable } from "./table.ts";
import { measureVerifying } from "./verifying.ts";

const SECTIONS = ["signing", "growth", "sequencer", "verify", "finding", "compare", "copies"] as const;

/** `npm run bench`: everything as a ratio to a floor measured in the same run. See bench/README.md. */
const { values } = parseArgs({
  options: {
    /** Largest number of existing signatures. */
    largest: { type: "string", default: "1000000" },
    /** Signatures in one run. */
    count: { type: "string", default: "8000" },
    connections: { type: "string", default: "2048" },
    engine: { type: "string", multiple: true, default: ["sqlite", "postgres"] },
    /** Which rows: signing, growth, sequencer, verify, finding, compare, copies; all of them when none is named. */
    only: { type: "string", multiple: true, default: [...SECTIONS] },
    /** Altered copies; a fifth as many are only set otherwise. */
    copies: { type: "string", default: "100000" },
    /** The first seed of the copies. */
    seed: { type: "string", default: "0" },
    /** Of the article extraction benchmark, for "--only article". */
    folder: { type: "string" },
    json: { type: "string" },
  },
});
const count = Number(values.count);
const connections = Number(values.connections);
const ROUNDS = 3;
const rows: Row[] = [];

function report(row: Row): void {
  rows.push(row);
  console.error(formatTable([row], { header: false }));
}

for (const name of values.only) {
  if (name !== "article" && !SECTIONS.some((section) => section === name))
    throw new Error(`--only takes ${SECTIONS.join(", ")} and article, not ${name}`);
}
if (values.only.includes("article")) await compareArticles();
for (const engine of values.engine as Engine[]) {
  if (values.only.includes("signing")) await compareSigning(engine);
  if (values.only.includes("growth")) await compareGrowth(engine);
  if (values.only.includes("sequencer")) await reportSequencer(engine);
  if (values.only.includes("finding")) await reportFinding(engine);
}
if (values.only.includes("verify")) await compareVerifying();
if (values.only.includes("compare")) await reportComparing(report);
if (values.only.includes("copies")) await reportCopies(Number(values.copies), Number(values.seed), report);
console.log(`\n${machine()}\n\n${formatTable(rows, { header: true })}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`);

/** Needs pages that are not ours to keep: see bench/README.md. */
async function compareArticles(): Promise<void> {
  if (values.folder === undefined) throw new Error("--only article needs --folder: the benchmark’s folder");
  console.log(formatArticles(await measureArticles(values.folder)));
}

/** Submit and confirm against the floor, in turn, so that a machine that slows down slows both. */
async function compareSigning(engine: Engine): Promise<void> {
  const site = await openSite(engine, 0);
  try {
    await signOnProduct(site, { count: 1000, connections });
    const floor = await openFloor(engine, await site.sizes());
    try {
      await signOnFloor(floor.port, { count: 1000, connections });
      const ours: number[] = [];
      const bare: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        bare.push((await signOnFloor(floor.port, { count, connections })).perSecond);
        ours.push((await signOnProduct(site, { count, connections })).perSecond);
      }
      const ratio = median(ours.map((rate, i) => rate / (bare[i] ?? Number.NaN)));
      report({
        what: `confirmed signatures/s, ${engine}`,
        ours: median(ours),
        floor: median(bare),
        ratio,
        target: ">= 0.40",
      });
      await reportLatency(engine, site, median(ours) / 2);
    } finally {
      await floor.stop();
    }
    if (engine === "sqlite") await reportPage(site);
  } finally {
    await site.remove();
  }
}

async function reportLatency(engine: Engine, site: Site, rate: number): Promise<void> {
  // Submitting and confirming follow each other here: each at the rate that gives half as many signatures a second.
  const run = await signOnProduct(site, { count: Math.round(rate * 5), connections: 2048, rate: rate * 2 });
  const { p50, p99 } = latencyOf(run);
  report({ what: `p50 at half that rate, ${engine} (ms)`, ours: p50 });
  report({ what: `p99 at half that rate, ${engine} (ms)`, ours: p99, floor: 1000, ratio: p99 / 1000, target: "<= 1" });
}

async function reportPage(site: Site): Promise<void> {
  const page = await measurePage(site);
  report({
    what: "statement pages/s",
    ours: page.perSecond,
    floor: page.floorPerSecond,
    ratio: page.ratio,
    target: ">= 0.70",
  });
}

/** The same at more and more existing signatures: each row against the first. */
async function compareGrowth(engine: Engine): Promise<void> {
  const first: Record<string, number> = {};
  for (let existing = 1000; existing <= Number(values.largest); existing *= 10) {
    const site = await openSite(engine, existing);
    try {
      await signOnProduct(site, { count: 1000, connections });
      const signing = [];
      for (let round = 0; round < ROUNDS; round++)
        signing.push((await signOnProduct(site, { count: 2000, connections })).perSecond);
      const measured: Record<string, number> = { "confirmed signatures/s": median(signing) };
      measured["pages of signatories/s"] = await measureList(site, existing);
      if (engine === "sqlite") measured["statement pages/s"] = (await measurePage(site)).perSecond;
      for (const [what, ours] of Object.entries(measured)) {
        first[what] ??= ours;
        const floor = first[what] ?? Number.NaN;
        report({
          what: `${what}, ${engine}, at ${existing.toLocaleString("en")}`,
          ours,
          floor,
          ratio: ours / floor,
          target: "flat",
        });
      }
    } finally {
      await site.remove();
    }
  }
}

async function reportSequencer(engine: Engine): Promise<void> {
  const { alone, together } = await measureSequencing(engine);
  const target = engine === "sqlite" ? { floor: 10_000, ratio: alone.perSecond / 10_000, target: ">= 1" } : {};
  const where = `${engine}${ONE_CORE ? ", one core" : ""}`;
  report({ what: `entries/s of the sequencer, ${where}`, ours: alone.perSecond, ...target });
  report({ what: `the same by processor time used, ${engine}`, ours: alone.perProcessorSecond });
  report({ what: `entries/s with sealing and committing, ${where}`, ours: together.perSecond });
}

/** A statement by a copy of it, among as many versions as growth has signatures. */
async function reportFinding(engine: Engine): Promise<void> {
  const versions = Number(values.largest);
  const { p50, p99, wrong, fingerprints, memory, disk } = await measureFinding(engine, versions);
  const of = `${versions.toLocaleString("en")} versions, ${engine}`;
  report({ what: `find among ${of}, p50 (µs)`, ours: p50 * 1_000 });
  report({ what: `find among ${of}, p99 (ms)`, ours: p99, floor: 50, ratio: p99 / 50, target: "< 1" });
  report({ what: `copies that led elsewhere, ${engine}`, ours: wrong, target: "0" });
  report({ what: `fingerprints, ${engine}`, ours: fingerprints });
  report({ what: `memory that finding took, ${engine} (MB)`, ours: memory / 1e6 });
  report({ what: `all on disk, ${engine} (MB)`, ours: disk / 1e6 });
}

/** The whole program against bare digests. The smaller bundle tells what starting costs. */
async function compareVerifying(): Promise<void> {
  for (const size of [10_000, 1_000_000]) {
    if (size > Number(values.largest)) continue;
    const { seconds, floors, ratio, ratioToBytes, peak } = await measureVerifying(size);
    const of = size.toLocaleString("en");
    const target = size === 1_000_000 ? { target: "<= 1" } : {};
    const [fastest, inBytes] = [Math.min(...Object.values(floors)), floors["hash to bytes"] ?? Number.NaN];
    report({
      what: `verify ${of}, to bare hashes as text (ms)`,
      ours: seconds * 1_000,
      floor: fastest * 1_000,
      ratio,
    });
    report({
      what: `verify ${of}, to bare hashes as bytes (ms)`,
      ours: seconds * 1_000,
      floor: inBytes * 1_000,
      ratio: ratioToBytes,
      ...target,
    });
    report({
      what: `verify ${of}, to createHash (ms)`,
      ours: seconds * 1_000,
      floor: (floors.createHash ?? 0) * 1_000,
      ratio: seconds / (floors.createHash ?? 0),
      ...target,
    });
    report({
      what: `verify ${of}, most memory (MB)`,
      ours: peak / 1e6,
      floor: 512,
      ratio: peak / 512e6,
      target: "< 1",
    });
  }
}

async function openFloor(engine: Engine, sizes: object) {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-floor-"));
  const database = engine === "postgres" ? await createTestDatabase() : null;
  const place: Record<string, string> = database
    ? { FLOOR_URL: database.url }
    : { FLOOR_FILE: join(folder, "floor.db") };
  const child = await startChild("./floor-server.ts", { ...place, FLOOR_SIZES: JSON.stringify(sizes) });
  return {
    port: child.port,
    async stop() {
      await child.stop();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim()}, ${gigabytes} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}
