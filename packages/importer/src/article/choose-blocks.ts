import { findCore, isNamedElse, isPublishersSentence, isWithin } from "./boilerplate.ts";
import type { PageBlock } from "./page-blocks.ts";

/** Who takes a block of the page for part of the article. */
export type Votes = {
  readonly readability: readonly boolean[];
  readonly defuddle: readonly boolean[];
  /** The article as the page's own structured data holds it; null when that is not there. */
  readonly declared: readonly boolean[] | null;
};

/** Share of the agreed words that the article's element holds. */
const CORE_SHARE = 0.9;
/** Blocks between a lost block and a kept one, at most. */
const REACH = 3;
/** Lines that make a run. */
const RUN = 3;

/** A block with all that is known of it. */
type Candidate = {
  readonly block: PageBlock;
  readonly readability: boolean;
  readonly defuddle: boolean;
  readonly declared: boolean | null;
  /** It stands in the element that holds the article. */
  readonly inside: boolean;
  /** It is named for something else, or says what publishers add. */
  readonly foreign: boolean;
  /** It leads elsewhere as a whole. */
  readonly isLink: boolean;
};

const HEADING = /^h[1-6]$/;

/**
 * Which blocks are the article's body: those of Readability without what publishers put between, and those that it lost
 * although they stand among them, and Defuddle kept them or nothing speaks against them.
 * @param title words of the article's title: its own block is no part of the body
 */
export function chooseBlocks(page: readonly PageBlock[], given: Votes, title: readonly string[]): boolean[] {
  const votes = settle(page, given);
  const certain = findCertain(page, votes);
  const core = findCore(certain, CORE_SHARE);
  const isAllLinked = meanOf(certain) > 0.5;
  const candidates = page.map((block, at) => ({
    block,
    readability: votes.readability[at] === true,
    defuddle: votes.defuddle[at] === true,
    declared: votes.declared === null ? null : votes.declared[at] === true,
    inside: isWithin(block.place, core.place),
    foreign: isNamedElse(block, core) || isPublishersSentence(block),
    isLink: !isAllLinked && block.linked >= 0.8 && block.size < 40 && !HEADING.test(block.tag),
  }));
  const kept = candidates.map(isKept);
  dropTitle(page, kept, title);
  addLost(candidates, kept);
  addRun(candidates, kept);
  dropStrayEnds(candidates, kept);
  return kept;
}

/**
 * Where Readability took something else for the article (comments, a sidebar), or found nothing, the page's own word counts in
 * its place, or Defuddle's where that found more.
 */
function settle(page: readonly PageBlock[], votes: Votes): Votes {
  const { readability, defuddle, declared } = votes;
  const sizeOf = (...all: readonly (readonly boolean[])[]) =>
    page.reduce((sum, { size }, at) => (all.every((each) => each[at]) ? sum + size : sum), 0);
  const disagrees = (other: readonly boolean[]) =>
    sizeOf(readability, other) < 0.2 * Math.min(sizeOf(readability), sizeOf(other));
  if (declared?.includes(true) && disagrees(declared)) return { ...votes, readability: declared };
  const isMore = sizeOf(defuddle) > 1.5 * sizeOf(readability);
  return isMore && (!readability.includes(true) || disagrees(defuddle)) ? { ...votes, readability: defuddle } : votes;
}

/** Blocks that are surely the article's, by which its element is found. */
function findCertain(page: readonly PageBlock[], { readability, defuddle, declared }: Votes): readonly PageBlock[] {
  const agreed = page.filter((_, at) => readability[at] && (defuddle[at] || declared?.[at]));
  if (agreed.length > 0) return agreed;
  const one = page.filter((_, at) => readability[at]);
  return one.length > 0 ? one : page.filter((_, at) => defuddle[at]);
}

function isKept({ block, readability, defuddle, declared, inside, foreign, isLink }: Candidate): boolean {
  if (declared) return true;
  if (!readability || isLink) return false;
  if (foreign) return defuddle && inside && block.size >= 40;
  if (inside) return defuddle || block.linked < 0.5 || block.size >= 40;
  return block.linked < 0.5 && block.size >= (defuddle ? 4 : 8) && (defuddle || isProse(block));
}

/** Share of the letters of these blocks that stand in links. */
function meanOf(blocks: readonly PageBlock[]): number {
  const all = blocks.reduce((sum, { size }) => sum + size, 0);
  return all === 0 ? 0 : blocks.reduce((sum, { size, linked }) => sum + size * linked, 0) / all;
}

