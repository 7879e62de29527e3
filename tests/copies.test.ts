import assert from "node:assert/strict";
import { test } from "node:test";
import type { Judged } from "../bench/copies/judge.ts";
import { judge } from "../bench/copies/judge.ts";
import { makeAltered, makeTypographic } from "../bench/copies/make-copy.ts";
import { describe } from "../bench/copies/tally.ts";
import { readOriginals } from "../bench/copies/texts.ts";

/** A small part of what `npm run bench -- --only copies` judges, always the same. */
const CODES = "eng fra deu_1996 rus srp_cyrl srp_latn arb cmn_hans hin tha tur ell_monotonic".split(" ");

async function judgeAll(make: typeof makeAltered, count: number): Promise<Judged[]> {
  const originals = readOriginals(CODES);
  const judged: Judged[] = [];
  for (let seed = 0; seed < count; seed++) judged.push(await judge(await make(seed, originals)));
  return judged;
}

test("no altered copy is called identical, faithful or excerpt", async () => {
  const judged = await judgeAll(makeAltered, 1_500);
  assert.ok(new Set(judged.flatMap(({ attacks }) => attacks)).size > 60, "too few kinds of attacks were tried");
  assert.deepEqual(judged.filter(({ wrong }) => wrong).map(describe), []);
});

test("copies that are only set otherwise are called identical or faithful, but for one in a hundred", async () => {
  const judged = await judgeAll(makeTypographic, 400);
  const wrong = judged.filter((one) => one.wrong).map(describe);
  assert.ok(wrong.length <= judged.length / 100, wrong.join("\n"));
});
