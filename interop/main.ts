import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Case, Kind } from "./case.ts";
import { KINDS } from "./case.ts";
import type { Verdicts } from "./go.ts";
import { buildVerdicts } from "./go.ts";
import { answerOurs } from "./ours.ts";
import { sampleCases } from "./random-cases.ts";
import { findStricterRule } from "./stricter.ts";
import { describeCase, vectorCases } from "./vector-cases.ts";

const USAGE = `npm run interop -- [OPTION...]

Asks Go's own sumdb/note and sumdb/tlog about thousands of random notes, keys, roots, tiles and proofs, and compares
every answer with ours; our own vectors of these kinds too. Without Go it compares nothing, and says so.

  --count N      random cases of each kind (500)
  --seed N       another seed, other cases (20261125)
  --totals FILE  add a line "PASSED FAILED" to FILE at the end, a kind of case counting as one`;

const DIFFERENCES_TOLD = 5;

type Tally = { agreed: number; refused: number; stricter: Map<string, number>; differing: Case[] };

async function compare(verdicts: Verdicts, kind: Kind, count: number, seed: number): Promise<Tally> {
  const cases = [...vectorCases(kind), ...sampleCases(kind, count, seed)];
  const theirs = await verdicts.ask(cases);
  const tally: Tally = { agreed: 0, refused: 0, stricter: new Map(), differing: [] };
  for (const [i, one] of cases.entries()) {
    const [ours, go] = [await answerOurs(one), theirs[i] ?? ""];
    const rule = ours === go ? null : findStricterRule(one, ours, go);
    if (ours === go) {
      tally.agreed += 1;
      if (!/^(?:key|signed|tile|proof|holds|[0-9a-f]{64}$|[A-Za-z0-9+/]{80})/.test(ours)) tally.refused += 1;
    } else if (rule !== null) {
      tally.stricter.set(rule, (tally.stricter.get(rule) ?? 0) + 1);
    } else {
      tally.differing.push(one);
      if (tally.differing.length <= DIFFERENCES_TOLD) {
        console.error(`DIFFERENCE in ${kind}: we say "${ours}", Go says "${go}":\n${describeCase(one)}`);
      }
    }
  }
  return tally;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "500" },
      seed: { type: "string", default: "20261125" },
      totals: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const verdicts = buildVerdicts();
  if (typeof verdicts === "string") return console.log(`LEFT OUT: ${verdicts}. Nothing was compared with Go.`);
  let failed = 0;
  try {
    console.log(`Compared with ${verdicts.version}, golang.org/x/mod/sumdb; seed ${values.seed}.`);
    for (const kind of KINDS) {
      const { agreed, refused, stricter, differing } = await compare(
        verdicts,
        kind,
        Number(values.count),
        Number(values.seed),
      );
      if (differing.length > 0) failed += 1;
      const mark = differing.length === 0 ? "✔" : "✖";
      console.log(
        `${mark} ${kind.padEnd(18)} ${agreed} agree, ${refused} of them on a refusal; ${differing.length} differ`,
      );
      for (const [rule, times] of stricter) console.log(`  refused here alone, by a rule of ours: ${rule} (${times})`);
    }
  } finally {
    verdicts.remove();
  }
  if (values.totals !== undefined) appendFileSync(values.totals, `${KINDS.length - failed} ${failed}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
