/** Something to wait at until it rings, or some time has passed. A ring that nobody waits for is kept for the next. */
export type Bell = {
  ring(): void;
  /** Resolves after at most `time` milliseconds, at once when it rang meanwhile. */
  wait(time: number): Promise<void>;
  /** From now on nobody waits any more. */
  remove(): void;
};

export function makeBell(): Bell {
  let rung = false;
  let removed = false;
  let answer = () => {};
  return {
    ring() {
      rung = true;
      answer();
    },
    remove() {
      removed = true;
      answer();
    },
    async wait(time) {
      if (!rung && !removed) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          answer = resolve;
          timer = setTimeout(resolve, time);
        });
        clearTimeout(timer);
        answer = () => {};
      }
      rung = false;
    },
  };
}
