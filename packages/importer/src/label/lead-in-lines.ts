import type { Cues } from "./cues.ts";
import { looksLikeNames } from "./look.ts";
import { isNameList } from "./names.ts";
import { findCue } from "./phrase.ts";
import type { Piece } from "./pieces.ts";

/** "Signed by: A, B and C" in one paragraph is two pieces: what leads in, and the names. */
export function cutLeadIns(pieces: readonly Piece[], text: string, cues: Cues): Piece[] {
  return pieces.flatMap((piece) => {
    if (piece.kind !== "paragraph" || findCue(cues, "signatureLeadIn", "start", piece.words) === null) return [piece];
    const raw = text.slice(piece.start, piece.end);
    const colon = /^[^:：]{2,120}[:：]\s*(?=\S)/u.exec(raw)?.[0].length ?? 0;
    const names = raw.slice(colon).replaceAll(/\s+/g, " ").trim();
    if (colon === 0 || !(looksLikeNames(names, cues) || isNameList(names, cues))) return [piece];
    const lead = raw.slice(0, colon).trimEnd();
    const rest = { ...piece, start: piece.start + colon, wordsStart: piece.start + colon, words: names };
    return [{ ...piece, end: piece.start + lead.length, words: lead.replaceAll(/\s+/g, " ") }, rest];
  });
}
