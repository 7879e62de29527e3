import { isComplete } from "./label/claims.ts";
import { cuesFor } from "./label/cues.ts";
import { demandsOf } from "./label/demands-of.ts";
import { findInitiators, findSignatories } from "./label/people.ts";
import { titleOf } from "./label/title.ts";
import type { Labelled, LabelledBlock, Role } from "./labelled.ts";

/** What follows from the blocks and their roles alone. */
export type Reading = Pick<
  Labelled,
  "title" | "standfirst" | "framing" | "demands" | "initiators" | "signatories" | "signatoriesComplete"
>;

/** Reads title, demands, names and so on off labelled blocks. @param lang the language whose cues are asked */
export function readBlocks(blocks: readonly LabelledBlock[], lang: string | null): Reading {
  const cues = cuesFor(lang);
  const words = (...roles: Role[]) =>
    blocks.filter(({ role }) => roles.includes(role)).map(({ text }) => oneLine(text));
  return {
    title: titleOf(blocks),
    standfirst: words("standfirst")[0] ?? null,
    framing: words("kicker", "introduction", "footer"),
    demands: demandsOf(blocks, cues).map(({ text, addressees }) => ({ text, addressees })),
    initiators: findInitiators(blocks, cues),
    signatories: findSignatories(blocks, cues).map(({ name, abbreviation }) =>
      abbreviation === undefined ? { name } : { name, abbreviation },
    ),
    signatoriesComplete: isComplete(blocks, cues),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/**
 * The same source with the roles that a person chose. A block whose role changed is sure, by the rule `chosen`.
 * @param roles one for each of the blocks, in order
 * @throws RangeError when there are more or fewer
 */
export function relabel(labelled: Labelled, roles: readonly Role[]): Labelled {
  if (roles.length !== labelled.blocks.length) {
    throw new RangeError(`${labelled.blocks.length} blocks need as many roles, and ${roles.length} were given`);
  }
  const blocks = labelled.blocks.map((block, index) => {
    const role = roles[index] ?? block.role;
    return role === block.role ? block : { ...block, role, rule: "chosen", confidence: 1 };
  });
  return { ...labelled, blocks, ...readBlocks(blocks, labelled.lang) };
}
