/** Remembers what was looked up, for a moment, so that a burst of requests asks once. */
export type Memo<T> = { get(key: string, look: () => Promise<T | null>): Promise<T | null> };

/**
 * @param options.freshFor milliseconds for which a thing found is not looked for again; what was not found is never kept
 * @param options.limit how many to remember; the oldest go first
 */
export function createMemo<T>(options: { freshFor: number; limit: number; clock?: () => number }): Memo<T> {
  const { freshFor, limit, clock = () => performance.now() } = options;
  const kept = new Map<string, { readonly at: number; readonly found: Promise<T | null> }>();
  return {
    async get(key, look) {
      const known = kept.get(key);
      if (known !== undefined && clock() - known.at < freshFor) return await known.found;
      const entry = { at: clock(), found: look() };
      kept.delete(key);
      kept.set(key, entry);
      for (const oldest of kept.keys()) {
        if (kept.size <= limit) break;
        kept.delete(oldest);
      }
      try {
        const found = await entry.found;
        if (found === null) forget(key, entry);
        return found;
      } catch (error) {
        forget(key, entry);
        throw error;
      }
    },
  };

  function forget(key: string, entry: object): void {
    if (kept.get(key) === entry) kept.delete(key);
  }
}
