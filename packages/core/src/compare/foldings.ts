/** Version of the list of foldings (spec/compare.md): it may grow, and a report says by which it was made. */
export const FOLDINGS_VERSION = "1";

/** Version of Unicode whose letters, marks and numbers make words: that of the repertoire of texts. */
export const UNICODE_VERSION = "15.1";

/** What may differ between a copy and the text without making it another: the closed list of spec/compare.md. */
export type FoldingKind =
  | "white_space"
  | "paragraph_break"
  | "composition"
  | "quote"
  | "dash"
  | "ellipsis"
  | "ligature"
  | "soft_hyphen"
  | "zero_width"
  | "line_end_hyphen"
  | "punctuation_space"
  | "list_marker";

/** White space is folded to a space, or to LF where it ends a line. */
const LINE_ENDS = /[\n\r\v\f\u0085\u2028\u2029]/;
const SPACES = /[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;

const DOUBLE_QUOTES = /["\u201c-\u201f\u00ab\u00bb]/;
const SINGLE_QUOTES = /['\u2018-\u201b\u2039\u203a]/;
const DASHES = /[-\u2010-\u2015\u2212]/;

/** Every character that is folded alone. What is not here, nor changed by NFC, stands for itself. */
const SPECIAL =
  /[\t\r\v\f\u0085\u00a0\u00ab\u00ad\u00bb\u1680\u2000-\u200b\u2010-\u201f\u2026\u2028\u2029\u202f\u2039\u203a\u205f\u2212\u3000\ufb01\ufb02\ufeff]/g;

/** What NFC may change: a character with marks or vowels after it, and whatever is not ASCII. */
const CLUSTER =
  /[\s\S](?:[\u00ad\u200b\ufeff]{0,8}(?:\p{M}|[\u1160-\u11ff\ud7b0-\ud7fb])){1,64}|[\t\r\v\f]|[^\0-\x7f]/gu;

/** What does not show, and parts nothing. */
const INVISIBLE = /[\u00ad\u200b\ufeff]/g;

/** Characters as they are compared, with the place of each in what was folded. */
export type Folded = {
  readonly text: string;
  /** UTF-16 offset in the original of each unit of `text`, and of its end. */
  readonly at: Uint32Array;
};

/** Folds characters: every text that says the same comes out the same. In proportion to its length, whatever it holds. */
export function foldCharacters(raw: string): Folded {
  const visible = raw.replaceAll(INVISIBLE, "");
  const pattern = visible.normalize("NFC") === visible ? SPECIAL : CLUSTER;
  const folds = new Map<string, string>();
  const pieces: string[] = [];
  // No composed character, ellipsis or ligature comes out longer than three units for each of its own.
  const at = new Uint32Array(3 * raw.length + 1);
  let length = 0;
  let done = 0;
  const keep = (end: number) => {
    if (end > done) pieces.push(raw.slice(done, end));
    for (let i = done; i < end; i += 1) at[length++] = i;
    done = end;
  };
  for (const match of raw.matchAll(pattern)) {
    const [found] = match;
    let fold = folds.get(found);
    if (fold === undefined) {
      const composed = found.replaceAll(INVISIBLE, "").normalize("NFC");
      fold = [...composed].map(foldCharacter).join("").normalize("NFC");
      folds.set(found, fold);
    }
    if (found === "\u00ad" && endsLine(raw, match.index + 1)) fold = "-";
    if (fold === found) continue;
    keep(match.index);
    pieces.push(fold);
    for (let i = 0; i < fold.length; i += 1) at[length++] = match.index;
    done = match.index + found.length;
  }
  keep(raw.length);
  at[length] = raw.length;
  return { text: pieces.join(""), at: at.subarray(0, length + 1) };
}

function foldCharacter(character: string): string {
  if (character === "\u2026") return "...";
  if (character === "\ufb01") return "fi";
  if (character === "\ufb02") return "fl";
  if (DOUBLE_QUOTES.test(character)) return '"';
  if (SINGLE_QUOTES.test(character)) return "'";
  if (DASHES.test(character)) return "-";
  if (LINE_ENDS.test(character)) return "\n";
  return SPACES.test(character) ? " " : character;
}

/** A soft hyphen shows only where a line ends after it. */
function endsLine(raw: string, after: number): boolean {
  let at = after;
  while (/[ \t\u200b\ufeff]/.test(raw.charAt(at))) at += 1;
  return at < raw.length && LINE_ENDS.test(raw.charAt(at));
}

/** Which foldings made one of two words that are spelled otherwise. */
export function findFoldings(reference: string, copy: string): FoldingKind[] {
  if (reference === copy) return [];
  const kinds: FoldingKind[] = [];
  const other = (pattern: RegExp) => pick(reference, pattern) !== pick(copy, pattern);
  if (copy.includes("\u00ad")) kinds.push("soft_hyphen");
  if (/[\u200b\ufeff]/.test(copy)) kinds.push("zero_width");
  if (/[\ufb01\ufb02]/.test(reference) !== /[\ufb01\ufb02]/.test(copy)) kinds.push("ligature");
  if (other(/\u2026/g)) kinds.push("ellipsis");
  if (other(/["\u201c-\u201f\u00ab\u00bb'\u2018-\u201b\u2039\u203a]/g)) kinds.push("quote");
  if (other(/[-\u2010-\u2015\u2212]/g)) kinds.push("dash");
  if (copy.normalize("NFC") !== copy) kinds.push("composition");
  return kinds;
}

function pick(text: string, pattern: RegExp): string {
  return (text.match(pattern) ?? []).join("");
}
