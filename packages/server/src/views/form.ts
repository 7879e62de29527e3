import { html } from "hono/html";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { each, NOTHING, when } from "./html.ts";

/** What is wrong with one field. `field` as the API spells it; "" when no one field is at fault. */
export type FieldError = { readonly field: string; readonly message: string };

type Common = {
  readonly name: string;
  readonly label: string | Html;
  readonly hint?: string | Html | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** Required fields are the rule and are not marked; the others say "optional". */
  readonly optional?: boolean | undefined;
  /** Optional, and not so marked: one of several fields of which one is needed. */
  readonly oneOf?: boolean | undefined;
  /** Language of the value, when it may differ from the page's. */
  readonly dirAuto?: boolean | undefined;
};

export type InputField = Common & {
  readonly value?: string | undefined;
  readonly type?: "text" | "email" | "password" | "url" | "search" | "date" | "datetime-local" | "number" | undefined;
  readonly autocomplete?: string | undefined;
  readonly inputmode?: "numeric" | "text" | "url" | undefined;
  readonly maxlength?: number | undefined;
  readonly minlength?: number | undefined;
  /** A narrow box for a short answer such as a code or a number. */
  readonly short?: boolean | undefined;
  readonly spellcheck?: boolean | undefined;
};

/** The element id of a field, so that summaries and labels can point at it. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

/** One line of text with its label, hint and error. */
export function inputField(say: Say, field: InputField): Html {
  const error = errorAt(field);
  return fieldBox(
    say,
    field,
    html`<input id="${fieldId(field.name)}" name="${field.name}" type="${field.type ?? "text"}" value="${field.value ?? ""}"
      ${attribute("autocomplete", field.autocomplete)} ${attribute("inputmode", field.inputmode)}
      ${attribute("maxlength", field.maxlength)} ${attribute("minlength", field.minlength)}
      ${attribute("dir", field.dirAuto ? "auto" : undefined)} ${attribute("class", field.short ? "short" : undefined)}
      ${attribute("spellcheck", field.spellcheck === undefined ? undefined : String(field.spellcheck))}
      ${described(field, error)} ${field.optional || field.oneOf ? "" : "required"}>`,
  );
}

/** A file to choose. `accept`: endings that the browser offers first; what comes is checked all the same. */
export function fileField(say: Say, field: Common & { accept: string }): Html {
  const error = errorAt(field);
  return fieldBox(
    say,
    field,
    html`<input id="${fieldId(field.name)}" name="${field.name}" type="file" accept="${field.accept}" ${described(field, error)} ${field.optional || field.oneOf ? "" : "required"}>`,
  );
}

/** Several lines of text. */
export function textArea(
  say: Say,
  field: Common & { value?: string | undefined; rows?: number; maxlength?: number },
): Html {
  const error = errorAt(field);
  // The line feed after the tag is dropped by browsers: without it, a value that begins with one would lose it.
  return fieldBox(
    say,
    field,
    html`<textarea id="${fieldId(field.name)}" name="${field.name}" rows="${field.rows ?? 4}"
      ${attribute("maxlength", field.maxlength)} ${attribute("dir", field.dirAuto ? "auto" : undefined)}
      ${described(field, error)} ${field.optional || field.oneOf ? "" : "required"}>
${field.value ?? ""}</textarea>`,
  );
}

export type Choice = {
  readonly value: string;
  readonly label: string | Html;
  readonly hint?: string | Html | undefined;
};

/** One of a list, folded. */
export function selectField(
  say: Say,
  field: Common & { value?: string | undefined; choices: readonly Choice[] },
): Html {
  const error = errorAt(field);
  return fieldBox(
    say,
    field,
    html`<select id="${fieldId(field.name)}" name="${field.name}" ${described(field, error)}>
      ${each(
        field.choices,
        (choice) =>
          html`<option value="${choice.value}" ${choice.value === field.value ? "selected" : ""}>${choice.label}</option>`,
      )}
    </select>`,
  );
}

/** One of a few, all shown. Without `value` none is chosen beforehand. The field's id is its first choice. */
export function radioGroup(say: Say, field: Common & { value?: string | undefined; choices: readonly Choice[] }): Html {
  return choiceGroup(
    say,
    field,
    (choice, id) =>
      html`<input type="radio" id="${id}" name="${field.name}" value="${choice.value}"
      ${choice.value === field.value ? "checked" : ""} ${field.optional || field.oneOf ? "" : "required"}>`,
  );
}

