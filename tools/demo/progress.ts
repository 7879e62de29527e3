/** One thing that the demo does, told on one line. */
export type Step = {
  /** How far it is: shown on a terminal only. */
  update(how: string): void;
  /** What came of it; ends the line. */
  done(what: string): void;
};

type Output = { readonly isTTY?: boolean; write(text: string): unknown };

/** Between two updates that are shown, in milliseconds. */
const PAUSE = 80;
const CLEAR_LINE = "\r\u001b[2K";

/** Begins a step. On a terminal its line is written at once and changes; elsewhere it is written when it is done. */
export function beginStep(what: string, output: Output = process.stdout): Step {
  const began = performance.now();
  const live = output.isTTY === true;
  let shown = began;
  if (live) output.write(`  ${what} …`);
  return {
    update(how) {
      if (!live || performance.now() - shown < PAUSE) return;
      shown = performance.now();
      output.write(`${CLEAR_LINE}  ${what}: ${how}`);
    },
    done(result) {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      output.write(`${live ? CLEAR_LINE : ""}  ${what}: ${result} (${seconds} s)\n`);
    },
  };
}
