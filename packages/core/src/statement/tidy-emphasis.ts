import type { Inline } from "./inline.ts";
import { classOf } from "./repertoire.ts";

/** A run of `*` or `_` that may open or close emphasis, by CommonMark 0.31.2, section 6.2. */
type Run = {
  readonly kind: "run";
  readonly mark: "*" | "_";
  /** Marks not yet used. */
  length: number;
  /** Marks as written: the rule of three asks for them. */
  readonly original: number;
  readonly opens: boolean;
  readonly closes: boolean;
};

/** A line being read: words, a finished link or emphasis, or a run of marks. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "span"; readonly inline: Inline }
  | Run;

/** What stands beside a run, as far as its meaning depends on it. */
export type Side = "space" | "sign" | "word";

function sideAt(words: string, index: number, edge: Side): Side {
  if (index < 0 || index >= words.length) return edge;
  const low = /[\udc00-\udfff]/.test(words.charAt(index));
  const name = classOf(words.codePointAt(low ? index - 1 : index) ?? 0x20);
  if (name === "B") return "space";
  return name === "P" || name === "S" ? "sign" : "word";
}

/**
 * Whether the run from `start` to `end` can open and close emphasis where it stands.
 * @param edge what stands before and after the words: for those of a link, its brackets
 */
export function isFlanking(
  words: string,
  [start, end]: readonly [number, number],
  mark: "*" | "_",
  edge: Side,
): { opens: boolean; closes: boolean } {
  const [before, after] = [sideAt(words, start - 1, edge), sideAt(words, end, edge)];
  const left = after !== "space" && (after === "word" || before !== "word");
  const right = before !== "space" && (before === "word" || after !== "word");
  if (mark === "*") return { opens: left, closes: right };
  return { opens: left && (!right || before === "sign"), closes: right && (!left || after === "sign") };
}

function canPair(opener: Run, closer: Run): boolean {
  if (opener.mark !== closer.mark || !opener.opens || opener.length === 0) return false;
  if (!opener.closes && !closer.opens) return true;
  return (opener.original + closer.original) % 3 !== 0 || (opener.original % 3 === 0 && closer.original % 3 === 0);
}

/**
 * Pairs the runs of a line as CommonMark does and returns its words with their emphasis; what finds no partner is words.
 * Emphasis inside emphasis of its own kind adds nothing and is dropped. Null when a run is used in part and left over in
 * part: parsers differ there, and nobody meant it.
 * @param onUnderscore called when emphasis was written with underscores
 */
export function pairEmphasis(source: readonly Piece[], onUnderscore: () => void): readonly Inline[] | null {
  const pieces: Piece[] = [...source];
  for (let at = 0; at < pieces.length; at++) {
    const closer = pieces[at];
    if (closer?.kind !== "run" || !closer.closes) continue;
    while (closer.length > 0) {
      const from = findOpener(pieces, at, closer);
      const opener = pieces[from];
      if (opener?.kind !== "run") break;
      const used = opener.length >= 2 && closer.length >= 2 ? 2 : 1;
      opener.length -= used;
      closer.length -= used;
      if (closer.mark === "_") onUnderscore();
      const inner = settle(pieces.slice(from + 1, at));
      const kind = used === 2 ? "strong" : "emphasis";
      pieces.splice(from + 1, at - from - 1, { kind: "span", inline: { kind, children: inner } });
      at = from + 2;
    }
  }
  if (source.some((piece) => piece.kind === "run" && piece.length > 0 && piece.length < piece.original)) return null;
  return unnest(settle(pieces), []);
}

function findOpener(pieces: readonly Piece[], at: number, closer: Run): number {
  for (let index = at - 1; index >= 0; index--) {
    const piece = pieces[index];
    if (piece?.kind === "run" && canPair(piece, closer)) return index;
  }
  return -1;
}

/** Pieces as inlines: runs left over become words, neighbouring words become one. */
function settle(pieces: readonly Piece[]): Inline[] {
  const out: Inline[] = [];
  for (const piece of pieces) {
    const inline: Inline =
      piece.kind === "span"
        ? piece.inline
        : { kind: "text", text: piece.kind === "text" ? piece.text : piece.mark.repeat(piece.length) };
    append(out, inline);
  }
  return out;
}

function append(out: Inline[], inline: Inline): void {
  const last = out.at(-1);
  if (inline.kind !== "text") out.push(inline);
  else if (last?.kind === "text") out[out.length - 1] = { kind: "text", text: last.text + inline.text };
  else if (inline.text !== "") out.push(inline);
}

function unnest(inlines: readonly Inline[], outer: readonly Inline["kind"][]): Inline[] {
  const out: Inline[] = [];
  for (const inline of inlines) {
    if (inline.kind === "text") append(out, inline);
    else if (inline.kind !== "link" && outer.includes(inline.kind)) {
      for (const child of unnest(inline.children, outer)) append(out, child);
    } else out.push({ ...inline, children: unnest(inline.children, [...outer, inline.kind]) });
  }
  return out;
}
