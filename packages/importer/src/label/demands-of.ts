import type { LabelledBlock } from "../labelled.ts";
import { addresseesIn } from "./ask.ts";
import type { Cues } from "./cues.ts";
import { askingSentences } from "./demands.ts";
import { readMarker } from "./marker.ts";
import { findAddressees } from "./people.ts";
import { splitSentences } from "./sentences.ts";

/** A demand, the block that holds it (by its index), and whom it is asked of. */
export type FoundDemand = { readonly block: number; readonly text: string; readonly addressees: readonly string[] };

/**
 * The demands that blocks were labelled as, by rules or by a person. Items ask whom their lead-in asks; a paragraph says so itself.
 * Where nobody is named ("we ask you", "our demands"), those whom the letter names in its address are meant.
 */
export function demandsOf(blocks: readonly LabelledBlock[], cues: Cues): FoundDemand[] {
  const out: FoundDemand[] = [];
  const all = findAddressees(blocks, cues);
  let led: readonly string[] = [];
  for (const [index, block] of blocks.entries()) {
    // A word that was parted at the end of a line is one word.
    const words = block.text
      .replaceAll(/(?<=\p{Ll})-\s*\n\s*(?=\p{Ll})/gu, "")
      .replaceAll(/\s+/g, " ")
      .trim();
    if (block.role === "demand-lead-in" || block.role === "heading") led = whom(words.slice(-1500), cues, all) ?? [];
    if (block.role === "demand-lead-in") {
      for (const text of ownDemands(words, cues))
        out.push({ block: index, text, addressees: whom(text, cues, all) ?? all });
    }
    if (block.role !== "demand") continue;
    const own = words.slice(readMarker(words)?.length ?? 0);
    const asking = block.level === undefined ? askingSentences({ cues }, own) : [];
    const text = asking.length > 0 ? asking.join(" ") : own;
    out.push({
      block: index,
      text,
      addressees: whom(text.slice(0, 4000), cues, all) ?? (block.level === undefined || led.length === 0 ? all : led),
    });
  }
  return out;
}

/** "We call on the council to double the funds. We also ask:" asks for something before it leads in to the list. */
function ownDemands(words: string, cues: Cues): string[] {
  return askingSentences({ cues }, splitSentences(words).slice(0, -1).join(" "));
}

function whom(words: string, cues: Cues, all: readonly string[]): readonly string[] | null {
  const named = addresseesIn(words, cues);
  return named !== null && named.length === 0 ? all : named;
}
