import type { Copy } from "./copy.ts";
import type { CopyClaims, CopyReport } from "./copy-report.ts";
import { FOLDINGS_VERSION, UNICODE_VERSION } from "./foldings.ts";
import { compareSignatories } from "./signatory-findings.ts";

/** The report on a copy that has the words of no statement: all of it is somebody else's. */
export function reportUnrelated({ text, blocks, unread }: Copy, claims: CopyClaims | null): CopyReport {
  const pieces = blocks.map(({ start, end }) => ({ text: text.slice(start, end), start, end }));
  return {
    verdict: "unrelated",
    tolerated: [],
    changes: [],
    framing: pieces.map((piece) => ({ ...piece, where: "before" })),
    demands: { present: 0, dropped: [], altered: [] },
    signatories: compareSignatories(null, claims),
    unread,
    passages: pieces.map((piece) => {
      const { start, end } = piece;
      return { kind: "framing", start, end, runs: [{ kind: "added", text: piece.text }] };
    }),
    foldings: FOLDINGS_VERSION,
    unicode: UNICODE_VERSION,
  };
}
