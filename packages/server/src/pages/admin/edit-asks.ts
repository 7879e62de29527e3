import { plainText } from "@undersigned/core/statement/inline.ts";
import { html } from "hono/html";
import type { Draft } from "../../depositary/drafts.ts";
import type { FieldError } from "../../views/form.ts";
import { fieldId, inputField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { languageAttributes, ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { stepPath } from "./draft-step.ts";
import type { EditStep } from "./edit-step.ts";
import { domainIn } from "./site-domain.ts";
import type { Typed } from "./typed.ts";
import { listed, oneLine, rows, ticked } from "./typed.ts";

/** The second step: initiators, demands and addressees. */
export const editAsks: EditStep = {
  name: "asks",
  typedOf,
  read: (_site, typed, before) => ({
    draft: { ...before, initiators: readInitiators(typed), demands: readDemands(typed) },
    errors: [],
  }),
  fields: (site, at, typed, errors) => html`
    <fieldset class="group"><legend><h3>${site.say("adminAsks.initiators")}</h3></legend>
      <p class="hint">${site.say("adminAsks.initiatorsHint")}</p>
      ${initiators(site.say, typed, errors)}
    </fieldset>
    <fieldset class="group"><legend><h3>${site.say("adminAsks.demands")}</h3></legend>
      ${demands(site.say, at, typed, errors)}
    </fieldset>`,
  /** The form has a box for each block, the draft a list of demands. */
  fieldOf(field, draft) {
    const [head, index, member] = field.split(".");
    if (head !== "demands") return field;
    return `${member === "addressees" ? "addressees" : "demand"}.${draft.demands[Number(index)]?.block ?? ""}`;
  },
};

function typedOf(draft: Draft): Typed {
  const typed = new Map<string, string[]>();
  for (const [index, { name, domain }] of draft.initiators.entries()) {
    typed.set(`initiators.${index}.name`, [name]);
    typed.set(`initiators.${index}.domain`, [domain ?? ""]);
  }
  typed.set(
    "demand",
    draft.demands.map(({ block }) => String(block)),
  );
  for (const { block, addressees } of draft.demands) {
    typed.set(`demand.${block}`, []);
    typed.set(`addressees.${block}`, [addressees.join("\n")]);
  }
  return typed;
}

function readInitiators(typed: Typed): Draft["initiators"] {
  return rows(typed, "initiators").flatMap((row) => {
    const name = oneLine(typed, `initiators.${row}.name`);
    const domain = domainIn(oneLine(typed, `initiators.${row}.domain`));
    if (name === "" && domain === "") return [];
    return [domain === "" ? { name } : { name, domain }];
  });
}

function readDemands(typed: Typed): Draft["demands"] {
  return ticked(typed, "demand")
    .map(Number)
    .filter((block) => Number.isSafeInteger(block) && block > 0)
    .sort((a, b) => a - b)
    .map((block) => ({ block, addressees: listed(typed, `addressees.${block}`) }));
}

/** A row for each, and an empty one. */
function initiators(say: Say, typed: Typed, errors: readonly FieldError[]): Html {
  const known = rows(typed, "initiators");
  const next = (known.at(-1) ?? -1) + 1;
  return html`${each([...known, next], (row, place) => {
    const name = `initiators.${row}.name`;
    const domain = `initiators.${row}.domain`;
    const isNew = row === next && place > 0;
    const label = isNew ? say("adminAsks.anotherInitiator") : say("adminAsks.initiator", { number: place + 1 });
    return html`<div class="pair" ${isNew ? html`id="more"` : ""}>
      ${inputField(say, { name, label, value: oneLine(typed, name), optional: isNew, dirAuto: true, errors })}
      ${inputField(say, { name: domain, label: say("adminAsks.domain"), hint: place === 0 ? say("adminAsks.domainHint") : undefined, value: oneLine(typed, domain), optional: true, spellcheck: false, errors })}
    </div>`;
  })}
  <p><button class="quiet" name="do" value="more" formnovalidate>${say("adminAsks.more")}</button></p>`;
}

/** Every paragraph with its box; whom it is asked of appears once it is ticked. */
function demands(say: Say, at: DraftAtHand, typed: Typed, errors: readonly FieldError[]): Html {
  const reference = Math.max(
    0,
    at.draft.texts.findIndex((text) => text.authentic !== false),
  );
  const text = at.check.texts[reference]?.text;
  const link = (inside: Html) => html`<a href="${stepPath(at.statement.id, "text")}">${inside}</a>`;
  if (text === undefined)
    return html`<p class="notice">${say.rich("adminAsks.noText", { link })}</p>${keptDemands(at.draft)}`;
  const lang = at.draft.texts[reference]?.lang ?? "en";
  const marked = new Set(ticked(typed, "demand"));
  return html`<p class="hint">${say("adminAsks.demandsHint")}</p>
  ${when(text.blocks.length === 0, () => html`<p class="notice">${say.rich("adminAsks.noParagraphs", { link })}</p>`)}
  ${when(at.draft.texts.length > 1, () => html`<p class="hint">${say("adminAsks.inLanguage", { language: ownName(lang) })}</p>`)}
  ${goneDemands(say, at.draft, text.blocks.length)}
  <ol class="demands">${each(text.blocks, (block) => {
    const id = fieldId(`demand.${block.number}`);
    const box = html`<input type="checkbox" id="${id}" name="demand" value="${block.number}"
      ${marked.has(String(block.number)) ? "checked" : ""} aria-label="${say("adminAsks.demand", { number: block.number })}" aria-describedby="${id}-words">`;
    // A heading asks for nothing; one that is marked (by a program, or before the text changed) must be shown to be undone.
    if (block.kind === "heading" && !marked.has(String(block.number))) {
      return html`<li class="heading"><span></span><p><span class="number">${block.number}</span>
        <span class="words" ${languageAttributes(lang)}>${plainText(block.inlines)}</span></p></li>`;
    }
    return html`<li>${box}<label for="${id}"><span class="number" aria-hidden="true">${block.number}</span>
      <span class="words" id="${id}-words" ${languageAttributes(lang)}>${plainText(block.inlines)}</span></label>
      <div class="addressees">${textArea(say, {
        name: `addressees.${block.number}`,
        label: say("adminAsks.addressees", { number: block.number }),
        hint: say("adminAsks.addresseesHint"),
        value: listed(typed, `addressees.${block.number}`).join("\n"),
        rows: 2,
        optional: true,
        dirAuto: true,
        errors,
      })}</div></li>`;
  })}</ol>`;
}

/** While the text does not parse, its demands travel with the form, so that saving the page does not lose them. */
function keptDemands(draft: Draft): Html {
  return each(
    draft.demands,
    ({ block, addressees }) => html`<input type="hidden" name="demand" value="${block}">
    <textarea name="addressees.${block}" hidden>
${addressees.join("\n")}</textarea>`,
  );
}

function goneDemands(say: Say, draft: Draft, blocks: number): Html {
  const gone = draft.demands.filter(({ block }) => block > blocks);
  if (gone.length === 0) return NOTHING;
  return html`<div class="notice">${each(gone, ({ block, addressees }) =>
    addressees.length === 0
      ? html`<p id="${fieldId(`demand.${block}`)}">${say("adminAsks.goneNobody", { number: block })}</p>`
      : html`<p id="${fieldId(`demand.${block}`)}">${say("adminAsks.gone", { number: block, addressees: say.list(addressees) })}</p>`,
  )}</div>`;
}
