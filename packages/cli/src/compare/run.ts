import type { Verdict } from "@undersigned/core/compare/copy-report.ts";
import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import { judgeCopy } from "@undersigned/core/compare/judge-copy.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { formatCopyReport } from "./print.ts";
import { readCopy } from "./read-copy.ts";
import { readReference } from "./read-reference.ts";

const STATUS: Readonly<Record<Verdict, ExitStatus>> = {
  identical: EXIT.yes,
  faithful: EXIT.yes,
  excerpt: EXIT.yes,
  altered: EXIT.no,
  mixed: EXIT.no,
  superseded: EXIT.no,
  unrelated: EXIT.no,
  inconclusive: EXIT.unknown,
};

/**
 * Compares and prints.
 * @throws RefusedError for wrong usage and for what cannot be fetched; MalformedError for what cannot be read; errors of node:fs
 */
export async function runCompare(
  reference: string,
  copy: string,
  { json = false }: { readonly json?: boolean | undefined },
): Promise<ExitStatus> {
  if (reference === "-") {
    throw new RefusedError("invalid_field", "Only the copy may be -, standard input: give the text as a file.");
  }
  const { statement, candidates, notes } = await readReference(reference);
  const { source, claims } = await readCopy(copy);
  const { candidate, report } = judgeCopy(candidates, source, claims);
  const against = statement === null ? null : candidate;
  if (json) {
    const found = { ...told(statement, against), ...report, notes };
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  } else {
    process.stdout.write(formatCopyReport({ report, statement, candidate, notes }));
  }
  return STATUS[report.verdict];
}

function told(statement: string | null, candidate: Candidate | null): object {
  if (statement === null || candidate === null) return {};
  return { statement, version: candidate.version, lang: candidate.lang };
}
