/** One thing that was measured. `floor` is what it is compared with, and `ratio` what came out. */
export type Row = {
  readonly what: string;
  readonly ours: number;
  readonly floor?: number;
  readonly ratio?: number;
  readonly target?: string;
};

/** A table in Markdown. */
export function formatTable(rows: readonly Row[], { header }: { header: boolean }): string {
  const lines = rows.map(({ what, ours, floor, ratio, target }) =>
    [what.padEnd(58), number(ours), number(floor), ratio === undefined ? "" : ratio.toFixed(2), target ?? ""]
      .map((cell, i) => (i === 0 ? cell : cell.padStart(9)))
      .join(" | "),
  );
  const head = `${"measured".padEnd(58)} |      ours |     floor |     ratio |    target`;
  const rule = `${"-".repeat(58)} | --------: | --------: | --------: | --------:`;
  return (header ? [head, rule, ...lines] : lines).map((line) => `| ${line} |`).join("\n");
}

function number(value: number | undefined): string {
  return value === undefined ? "" : Math.round(value).toLocaleString("en");
}
