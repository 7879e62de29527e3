/** Lets one caller in at a time, in order of arrival. */
export type Mutex = {
  /** Waits for its turn; call what it resolves to, once, to let the next one in. */
  acquire(): Promise<() => void>;
};

export function makeMutex(): Mutex {
  let last: Promise<void> = Promise.resolve();
  return {
    async acquire() {
      const before = last;
      let release: () => void = () => {};
      last = new Promise((resolve) => {
        release = resolve;
      });
      await before;
      return release;
    },
  };
}
