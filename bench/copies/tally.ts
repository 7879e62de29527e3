import type { Judged } from "./judge.ts";

/** What came out of many copies, by what was done to them. */
export type Tally = {
  readonly total: number;
  readonly wrong: readonly Judged[];
  /** Name of an attack or kind of file: how many copies had it, and how many of these were judged wrongly. */
  readonly rows: ReadonlyMap<string, { copies: number; wrong: number; verdicts: Map<string, number> }>;
};

export function tally(judged: readonly Judged[]): Tally {
  const rows = new Map<string, { copies: number; wrong: number; verdicts: Map<string, number> }>();
  for (const one of judged) {
    const mixed =
      one.attacks.length > 1 ? ["several at once"] : one.attacks.length === 1 ? one.attacks : one.typography;
    for (const name of new Set([...mixed, `as ${one.kind}`])) {
      const row = rows.get(name) ?? { copies: 0, wrong: 0, verdicts: new Map<string, number>() };
      row.copies += 1;
      row.wrong += one.wrong ? 1 : 0;
      row.verdicts.set(one.verdict, (row.verdicts.get(one.verdict) ?? 0) + 1);
      rows.set(name, row);
    }
  }
  return { total: judged.length, wrong: judged.filter(({ wrong }) => wrong), rows };
}

/** As a table in Markdown, the most frequent verdict first. */
export function formatTally({ rows }: Tally): string {
  const lines = [...rows]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { copies, wrong, verdicts }]) => {
      const list = [...verdicts].sort(([, a], [, b]) => b - a).map(([verdict, count]) => `${verdict} ${count}`);
      return `| ${name.padEnd(36)} | ${String(copies).padStart(6)} | ${String(wrong).padStart(5)} | ${list.join(", ")} |`;
    });
  return [
    `| ${"what was done".padEnd(36)} | copies | wrong | verdicts |`,
    `| ${"-".repeat(36)} | -----: | ----: | --- |`,
    ...lines,
  ].join("\n");
}

/** What is needed to make one again. */
export function describe({ seed, name, kind, attacks, typography, verdict }: Judged): string {
  const done = [...attacks, ...typography].join(" + ");
  return `seed ${seed}: ${name}, as ${kind}, ${done}: ${verdict}`;
}
