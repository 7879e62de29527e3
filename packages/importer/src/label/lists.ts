import type { Piece } from "./pieces.ts";

/** Items that belong together, with the items of lists inside them. */
export type ItemList = {
  /** Index of its first item. */
  readonly first: number;
  /** Indices of its items, in order. */
  readonly items: readonly number[];
};

/**
 * The lists among the pieces. Items of one list in the file stand together; numbered items of plain text stay one list when
 * paragraphs stand between them and the numbers go on.
 */
export function findLists(pieces: readonly Piece[], isOpen: (index: number) => boolean): ItemList[] {
  const lists: { first: number; items: number[] }[] = [];
  let run: { first: number; items: number[] } | null = null;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== "item" || !isOpen(index)) {
      if (run !== null && (piece.kind !== "paragraph" || index - (run.items.at(-1) ?? 0) > 3)) run = null;
      continue;
    }
    const last: number | undefined = run?.items.at(-1);
    if (run !== null && last !== undefined && continues(pieces, run.first, last, index)) run.items.push(index);
    else {
      run = { first: index, items: [index] };
      lists.push(run);
    }
  }
  return lists;
}

function continues(pieces: readonly Piece[], first: number, last: number, index: number): boolean {
  const [begin, before, piece] = [pieces[first], pieces[last], pieces[index]];
  if (begin?.list == null || before?.list == null || piece?.list == null) return false;
  const adjacent = index === last + 1;
  const [from, to] = [before.list.marker, piece.list.marker];
  const counts =
    from !== null && to !== null && from.kind !== "bullet" && from.kind === to.kind && to.value === from.value + 1;
  if (!adjacent) return counts && (piece.list.id === begin.list.id || !piece.list.id.startsWith("list"));
  if (piece.list.id === begin.list.id || piece.list.id === before.list.id || piece.list.depth > begin.list.depth)
    return true;
  if (begin.list.id.startsWith("list") || piece.list.id.startsWith("list")) return false;
  return counts || (to?.value !== 1 && from?.text === to?.text) || from?.kind !== to?.kind;
}
