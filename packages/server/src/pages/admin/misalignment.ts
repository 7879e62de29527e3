import { findMisalignment } from "@undersigned/core/statement/align.ts";
import type { Block } from "@undersigned/core/statement/block.ts";
import { plainText } from "@undersigned/core/statement/inline.ts";
import type { Text } from "@undersigned/core/statement/text.ts";
import { html } from "hono/html";
import type { Html } from "../../views/html.ts";
import { each, NOTHING } from "../../views/html.ts";
import { languageAttributes, languageName, ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { DraftAtHand } from "./draft-step.ts";

/** Blocks shown before and after the first that does not match. */
const BEFORE = 1;
const AFTER = 3;

type Side = { readonly lang: string; readonly text: Text };

/** Each language that is not built like the first, side by side with it around the place where they part. */
export function misalignments(say: Say, at: Pick<DraftAtHand, "draft" | "check">): Html {
  return each(at.draft.texts, (_, index) => misalignment(say, at, index));
}

/** The same for one language. */
export function misalignment(say: Say, { draft, check }: Pick<DraftAtHand, "draft" | "check">, index: number): Html {
  const sides = draft.texts.map(({ lang }, place): Side | null => {
    const text = check.texts[place]?.text;
    return text === undefined ? null : { lang, text };
  });
  const reference = sides.find((side) => side !== null);
  const other = sides[index];
  if (!reference || !other || reference === other) return NOTHING;
  const found = findMisalignment(reference.text, other.text);
  return found === null ? NOTHING : sideBySide(say, reference, other, found.block);
}

function sideBySide(say: Say, first: Side, second: Side, block: number): Html {
  const last = Math.min(Math.max(first.text.blocks.length, second.text.blocks.length), block + AFTER);
  const numbers = Array.from(
    { length: last - Math.max(1, block - BEFORE) + 1 },
    (_, i) => Math.max(1, block - BEFORE) + i,
  );
  return html`<section class="misaligned">
    <h3>${say("adminOpen.misalignedHeading")}</h3>
    <p>${say("adminOpen.misaligned", { number: block, first: ownName(first.lang), second: ownName(second.lang) })}</p>
    <table>
      <thead><tr><th scope="col">¶</th><th scope="col">${languageName(first.lang)}</th><th scope="col">${languageName(second.lang)}</th></tr></thead>
      <tbody>${each(numbers, (number) => {
        const pair = [first.text.blocks[number - 1], second.text.blocks[number - 1]] as const;
        const differs = pair[0]?.kind !== pair[1]?.kind;
        return html`<tr class="${differs ? "differs" : ""}"><th scope="row">${number}</th>${cell(say, pair[0], first.lang)}${cell(say, pair[1], second.lang)}</tr>`;
      })}</tbody>
    </table>
  </section>`;
}

function cell(say: Say, block: Block | undefined, lang: string): Html {
  return html`<td><small class="kind">${say(`adminOpen.kind_${block?.kind ?? "none"}`)}</small>
    ${block === undefined ? NOTHING : html`<span ${languageAttributes(lang)}>${plainText(block.inlines)}</span>`}</td>`;
}