/** Sentences, rather than labels, names or links. */
function isProse({ text, size, linked }: PageBlock): boolean {
  return linked < 0.35 && size >= 6 && /[.!?…:;»”"。！？؟۔।]/u.test(text);
}

/** The title in its own block, at the head of the article or above it. */
function dropTitle(page: readonly PageBlock[], kept: boolean[], title: readonly string[]): void {
  const first = page.findIndex(({ size }, at) => kept[at] && size >= 15);
  for (const [at, { tag, words }] of page.entries()) {
    if (first >= 0 && at > first) return;
    const same = words.filter((word) => title.includes(word)).length;
    if (tag === "h1" || (title.length > 0 && same >= 0.8 * Math.max(words.length, title.length))) kept[at] = false;
  }
}

/** Takes in what was lost among the kept blocks, right before the first and right after the last of them. */
function addLost(candidates: readonly Candidate[], kept: boolean[]): void {
  const near = distances(kept);
  const first = kept.indexOf(true);
  const last = kept.lastIndexOf(true);
  for (const [at, candidate] of candidates.entries()) {
    const { block, defuddle, inside, foreign, isLink } = candidate;
    if (kept[at] || foreign || isLink || !inside || block.tag === "h1") continue;
    const between = at > first && at < last;
    const close = (near[at] ?? Number.POSITIVE_INFINITY) <= REACH;
    const isHeading = HEADING.test(block.tag);
    if (defuddle && (between || close) && (isProse(block) || (isHeading && between && block.linked < 0.5)))
      kept[at] = true;
    else if (between ? hasKeptSibling(candidates, kept, at) && isWorthy(block) : close && isLead(candidates, kept, at))
      kept[at] = true;
  }
}

/** A paragraph of some length right before or after the kept ones, in the same element. */
function isLead(candidates: readonly Candidate[], kept: readonly boolean[], at: number): boolean {
  const block = candidates[at]?.block;
  if (block === undefined || block.size < 15 || !isProse(block) || !/[.!?…”"。！？؟۔।]\s*$/u.test(block.text))
    return false;
  return [at - 1, at + 1].some((next) => kept[next] && candidates[next]?.block.place.parent === block.place.parent);
}

function isWorthy(block: PageBlock): boolean {
  if (block.linked >= 0.3) return false;
  return /^(?:p|li|blockquote|h[2-6]|dd|dt)$/.test(block.tag) ? block.size >= 2 : isProse(block);
}

/** Short lines without links right after the article, in its own element: names under a letter, which extractors take for clutter. */
function addRun(candidates: readonly Candidate[], kept: boolean[]): void {
  const from = kept.lastIndexOf(true) + 1;
  const isOne = ({ block, inside, foreign }: Candidate) =>
    inside && !foreign && block.linked < 0.2 && !HEADING.test(block.tag);
  let to = from;
  for (let other = candidates[to]; other !== undefined && isOne(other); other = candidates[to]) to++;
  if (from > 0 && to - from >= RUN) kept.fill(true, from, to);
}

/** Whether a block among the nearest that are kept stands in the same element, or in one beside it. */
function hasKeptSibling(candidates: readonly Candidate[], kept: readonly boolean[], at: number): boolean {
  const parent = (index: number) => candidates[index]?.block.place.parent;
  const own = parent(at);
  for (let step = 1; step <= 2 * REACH; step++) {
    for (const index of [at - step, at + step]) {
      if (!kept[index]) continue;
      const other = parent(index);
      if (other === own || other === own?.parent || other?.parent === own) return true;
    }
  }
  return false;
}

/** How many blocks away the nearest kept one is. */
function distances(kept: readonly boolean[]): number[] {
  const near = kept.map(() => Number.POSITIVE_INFINITY);
  for (const indexes of [[...kept.keys()], [...kept.keys()].reverse()]) {
    let last = Number.POSITIVE_INFINITY;
    for (const at of indexes) {
      last = kept[at] ? 0 : last + 1;
      near[at] = Math.min(near[at] ?? last, last);
    }
  }
  return near;
}

/** What stands alone before or after everything else, and is no sentence: a label, a heading without words under it. */
function dropStrayEnds(candidates: readonly Candidate[], kept: boolean[]): void {
  const ends = (indexes: readonly number[]) => {
    for (const at of indexes) {
      const candidate = candidates[at];
      if (candidate === undefined || !kept[at]) continue;
      const { block, declared, readability, defuddle } = candidate;
      const isWeak = !declared && !isProse(block) && (block.size < 4 || !(readability && defuddle));
      if (!isWeak && !HEADING.test(block.tag)) return;
      if (isWeak || indexes[0] !== 0) kept[at] = false;
    }
  };
  ends([...kept.keys()]);
  ends([...kept.keys()].reverse());
}
