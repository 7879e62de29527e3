import { textDirection } from "@undersigned/core/statement/language.ts";
import type { LabelledBlock, Role } from "@undersigned/importer/labelled.ts";
import { html } from "hono/html";
import type { TextImport } from "../../depositary/imports.ts";
import { GUESS_BELOW } from "../../depositary/imports.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { english } from "../../words/catalogue.ts";
import type { Say } from "../../words/speak.ts";
import { beginningOf, sourceWords } from "./import-words.ts";

/** What becomes part of the statement, in the order of a letter; and what is left out, from its top to its foot. */
export const INSIDE = [
  "headline",
  "salutation",
  "heading",
  "body",
  "demand-lead-in",
  "demand",
] as const satisfies readonly Role[];
const OUTSIDE = [
  "kicker",
  "standfirst",
  "byline",
  "introduction",
  "addressees",
  "closing",
  "signature-lead-in",
  "signatory",
  "footer",
] as const satisfies readonly Role[];

export const ROLES: readonly Role[] = [...INSIDE, ...OUTSIDE];

/** From here on a role is said to be sure. */
const SURE_FROM = 0.85;
/** So many parts of one role in a row, all left out, fold: letters end in hundreds of names. */
const FOLD_FROM = 6;

export function isInside(role: Role): boolean {
  return INSIDE.some((one) => one === role);
}

/** What is to be said beside the part that it is about. */
export type NotedPlace = { readonly at: number; readonly heading: string; readonly message: string };

/** A part as the page counts it. `role`: as it is chosen now. */
type Part = { readonly number: number; readonly block: LabelledBlock; readonly role: Role };

/** Every part of the source, and beside it what it is. */
export function importParts(say: Say, found: TextImport, roles: readonly Role[], notes: readonly NotedPlace[]): Html {
  const parts = found.labelled.blocks.map((block, at) => ({ number: at + 1, block, role: roles[at] ?? block.role }));
  const noted = notesByPart(parts, notes);
  const row = (part: Part) => partRow(say, found, part, noted.get(part.number) ?? []);
  return html`<div class="import-heads" aria-hidden="true"><span>${say("adminImports.source")}</span><span>${say("adminImports.label")}</span></div>
    <ol class="import-parts">${each(runsOf(parts), (run) =>
      run.length < FOLD_FROM ? each(run, row) : folded(say, run, each(run, row)),
    )}</ol>`;
}

/** Parts of the same role that are left out stand together; every other part stands alone. */
function runsOf(parts: readonly Part[]): Part[][] {
  const runs: Part[][] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last?.[0]?.role === part.role && !isInside(part.role)) last.push(part);
    else runs.push([part]);
  }
  return runs;
}

/** Each note at the last part that begins at or before its place. */
function notesByPart(parts: readonly Part[], notes: readonly NotedPlace[]): ReadonlyMap<number, NotedPlace[]> {
  const noted = new Map<number, NotedPlace[]>();
  for (const note of notes) {
    const number = partAt(
      parts.map(({ block }) => block),
      note.at,
    );
    if (number !== null) noted.set(number, [...(noted.get(number) ?? []), note]);
  }
  return noted;
}

/** The number of the part that a place of the source is in, or that it follows; null where it has no place. */
export function partAt(blocks: readonly Pick<LabelledBlock, "start">[], at: number | null): number | null {
  if (at === null || blocks.length === 0) return null;
  const next = blocks.findIndex(({ start }) => start > at);
  return next === -1 ? blocks.length : Math.max(1, next);
}

function folded(say: Say, run: readonly Part[], rows: Html): Html {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return NOTHING;
  const isGuess = run.some(({ block, role }) => role === block.role && block.confidence < GUESS_BELOW);
  return html`<li class="import-run"><details><summary><span class="tag">${say("adminImports.outside")}</span>
    ${say("adminImports.run", { count: run.length, role: say(`importRoles.${first.role}`) })}${when(isGuess, () => html` (${say("adminImports.runGuess")})`)}:
    ${beginningOf(first.block.text, 30)} – ${beginningOf(last.block.text, 30)}</summary><ol class="import-parts">${rows}</ol></details></li>`;
}

function partRow(
  say: Say,
  { extracted, labelled, choices }: TextImport,
  part: Part,
  notes: readonly NotedPlace[],
): Html {
  const { number, block, role } = part;
  const region = extracted.blocks.find(({ start, end }) => start <= block.start && block.start < end)?.region;
  const lang = choices.lang || labelled.lang || "";
  return html`<li class="import-part" id="part-${number}">
    <div class="import-source"><span class="number" aria-hidden="true">${number}</span>
      ${when(region, (where) => html`<p class="region">${say(`adminImports.region_${where}`)}</p>`)}
      <p class="words" ${lang === "" ? html`dir="auto"` : html`lang="${lang}" dir="${textDirection(lang)}"`}>${sourceWords(say, extracted, block)}</p>
      ${each(notes, ({ heading, message }) => html`<p class="note"><strong>${heading}.</strong> ${message}</p>`)}
    </div>
    <div class="import-label">
      <label class="visually-hidden" for="role-${number}">${say("adminImports.partLabel", { number })}</label>
      <select id="role-${number}" name="role.${number}" aria-describedby="why-${number}">${roleOptions(say, role)}</select>
      <p class="becomes" id="why-${number}"><span class="inside">${say("adminImports.inside")}.</span><span class="outside">${say("adminImports.outside")}.</span>
      <span class="hint">${whyWords(say, block, role)}</span></p>
    </div></li>`;
}

/** All roles, those that are left out marked: the page’s sheet tells by the chosen one how the part looks. */
export function roleOptions(say: Say, chosen: Role | null): Html {
  const option = (role: Role) =>
    html`<option value="${role}" ${role === chosen ? "selected" : ""} ${isInside(role) ? "" : html`data-outside`}>${say(`importRoles.${role}`)}</option>`;
  return html`<optgroup label="${say("adminImports.groupInside")}">${each(INSIDE, option)}</optgroup>
    <optgroup label="${say("adminImports.groupOutside")}">${each(OUTSIDE, option)}</optgroup>`;
}

/** What the choices mean, folded. */
export function roleMeanings(say: Say): Html {
  const row = (role: Role) => html`<dt>${say(`importRoles.${role}`)}</dt><dd>${say(`importMeanings.${role}`)}</dd>`;
  return html`<details><summary>${say("adminImports.meanings")}</summary>
    <h3>${say("adminImports.inside")}</h3><dl class="facts">${each(INSIDE, row)}</dl>
    <h3>${say("adminImports.outside")}</h3><dl class="facts">${each(OUTSIDE, row)}</dl></details>`;
}

function whyWords(say: Say, { role: given, confidence, rule }: LabelledBlock, role: Role): string {
  if (role !== given) return say("adminImports.chosen");
  const sure = confidence >= SURE_FROM ? "sure" : confidence >= GUESS_BELOW ? "likely" : "guess";
  const words = say(`adminImports.${sure}`);
  return isRule(rule)
    ? say("adminImports.because", { confidence: words, rule: say(`importRules.${rule}`) })
    : `${words}.`;
}

function isRule(rule: string): rule is keyof typeof english.importRules {
  return Object.hasOwn(english.importRules, rule);
}
