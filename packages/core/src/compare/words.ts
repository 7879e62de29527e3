import type { Inline } from "../statement/inline.ts";

/** A stretch of words that look alike. `href` is the destination of the link that they stand in, or null. */
export type Piece = {
  readonly text: string;
  readonly emphasis: boolean;
  readonly strong: boolean;
  readonly href: string | null;
};

/** Words of scripts that put no spaces between them are told apart by the letter. */
const TOKEN =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}\u200c\u200d]|['’](?=\p{L}))*|\s+|./gsu;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** The words, spaces and signs of a line one by one, each as it looks. Put together again they are the whole line. */
export function splitWords(inlines: readonly Inline[]): Piece[] {
  return flatten(inlines, { text: "", emphasis: false, strong: false, href: null });
}

/** Two pieces with the same identity are the same to a reader, and to whoever signs. */
export function identityOf({ text, emphasis, strong, href }: Piece): string {
  return JSON.stringify([text, emphasis, strong, href]);
}

function flatten(inlines: readonly Inline[], look: Piece): Piece[] {
  return inlines.flatMap((inline) => flattenOne(inline, look));
}

function flattenOne(inline: Inline, look: Piece): Piece[] {
  switch (inline.kind) {
    case "text":
      return cut(inline.text).map((text) => ({ ...look, text }));
    case "emphasis":
      return flatten(inline.children, { ...look, emphasis: true });
    case "strong":
      return flatten(inline.children, { ...look, strong: true });
    case "link":
      return flatten(inline.children, { ...look, href: inline.href });
  }
}

/** A run of letters may begin in a script with spaces and go on in one without. */
function cut(text: string): string[] {
  return (text.match(TOKEN) ?? []).flatMap((token) =>
    token.length > 1 && UNSPACED.test(token) ? (token.match(/(?:(?!\p{M}).)\p{M}*|\p{M}+/gsu) ?? []) : [token],
  );
}

/** Pieces that look alike and stand side by side, as one. */
export function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const alike = last && last.emphasis === piece.emphasis && last.strong === piece.strong && last.href === piece.href;
    if (alike) joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}
