/** Work that takes no longer than this, in milliseconds, is not worth a word. */
const PATIENCE = 2_000;
/** Between two lines, on a terminal and elsewhere. */
const EVERY = { terminal: 200, file: 5_000 } as const;

export type Progress = {
  /** `total` is null where it is not known. */
  tell(done: number, total: number | null): void;
  /** Wipes the line on a terminal. */
  end(): void;
};

type Out = { readonly isTTY?: boolean; write(text: string): unknown };

/**
 * Tells of work under way that takes more than two seconds, on standard error so that results can be piped on.
 * @param describe what to say, for instance "Reading entry 256 of 1,000"
 * @param clock milliseconds
 */
export function startProgress(
  describe: (done: number, total: number | null) => string,
  out: Out = process.stderr,
  clock: () => number = () => performance.now(),
): Progress {
  const interval = out.isTTY ? EVERY.terminal : EVERY.file;
  let next = clock() + PATIENCE;
  let shown = false;
  return {
    tell(done, total) {
      const now = clock();
      if (now < next) return;
      next = now + interval;
      shown = true;
      const line = `${describe(done, total)} …`;
      out.write(out.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
    },
    end() {
      if (shown && out.isTTY) out.write("\r\u001b[2K");
    },
  };
}
