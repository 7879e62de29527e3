import type { CopyReport, Verdict } from "@undersigned/core/compare/copy-report.ts";
import type { Candidate } from "@undersigned/core/compare/judge-copy.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { claimsOf } from "@undersigned/importer/label/claims.ts";
import type { Reading } from "@undersigned/server/reading/reading.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { bringInNamed, inThread } from "../source/in-thread.ts";
import { readSource } from "../source/read-source.ts";
import { formatCopyReport } from "./print.ts";
import type { ReadReference } from "./read-bundle.ts";
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
  const { statement, notes, candidate, report } = await inThread((reading) => judge(reading, reference, copy));
  const against = statement === null ? null : candidate;
  if (json) {
    const found = { ...told(statement, against), ...report, notes };
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  } else {
    process.stdout.write(formatCopyReport({ report, statement, candidate, notes }));
  }
  return STATUS[report.verdict];
}

type Judged = ReadReference & { readonly candidate: Candidate | null; readonly report: CopyReport };

async function judge(reading: Reading, reference: string, argument: string): Promise<Judged> {
  const held = await readReference(reference, reading);
  const { extracted, labelled } = await bringInNamed(reading, await readSource(argument));
  const { text, blocks, marks, unread } = extracted;
  const copy = { text, blocks, marks, unread };
  const { candidate, report } = await reading.judge({ candidates: held.candidates, copy, claims: claimsOf(labelled) });
  return { ...held, candidate: held.candidates[candidate ?? -1] ?? null, report };
}

function told(statement: string | null, candidate: Candidate | null): object {
  if (statement === null || candidate === null) return {};
  return { statement, version: candidate.version, lang: candidate.lang };
}
