import type { BlockKind } from "./block.ts";
import type { Text } from "./text.ts";

/** Where two texts part: ¶ number (1-based) and the kind of that block in each, null where a text has ended. */
export type Misalignment = { readonly block: number; readonly kinds: readonly [BlockKind | null, BlockKind | null] };

/**
 * The first block at which two languages of a version are not of one kind, or null when they have the same sequence of
 * kinds. Levels of headings and numbers of items are each language's own affair.
 */
export function findMisalignment(a: Text, b: Text): Misalignment | null {
  const length = Math.max(a.blocks.length, b.blocks.length);
  for (let index = 0; index < length; index++) {
    const kinds = [a.blocks[index]?.kind ?? null, b.blocks[index]?.kind ?? null] as const;
    if (kinds[0] !== kinds[1]) return { block: index + 1, kinds };
  }
  return null;
}
