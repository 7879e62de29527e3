import type { CopyClaims } from "@undersigned/core/compare/copy-report.ts";
import type { Labelled, LabelledBlock } from "../labelled.ts";
import type { Cues } from "./cues.ts";
import { cuesFor } from "./cues.ts";
import { readDigits } from "./marker.ts";
import { findSignatories } from "./people.ts";
import { anyOf, findCue, hasCue, NUMBER } from "./phrase.ts";

type Say = { readonly text: string; readonly start: number; readonly end: number };

const SAYS_IN = new Set([
  "signatory",
  "signature-lead-in",
  "closing",
  "footer",
  "byline",
  "introduction",
  "standfirst",
]);

/** Where a source says that its list of names is not whole: "and 37 more". */
export function findMore(blocks: readonly LabelledBlock[], cues: Cues): Say | null {
  for (const block of blocks) {
    if (!SAYS_IN.has(block.role)) continue;
    const names = block.role === "signatory" || block.role === "signature-lead-in";
    const elsewhere = findCue(cues, "elsewhere", "anywhere", block.text);
    const more =
      elsewhere ??
      (names || hasCue(cues, "signed", "anywhere", block.text) ? findCue(cues, "more", "anywhere", block.text) : null);
    if (more !== null)
      return { text: more[0].trim(), start: block.start + more.index, end: block.start + more.index + more[0].length };
  }
  return null;
}

/** false when it says that there are more, true when it says that these are all, null when it says nothing. */
export function isComplete(blocks: readonly LabelledBlock[], cues: Cues): boolean | null {
  if (findMore(blocks, cues) !== null) return false;
  const named = blocks.some(({ role }) => role === "signatory");
  const says = blocks.some(
    ({ role, text }) =>
      role !== "body" && role !== "demand" && role !== "signatory" && hasCue(cues, "complete", "anywhere", text),
  );
  return named && says ? true : null;
}

/** What a copy says of who signed: the names it lists, whether they are all, and how many it claims. */
export function claimsOf(labelled: Labelled): CopyClaims {
  const cues = cuesFor(labelled.lang);
  const signatories = findSignatories(labelled.blocks, cues).map(({ name, start, end }) => ({ name, start, end }));
  return {
    signatories,
    complete: labelled.signatoriesComplete,
    says: findMore(labelled.blocks, cues),
    claimed: findClaim(labelled.blocks, cues),
  };
}

const counts = new WeakMap<Cues, RegExp>();

function countPattern(cues: Cues): RegExp {
  const found = counts.get(cues);
  if (found !== undefined) return found;
  const made = new RegExp(
    `(?<![\\p{N}\\p{L}])(?<count>${NUMBER})\\s*\\+?\\s*(?:[^\\s.,;:!?]{1,24}\\s+){0,3}?[^\\s.,;:!?]{0,3}?${anyOf(cues.signatoryNouns)}`,
    "giu",
  );
  counts.set(cues, made);
  return made;
}

/** "Signed by 300 organisations": the first number of signatories that is claimed anywhere outside the list of names. */
function findClaim(blocks: readonly LabelledBlock[], cues: Cues): CopyClaims["claimed"] {
  for (const block of blocks) {
    if (block.role === "signatory" || block.role === "demand" || block.text.length > 20_000) continue;
    if (!hasCue(cues, "signed", "anywhere", block.text)) continue;
    for (const match of block.text.matchAll(countPattern(cues))) {
      const count = readDigits((match.groups?.count ?? "").replaceAll(/[^\p{Nd}]/gu, ""));
      if (count > 1 && count < 1_000_000_000) {
        return {
          count,
          text: match[0],
          start: block.start + match.index,
          end: block.start + match.index + match[0].length,
        };
      }
    }
  }
  return null;
}
