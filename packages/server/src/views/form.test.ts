import assert from "node:assert/strict";
import { test } from "node:test";
import { speak } from "../words/speak.ts";
import { checkbox, errorSummary, hidden, inputField, radioGroup, selectField, textArea } from "./form.ts";
import type { Html } from "./html.ts";

const say = speak("en");

async function squeeze(piece: Html): Promise<string> {
  return String(await piece)
    .replaceAll(/\s+/g, " ")
    .replaceAll(" >", ">");
}

test("a field keeps what was typed, points at its hint and at its error", async () => {
  const errors = [{ field: "name", message: "Too <long>." }];
  const page = await squeeze(
    inputField(say, { name: "name", label: "Name", hint: "As on a letter.", value: 'A "B"', errors }),
  );
  assert.ok(page.includes('value="A &quot;B&quot;"'));
  assert.ok(page.includes('aria-describedby="field-name-hint field-name-error"'));
  assert.ok(page.includes('aria-invalid="true"'));
  assert.ok(page.includes("Too &lt;long&gt;."));
  assert.ok(page.includes('<label for="field-name">Name</label>'));
  assert.ok(page.includes(" required>"));
});

test("an optional field says so and is not required", async () => {
  const page = await squeeze(inputField(say, { name: "place", label: "Place", optional: true }));
  assert.ok(page.includes("(optional)"));
  assert.ok(!page.includes("required"));
  assert.ok(!page.includes("aria-invalid"));
});

test("a choice without a value has nothing chosen; with one, that one", async () => {
  const choices = [
    { value: "a", label: "A" },
    { value: "b", label: "B" },
  ];
  assert.ok(!(await squeeze(radioGroup(say, { name: "x", label: "X", choices }))).includes("checked"));
  const page = await squeeze(radioGroup(say, { name: "x", label: "X", choices, value: "b" }));
  assert.match(page, /value="b" checked/);
  assert.equal(page.match(/checked/g)?.length, 1);
  assert.match(page, /id="field-x" name="x" value="a"/);
});

test("a text area keeps a value that begins with a line feed", async () => {
  assert.ok(String(await textArea(say, { name: "x", label: "X", value: "\n1" })).includes(">\n\n1</textarea>"));
});

test("a box is unticked unless told", async () => {
  assert.ok(!(await squeeze(checkbox(say, { name: "x", label: "X" }))).includes("checked"));
  assert.ok((await squeeze(checkbox(say, { name: "x", label: "X", checked: true }))).includes("checked"));
});

test("the chosen option is selected", async () => {
  const choices = [
    { value: "", label: "None" },
    { value: "b", label: "B" },
  ];
  const page = await squeeze(selectField(say, { name: "x", label: "X", choices, value: "b" }));
  assert.match(page, /<option value="b" selected>/);
});

test("the summary links each error to its field, and names none where there is none", async () => {
  const errors = [
    { field: "name", message: "One." },
    { field: "", message: "Two." },
  ];
  const page = await squeeze(errorSummary(say, errors));
  assert.ok(page.includes("Please mend 2 things below"));
  assert.ok(page.includes('<a href="#field-name">One.</a>'));
  assert.ok(page.includes("<li>Two.</li>"));
  assert.equal(String(await errorSummary(say, [])), "");
});

test("a hidden value travels only when there is one", async () => {
  assert.equal(String(await hidden("key", undefined)), "");
  assert.equal(String(await hidden("key", 'a"b')), '<input type="hidden" name="key" value="a&quot;b">');
});
