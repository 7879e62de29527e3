import type { Cues, PhraseKey } from "./cues.ts";
import type { Token } from "./tokens.ts";
import { tokensOf } from "./tokens.ts";

/**
 * Phrases of cue files, token by token. `*` stands for up to four words (twelve Han characters), `#` for a number, `…` for whom is
 * asked, `~` for any letters of a word.
 */
type Node = {
  readonly next: Map<string, Node>;
  /** Words of which only the beginning or the end is given. */
  readonly parts: { readonly begin: string; readonly end: string; readonly node: Node }[];
  gap: Node | null;
  whom: Node | null;
  number: Node | null;
  ends: boolean;
};

/** A cue that was found: UTF-16 offsets into the words, and whom the phrase says that it asks. */
export type Found = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly whom: string | null;
};

/** How a cue has to stand: at the beginning, at the end, as everything there is, or anywhere. */
export type Standing = "start" | "end" | "whole" | "anywhere";

const GAP = 4;
const WIDE_GAP = 12;
const WHOM = 30;
/** Signs before a cue that stands at the beginning: quotation marks, bullets. */
const LEAD = 8;
/** A cue is looked for in so many UTF-16 units at the beginning of a block, and in as many at its end. */
const REACH = 1500;

function newNode(): Node {
  return { next: new Map(), parts: [], gap: null, whom: null, number: null, ends: false };
}

/** All phrases as one tree. */
export function plantPhrases(phrases: readonly string[]): Node {
  const root = newNode();
  for (const phrase of phrases) plant(root, phrase);
  return root;
}

function plant(root: Node, phrase: string): void {
  let node = root;
  for (const word of phrase.match(/[\p{L}\p{M}]*~[\p{L}\p{M}]*|[^~]+?(?=[\p{L}\p{M}]*~|$)/gu) ?? []) {
    if (word.includes("~")) {
      const [begin = "", end = ""] = word.split("~");
      const known = node.parts.find((part) => part.begin === begin && part.end === end);
      const made = known ?? { begin, end, node: newNode() };
      if (known === undefined) node.parts.push(made);
      node = made.node;
    } else for (const { text } of tokensOf(word)) node = step(node, text);
  }
  node.ends = true;
}

const SPECIAL = new Map([
  ["*", "gap"],
  ["…", "whom"],
  ["#", "number"],
] as const) as ReadonlyMap<string, "gap" | "whom" | "number">;

function step(node: Node, text: string): Node {
  const special = SPECIAL.get(text);
  if (special !== undefined) {
    const made = node[special] ?? newNode();
    node[special] = made;
    return made;
  }
  const next = node.next.get(text) ?? newNode();
  node.next.set(text, next);
  return next;
}

type Match = { readonly to: number; readonly whom: readonly [number, number] | null };

/** The longest phrase that begins at token `at`, or null. */
function matchAt(node: Node, tokens: readonly Token[], at: number): Match | null {
  const token = tokens[at];
  let best: Match | null = node.ends ? { to: at, whom: null } : null;
  const take = (found: Match | null) => {
    if (found !== null && (best === null || found.to > best.to)) best = found;
  };
  if (token !== undefined) {
    const next = node.next.get(token.text);
    if (next !== undefined) take(matchAt(next, tokens, at + 1));
    if (node.number !== null && token.kind === "number") take(matchAt(node.number, tokens, at + 1));
    for (const { begin, end, node: after } of node.parts) {
      const long = token.text.length >= begin.length + end.length;
      if (token.kind === "word" && long && token.text.startsWith(begin) && token.text.endsWith(end))
        take(matchAt(after, tokens, at + 1));
    }
  }
  if (node.gap !== null) take(matchGap(node.gap, tokens, at));
  if (node.whom !== null) take(matchWhom(node.whom, tokens, at));
  return best;
}

function stops(token: Token): boolean {
  return token.kind === "sign" && /[.!?:;。！？；：؟؛]/.test(token.text);
}

function isWide(token: Token | undefined): boolean {
  return token !== undefined && token.kind === "word" && /^\p{Script=Han}$/u.test(token.text);
}

