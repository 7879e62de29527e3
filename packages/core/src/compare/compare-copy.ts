import type { Alignment } from "./align-blocks.ts";
import { alignBlocks } from "./align-blocks.ts";
import type { Copy } from "./copy.ts";
import type { CopyClaims, CopyReport, Verdict } from "./copy-report.ts";
import { cutCopy } from "./copy-words.ts";
import { FOLDINGS_VERSION, UNICODE_VERSION } from "./foldings.ts";
import type { VersionOf } from "./other-versions.ts";
import type { Reference } from "./reference-words.ts";
import { createVocabulary, cutReference } from "./reference-words.ts";
import { showMarkers } from "./shown-copy.ts";
import { compareSignatories } from "./signatory-findings.ts";
import { tellAlignment } from "./tell-changes.ts";
import { countTolerated } from "./tolerated.ts";
import { judgeAlignment } from "./verdict.ts";

export type { Reference } from "./reference-words.ts";

/**
 * Compares a copy with the text of a statement by the rules of spec/compare.md.
 * @param claims what the copy says of who signed; null when nobody looked for it
 * @throws MalformedError `too_large`
 */
export function compareCopy(reference: Reference, copy: Copy, claims: CopyClaims | null): CopyReport {
  const vocabulary = createVocabulary();
  const words = cutReference(reference, vocabulary);
  const shown = showMarkers(copy);
  const alignment = alignBlocks(words, cutCopy(shown, vocabulary), shown);
  return reportOn(
    alignment,
    judgeAlignment(alignment),
    { names: reference.names, version: 1, versionOf: null },
    claims,
  );
}

/** The text that a copy is held against. `versionOf`: of which other versions its words are, where it is mixed. */
type Held = Pick<Reference, "names"> & { readonly version: number; readonly versionOf: VersionOf | null };

/** The report of an alignment whose verdict is known. */
export function reportOn(
  alignment: Alignment,
  verdict: Verdict,
  { names, version, versionOf }: Held,
  claims: CopyClaims | null,
): CopyReport {
  const told = tellAlignment(alignment, versionOf);
  return {
    verdict,
    ...(versionOf !== null && { versions: listVersions(version, told) }),
    tolerated: countTolerated(alignment),
    ...told,
    demands: countDemands(alignment),
    signatories: compareSignatories(names, claims),
    unread: alignment.source.original.unread,
    foldings: FOLDINGS_VERSION,
    unicode: UNICODE_VERSION,
  };
}

function listVersions(version: number, { changes }: Pick<CopyReport, "changes">): number[] {
  return [...new Set([version, ...changes.flatMap((change) => change.version ?? [])])].sort((a, b) => a - b);
}

function countDemands({ standings }: Alignment): CopyReport["demands"] {
  const demands = standings.filter(({ block }) => block.isDemand);
  const numbers = (isMeant: (kind: string) => boolean) =>
    demands.filter(({ kind }) => isMeant(kind)).map(({ block }) => block.number);
  return {
    present: numbers((kind) => kind === "same").length,
    dropped: numbers((kind) => kind === "dropped"),
    altered: numbers((kind) => kind !== "same" && kind !== "dropped"),
  };
}
