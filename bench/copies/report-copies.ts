import { measureComparing } from "../comparing.ts";
import type { Row } from "../table.ts";
import { measureCopies } from "./measure.ts";
import { formatTally } from "./tally.ts";

/** Copies that were altered, and a fifth as many that were only set otherwise: how many are judged wrongly. */
export async function reportCopies(count: number, seed: number, report: (row: Row) => void): Promise<void> {
  const altered = await measureCopies(true, count, seed);
  const typographic = await measureCopies(false, Math.round(count / 5), seed);
  console.log(`\n${formatTally(altered)}\n\n${formatTally(typographic)}`);
  const faithful = typographic.total - typographic.wrong.length;
  report({
    what: "altered copies called identical, faithful or excerpt",
    ours: altered.wrong.length,
    floor: altered.total,
    ratio: altered.wrong.length / altered.total,
    target: "0",
  });
  report({
    what: "typographic copies called identical or faithful",
    ours: faithful,
    floor: typographic.total,
    ratio: faithful / typographic.total,
    target: ">= 0.99",
  });
}

/** A long text against its edited copy, beside what the words alone cost, and a paste of nothing to do with it. */
export async function reportComparing(report: (row: Row) => void): Promise<void> {
  const { ours, bare, ratio, paste } = await measureComparing();
  report({ what: "10,000 words, 30% edited, to bare differing (ms)", ours, floor: bare, ratio });
  report({
    what: "10,000 words, 30% edited, to the promise (ms)",
    ours,
    floor: 500,
    ratio: ours / 500,
    target: "< 1",
  });
  report({ what: "a foreign paste of 5 MB (ms)", ours: paste, floor: 5_000, ratio: paste / 5_000, target: "< 1" });
}
