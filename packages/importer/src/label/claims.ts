import type { CopyClaims } from "@undersigned/core/compare/copy-report.ts";
import type { Labelled, LabelledBlock } from "../labelled.ts";
import type { Cues } from "./cues.ts";
import { cuesFor } from "./cues.ts";
import { readDigits } from "./marker.ts";
import { ENDS_WITH_OTHERS } from "./names.ts";
import { findSignatories } from "./people.ts";
import { findCue, hasCue } from "./phrase.ts";
import { tokensOf } from "./tokens.ts";

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

/** A publisher's last words may read like the letter's own: so many blocks at the end. */
const LAST_BLOCKS = 3;

/** Where a source says that its list of names is not whole: "and 37 more". */
export function findMore(blocks: readonly LabelledBlock[], cues: Cues): Say | null {
  for (const [at, block] of blocks.entries()) {
    const isLast = at >= blocks.length - LAST_BLOCKS && block.role === "body";
    if (!SAYS_IN.has(block.role) && !isLast) continue;
    const names = block.role === "signatory" || block.role === "signature-lead-in";
    const elsewhere = findCue(cues, "elsewhere", "anywhere", block.text);
    const more =
      elsewhere ??
      (names || hasCue(cues, "signed", "anywhere", block.text) ? findCue(cues, "more", "anywhere", block.text) : null);
    const others = block.role === "signatory" ? ENDS_WITH_OTHERS.exec(block.text) : null;
    if (more === null && others !== null)
      return { text: "等", start: block.start + others.index, end: block.start + others.index + 1 };
    const counted = more === null && block.role === "signatory" ? countedLine(block) : null;
    if (counted !== null) return counted;
    if (more !== null) return { text: more.text, start: block.start + more.start, end: block.start + more.end };
  }
  return null;
}

/** "and 280 of their colleagues" as a line of its own, or a block that a rule took for one. */
function countedLine({ rule, text, start, end }: LabelledBlock): Say | null {
  if (rule === "says-more") return { text, start, end };
  const found = /(?<=^|\n)\s*\p{Ll}[^\n]{0,89}(?=\n|$)/u.exec(text.slice(-200));
  if (found === null || !/\p{Nd}/u.test(found[0])) return null;
  const from = start + Math.max(0, text.length - 200) + found.index;
  return { text: found[0].trim(), start: from, end: from + found[0].length };
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

/** "Signed by 300 organisations": the first number of signatories that is claimed anywhere outside the list of names. */
function findClaim(blocks: readonly LabelledBlock[], cues: Cues): CopyClaims["claimed"] {
  for (const block of blocks) {
    if (block.role === "signatory" || block.role === "demand" || block.text.length > 20_000) continue;
    if (!hasCue(cues, "signed", "anywhere", block.text)) continue;
    const found = findCount(block.text, cues);
    if (found === null) continue;
    const { count, start, end } = found;
    return { count, text: block.text.slice(start, end), start: block.start + start, end: block.start + end };
  }
  return null;
}

/** A claim's number and what it counts stand no further apart than this, in UTF-16 units. */
const APART = 60;

function findCount(words: string, cues: Cues): { count: number; start: number; end: number } | null {
  for (const { kind, text, start, end } of tokensOf(words)) {
    if (kind !== "number") continue;
    const count = readDigits(text.replaceAll(/[^\p{Nd}]/gu, ""));
    const after = words.slice(end, end + APART).split(/[.,;:!?。，；：！？،؛]/u, 1)[0] ?? "";
    const noun = findCue(cues, "signatoryNouns", "anywhere", after);
    const between = noun === null ? "" : after.slice(0, noun.start);
    if (noun === null || count < 2 || count >= 1_000_000_000 || between.trim().split(/\s+/).length > 3) continue;
    return { count, start, end: end + noun.end };
  }
  return null;
}
