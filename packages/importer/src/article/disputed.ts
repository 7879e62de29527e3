import type { Votes } from "./choose-blocks.ts";
import type { PageBlock } from "./page-blocks.ts";

/** Neighbouring blocks on which the two opinions differ, or on which ours differs from Readability's. */
export type Disputed = {
  /** Their words, block by block. */
  readonly blocks: readonly { readonly text: string; readonly words: readonly string[] }[];
  /** Whether they were taken for part of the article. */
  readonly taken: boolean;
};

/** Words that a disputed part must have to be worth a person's look. */
const LEAST_SIZE = 8;

/** What a person should look at: parts of some length that one opinion takes for the article, and another does not. */
export function findDisputed(page: readonly PageBlock[], votes: Votes, kept: readonly boolean[]): Disputed[] {
  const runs: { blocks: PageBlock[]; taken: boolean }[] = [];
  let last = -1;
  for (const [at, block] of page.entries()) {
    const readability = votes.readability[at] === true;
    const defuddle = votes.defuddle[at] === true;
    const taken = kept[at] === true;
    if (readability === defuddle && taken === readability) continue;
    if (!taken && block.linked >= 0.5) continue;
    const run = runs.at(-1);
    if (run !== undefined && last === at - 1 && run.taken === taken) run.blocks.push(block);
    else runs.push({ blocks: [block], taken });
    last = at;
  }
  return runs.filter(({ blocks }) => blocks.reduce((sum, { size }) => sum + size, 0) >= LEAST_SIZE);
}
