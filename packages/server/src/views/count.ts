import { html } from "hono/html";
import type { CountsView } from "../depositary/statements.ts";
import type { WordsKey } from "../words/catalogue.ts";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";

/** "214 organisations and 990 people have signed." Of a later version: "… have signed this version; 8 an earlier one." */
export function countSentence(say: Say, counts: CountsView): string {
  if (counts.earlier > 0) return versionSentence(say, counts);
  if (counts.total === 0) return say("letter.nobody");
  if (counts.people === 0) return say("letter.signedOrganisations", counts);
  if (counts.organisations === 0) return say("letter.signedPeople", counts);
  return say("letter.signedBoth", counts);
}

function versionSentence(say: Say, counts: CountsView): string {
  if (counts.total === 0) return say("letter.versionNobody", counts);
  if (counts.people === 0) return say("letter.versionOrganisations", counts);
  if (counts.organisations === 0) return say("letter.versionPeople", counts);
  return say("letter.versionBoth", counts);
}

/** How many of the present version are counted without a name. */
export function countNotes(say: Say, counts: CountsView): Html {
  const { unnamed: count, named, earlier } = counts;
  if (count === 0) return NOTHING;
  if (earlier > 0) return html` ${say("letter.unnamedOfVersion", { count })}`;
  return named === 0 ? html` ${say("letter.allUnnamed", { count })}` : html` ${say("letter.unnamed", { count })}`;
}

type LevelKey = WordsKey & `evidence.${"people" | "organisations"}${number}`;

const ORGANISATIONS: readonly LevelKey[] = [
  "evidence.organisations1",
  "evidence.organisations2",
  "evidence.organisations3",
  "evidence.organisations4",
];
const PEOPLE: readonly LevelKey[] = ["evidence.people1", "evidence.people2", "evidence.people3"];

/** How we know who signed, in words: one line for each kind of evidence that somebody gave. */
export function evidenceSummary(say: Say, counts: CountsView): Html {
  if (counts.total === 0) return NOTHING;
  const lines = [
    ...evidenceLines(say, ORGANISATIONS, counts.levels.organisation),
    ...evidenceLines(say, PEOPLE, counts.levels.person),
  ];
  return html`<details class="evidence"><summary>${say("letter.howWeKnow")}</summary>
    <ul>${each(lines, (line) => html`<li>${line}</li>`)}</ul>
    ${when(counts.organisations > 0, () => html`<p>${say("evidence.declared")}</p>`)}
    <p>${say("evidence.limits")}</p>
  </details>`;
}

function evidenceLines(say: Say, keys: readonly LevelKey[], levels: readonly number[]): string[] {
  return keys.flatMap((key, index) => {
    const count = levels[index] ?? 0;
    return count === 0 ? [] : [say(key, { count })];
  });
}