/** Any of a few. */
export function checkboxGroup(
  say: Say,
  field: Common & { values: readonly string[]; choices: readonly Choice[] },
): Html {
  return choiceGroup(
    say,
    field,
    (choice, id) =>
      html`<input type="checkbox" id="${id}" name="${field.name}" value="${choice.value}"
      ${field.values.includes(choice.value) ? "checked" : ""}>`,
  );
}

function choiceGroup(
  say: Say,
  field: Common & { choices: readonly Choice[] },
  input: (c: Choice, id: string) => Html,
): Html {
  const error = errorAt(field);
  return html`<fieldset class="field choices${error ? " at-fault" : ""}" ${described(field, error)}>
    <legend>${field.label}${optionalMark(say, field)}</legend>
    ${hintAndError(say, field, error)}
    ${each(field.choices, (choice, index) => {
      const id = index === 0 ? fieldId(field.name) : `${fieldId(field.name)}-${index}`;
      return html`<div class="choice">${input(choice, id)}${choiceLabel(id, choice)}</div>`;
    })}
  </fieldset>`;
}

/** What a choice means stands below it, and is read with it. */
function choiceLabel(id: string, { label, hint }: Pick<Common, "label" | "hint">): Html {
  return html`<label for="${id}">${label}${when(hint, () => html` <span class="hint">${hint}</span>`)}</label>`;
}

/** A single box to tick. Its value is "yes". */
export function checkbox(say: Say, field: Common & { checked?: boolean | undefined }): Html {
  const error = errorAt(field);
  return html`<div class="field${error ? " at-fault" : ""}">
    ${hintAndError(say, { ...field, hint: undefined }, error)}
    <div class="choice"><input type="checkbox" id="${fieldId(field.name)}" name="${field.name}" value="yes"
      ${field.checked ? "checked" : ""} ${described({ ...field, hint: undefined }, error)} ${field.optional || field.oneOf ? "" : "required"}>
    ${choiceLabel(fieldId(field.name), field)}</div>
  </div>`;
}

/** A value that travels with the form. Nothing when there is none. */
export function hidden(name: string, value: string | undefined | null): Html {
  return when(value, () => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** What is wrong, at the head of the form, each linked to its field. Screen readers hear it at once. */
export function errorSummary(say: Say, errors: readonly FieldError[]): Html {
  if (errors.length === 0) return NOTHING;
  return html`<div class="error-summary" role="alert" tabindex="-1" id="errors">
    <h2>${say("form.summary", { count: errors.length })}</h2>
    <ul>${each(errors, (error) =>
      error.field === ""
        ? html`<li>${error.message}</li>`
        : html`<li><a href="#${fieldId(error.field)}">${error.message}</a></li>`,
    )}</ul>
  </div>`;
}

function fieldBox(say: Say, field: Common, control: Html): Html {
  const error = errorAt(field);
  return html`<div class="field${error ? " at-fault" : ""}">
    <label for="${fieldId(field.name)}">${field.label}${optionalMark(say, field)}</label>
    ${hintAndError(say, field, error)}
    ${control}
  </div>`;
}

function optionalMark(say: Say, field: Common): Html {
  return when(field.optional, () => html` <span class="optional">(${say("form.optional")})</span>`);
}

function hintAndError(say: Say, field: Common, error: FieldError | undefined): Html {
  return html`${when(field.hint, () => html`<p class="hint" id="${fieldId(field.name)}-hint">${field.hint}</p>`)}${when(
    error,
    () => html`<p class="error" id="${fieldId(field.name)}-error"><span class="visually-hidden">${say("form.errorPrefix")}</span>
      ${error?.message}</p>`,
  )}`;
}

function errorAt(field: Common): FieldError | undefined {
  return field.errors?.find((error) => error.field === field.name);
}

function described(field: Common, error: FieldError | undefined): Html {
  const id = fieldId(field.name);
  const ids = [field.hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter((part) => part !== "").join(" ");
  return html`${attribute("aria-describedby", ids || undefined)} ${attribute("aria-invalid", error ? "true" : undefined)}`;
}

/** `name="value"`, or nothing when the value is undefined. */
function attribute(name: string, value: string | number | undefined): Html {
  return value === undefined ? NOTHING : html`${name}="${value}"`;
}
