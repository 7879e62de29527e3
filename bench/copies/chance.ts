/** Numbers that look like chance and come again with the same seed: a copy that was judged wrongly can be made again. */
export type Chance = {
  /** 0 up to below 1. */
  next(): number;
  /** 0 up to below `count`. */
  below(count: number): number;
  /** One of them. */
  of<T>(items: readonly T[]): T;
  /** True once in `count`. */
  oneIn(count: number): boolean;
};

/** The mulberry32 generator: 32 bits of state are plenty for choosing places in a text. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    of: (items) => {
      if (items.length === 0) throw new Error("nothing to choose from");
      return items[below(items.length)] as (typeof items)[number];
    },
    oneIn: (count) => below(count) === 0,
  };
}
