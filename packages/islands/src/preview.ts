import { render } from "preact";
import { Sheet } from "./preview/sheet.ts";
import { readTyped } from "./preview/typed.ts";
import type { Words } from "./preview/words.ts";
import { readWords } from "./preview/words.ts";

/*
 * Shows how a text will look while it is typed, with its paragraph numbers, and where it has to be mended. The button
 * [Preview] does the same without this script, and the server has the last word: it checks the text again when it is saved.
 */

/** Milliseconds of rest after a key before the text is read again. */
const REST = 150;

const form = document.querySelector<HTMLFormElement>("form[data-preview]");
const sheet = document.querySelector<HTMLElement>("[data-preview-sheet]");
if (form !== null && sheet !== null) follow(form, sheet, readWords(sheet.dataset.words ?? "{}"));

function follow(form: HTMLFormElement, sheet: HTMLElement, words: Words): void {
  let timer = 0;
  let isOurs = false;
  const show = () => {
    // What the server rendered goes when there is something newer to show, and not before.
    if (!isOurs) sheet.replaceChildren();
    isOurs = true;
    render(Sheet({ typed: readTyped(form), words, onShow: (place) => select(form, place) }), sheet);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, REST);
  });
}

/** Puts the cursor where something has to be mended. Columns are code points, selections UTF-16 units. */
function select(form: HTMLFormElement, place: { line: number; column: number; inTitle: boolean }): void {
  const field = form.querySelector<HTMLInputElement | HTMLTextAreaElement>(
    place.inTitle ? "[name=title]" : "[name=body]",
  );
  if (field === null) return;
  const lines = field.value.split("\n");
  const before = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const line = Array.from(lines[place.line - 1] ?? "");
  const start = before + line.slice(0, place.column - 1).join("").length;
  const length = Math.max(1, line[place.column - 1]?.length ?? 1);
  field.focus();
  field.setSelectionRange(start, start + length);
}
