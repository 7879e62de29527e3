import { tellCount as count, tellNumber as number } from "@undersigned/core/verify/tell.ts";
import type { StatementReport } from "@undersigned/server/restore/refill-statement.ts";
import type { RestoreReport, SuccessionReport } from "@undersigned/server/restore/restore.ts";
import { printable, wrap } from "../layout.ts";

/** What was brought back, and what not, for whoever is up at night with it. */
export function formatRestored(report: RestoreReport): string {
  const { dryRun, heads, statements, forgottenAgain, problems, complete } = report;
  const lines = [
    wrap(
      `The log of heads ${dryRun ? "would have" : "has"} ${count(heads.after, "entry", "entries")}; it had ${number(heads.before)}. ` +
        (heads.anchor === null ? "There is no anchor to compare with." : `The anchor knows ${number(heads.anchor)}.`),
    ),
    ...statements.map(formatStatement),
  ];
  if (forgottenAgain > 0) {
    lines.push(wrap(`Forgotten again, as they had been: ${count(forgottenAgain, "signature", "signatures")}.`));
  }
  for (const problem of problems) lines.push(wrap(problem, "✗ ", "  "));
  lines.push(
    "\n",
    wrap(
      isWhole(report)
        ? "Nothing is missing: there is nothing to bring back."
        : conclusion(dryRun, complete, statements),
    ),
  );
  return lines.join("");
}

/** The database was not behind at all. */
function isWhole({ heads, statements, forgottenAgain, complete }: RestoreReport): boolean {
  return complete && heads.before === heads.anchor && statements.length === 0 && forgottenAgain === 0;
}

function formatStatement(report: StatementReport): string {
  const { statement, title, before, after, published, lostOpenings, ended, lostVersions, missing } = report;
  const name =
    title === "" ? `Statement ${statement}, which this database does not have` : `“${printable(title)}” (${statement})`;
  const parts = [`${number(after - before)} of ${number(Math.max(0, published - before))} entries are back.`];
  if (lostOpenings > 0) {
    parts.push(
      `${count(lostOpenings, "signature counts", "signatures count")}, but who signed is lost; their links still take them back.`,
    );
  }
  if (ended > 0) parts.push(`${count(ended, "signature was", "signatures were")} ended again as the log says.`);
  const lines = [wrap(`${name}: ${parts.join(" ")}`, missing === null ? "✓ " : "✗ ", "  ")];
  if (missing !== null) lines.push(wrap(`It takes no acts until they are found: ${missing}`, "  "));
  for (const digest of lostVersions) lines.push(wrap(`The text of version ${digest} is not in the database.`, "  "));
  return lines.join("");
}

function conclusion(dryRun: boolean, complete: boolean, statements: readonly StatementReport[]): string {
  if (dryRun)
    return complete
      ? "Nothing was changed. Without --dry-run all of it comes back."
      : "Nothing was changed. Not all of it can come back from here.";
  if (!complete) return "Not all is back. Run it again with a mirror that has more; what came back is kept.";
  return statements.some((one) => one.lostOpenings > 0)
    ? "All that was published is there: start the server. Say publicly that names were lost, so that those who signed can sign again."
    : "All that was published is there: start the server.";
}

export function formatSuccession({ from, to, dryRun, statements }: SuccessionReport): string {
  const logs = count(statements.length, "statement goes on", "statements go on");
  if (dryRun) return wrap(`Nothing was changed. ${from} would end for good; ${logs} under ${to}.`);
  return wrap(
    `${from} has ended for good; ${logs} under ${to}. Set BASE_URL to https://${to} and start the server. Keep ${from} answering, and say there what happened and where it goes on.`,
  );
}
