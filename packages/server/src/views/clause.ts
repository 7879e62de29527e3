import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { languageAttributes } from "./language.ts";
import { cutEnd } from "./passage-words.ts";
import type { Clause } from "./verdict-clauses.ts";

/** By whom and of what is told: the language of the signed text, and which of its blocks are demands that are not as signed. */
export type Telling = { readonly say: Say; readonly lang: string; readonly demands: ReadonlySet<number> };

/** Characters of quoted words. */
const QUOTED = 90;
/** Paragraphs that are named by their numbers. */
const NAMED = 6;

/**
 * One thing that differs, in words.
 * @param begins whether it begins a sentence
 */
export function clauseView(telling: Telling, clause: Clause, begins: boolean): Html {
  const { say, lang } = telling;
  const quoted = (words: string) => html`<bdi ${languageAttributes(lang)}>${cutEnd(words, QUOTED).text}</bdi>`;
  const plain = (words: string) => html`${begins ? capital(say, words) : words}`;
  const place = (block: number) => placeOf(telling, block);
  switch (clause.kind) {
    case "demandsDropped":
      return plain(
        say("verdict.demandsDropped", { count: clause.blocks.length, blocks: placeList(say, clause.blocks) }),
      );
    case "dropped":
      return plain(say("verdict.dropped", { count: clause.blocks.length, places: placeList(say, clause.blocks) }));
    case "wordsDropped":
    case "wordsAdded":
      return say.rich(`verdict.${clause.kind}`, { words: quoted(clause.words), place: place(clause.block) });
    case "wordsAltered": {
      const { reference, copy, block } = clause;
      return say.rich("verdict.wordsAltered", {
        ...{ reference: quoted(reference), copy: quoted(copy) },
        place: plain(place(block)),
      });
    }
    case "moreWords":
      return plain(say("verdict.moreWords", { count: clause.count, place: place(clause.block) }));
    case "ofVersion":
      return plain(say("verdict.ofVersion", { place: place(clause.block), version: clause.version }));
    case "added": {
      const words = html`<bdi dir="auto">${cutEnd(clause.words, QUOTED).text}</bdi>`;
      const { version } = clause;
      return version === undefined
        ? say.rich("verdict.added", { words })
        : say.rich("verdict.addedOf", { words, version: String(version) });
    }
    default:
      return plain(say(`verdict.${clause.kind}`, { place: place(clause.block) }));
  }
}

function capital(say: Say, words: string): string {
  return words.charAt(0).toLocaleUpperCase(say.lang) + words.slice(1);
}

function placeOf({ say, demands }: Telling, block: number): string {
  if (block === 0) return say("verdict.place_title");
  return say(demands.has(block) ? "verdict.place_demand" : "verdict.place_block", { block });
}

function placeList(say: Say, blocks: readonly number[]): string {
  const named = blocks.slice(0, NAMED).map((block) => placeOf({ say, lang: "", demands: new Set() }, block));
  const more = blocks.length - named.length;
  return say.list(more > 0 ? [...named, say("verdict.morePlaces", { count: more })] : named);
}