function matchGap(node: Node, tokens: readonly Token[], at: number): Match | null {
  const limit = isWide(tokens[at]) ? WIDE_GAP : GAP;
  let words = 0;
  for (let to = at; to < tokens.length; to++) {
    const found = matchAt(node, tokens, to);
    if (found !== null) return found;
    const token = tokens[to];
    if (token === undefined || stops(token)) return null;
    if (token.kind !== "sign" && ++words > limit) return null;
  }
  return matchAt(node, tokens, tokens.length);
}

function matchWhom(node: Node, tokens: readonly Token[], at: number): Match | null {
  for (let to = at + 1; to < tokens.length && to <= at + WHOM; to++) {
    const token = tokens[to - 1];
    if (token === undefined || stops(token)) return null;
    const found = matchAt(node, tokens, to);
    if (found !== null) return { to: found.to, whom: [at, to] };
  }
  return null;
}

const planted = new WeakMap<Cues, Map<PhraseKey, Node>>();

function treeOf(cues: Cues, key: PhraseKey): Node {
  const trees = planted.get(cues) ?? new Map<PhraseKey, Node>();
  planted.set(cues, trees);
  const tree = trees.get(key) ?? plantPhrases(cues[key]);
  trees.set(key, tree);
  return tree;
}

/** The first cue of a kind in words, and of those that begin there the longest. Of long words only the two ends are read. */
export function findCue(cues: Cues, key: PhraseKey, standing: Standing, words: string): Found | null {
  if (standing === "whole" && words.length > 300) return null;
  if (words.length <= 2 * REACH) return findIn(treeOf(cues, key), standing, words);
  const head = standing === "end" ? null : findIn(treeOf(cues, key), standing, words.slice(0, REACH));
  if (head !== null || standing === "start") return head;
  const offset = words.length - REACH;
  const tail = findIn(treeOf(cues, key), standing, words.slice(offset));
  return tail === null ? null : { ...tail, start: tail.start + offset, end: tail.end + offset };
}

export function hasCue(cues: Cues, key: PhraseKey, standing: Standing, words: string): boolean {
  return findCue(cues, key, standing, words) !== null;
}

function findIn(tree: Node, standing: Standing, words: string): Found | null {
  const tokens = tokensOf(words);
  const last = tokens.findLastIndex(({ kind }) => kind !== "sign");
  for (let at = 0; at < tokens.length; at++) {
    if (
      (standing === "start" || standing === "whole") &&
      (at > LEAD || tokens.slice(0, at).some(({ kind }) => kind !== "sign"))
    )
      return null;
    const found = matchAt(tree, tokens, at);
    if (found === null || found.to === at) continue;
    if ((standing === "whole" || standing === "end") && found.to <= last) continue;
    return toFound(words, tokens, at, found);
  }
  return null;
}

function toFound(words: string, tokens: readonly Token[], at: number, { to, whom }: Match): Found {
  const start = tokens[at]?.start ?? 0;
  const end = tokens[to - 1]?.end ?? start;
  const asked = whom === null ? null : words.slice(tokens[whom[0]]?.start ?? 0, tokens[whom[1] - 1]?.end ?? 0);
  return { start, end, text: words.slice(start, end), whom: asked };
}

/** How often cues of a kind stand in words, none overlapping another. */
export function countCues(cues: Cues, key: PhraseKey, words: string): number {
  const tokens = tokensOf(words);
  let count = 0;
  for (let at = 0; at < tokens.length; ) {
    const found = matchAt(treeOf(cues, key), tokens, at);
    if (found !== null && found.to > at) count++;
    at = Math.max(at + 1, found?.to ?? 0);
  }
  return count;
}

/** Phrases as one alternative of a regular expression, for lists of a few plain words such as "and". */
export function anyOf(phrases: readonly string[]): string {
  if (phrases.length === 0) return "(?!)";
  const escaped = [...phrases]
    .sort((a, b) => b.length - a.length)
    .map((phrase) => phrase.replaceAll(/[\\^$.|?+*()[\]{}/]/g, "\\$&"));
  return `(?:${escaped.map((phrase) => phrase.replaceAll("'", "['’]").replaceAll(" ", "\\s+")).join("|")})`;
}
