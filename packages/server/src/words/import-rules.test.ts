import assert from "node:assert/strict";
import { test } from "node:test";
import { RULES } from "@undersigned/importer/label/rules.ts";
import { english } from "./catalogue.ts";

test("every rule of the importer is told in a sentence, and no sentence is of a rule that is gone", () => {
  assert.deepEqual(Object.keys(english.importRules).sort(), Object.keys(RULES).sort());
});

test("the choices of a role begin with letters of their own, by which they are chosen from the keyboard", () => {
  const letters = Object.values(english.importRoles).map((words) => words.charAt(0).toLowerCase());
  assert.deepEqual(letters.toSorted(), [...new Set(letters)].sort());
  assert.deepEqual(Object.keys(english.importMeanings), Object.keys(english.importRoles));
});
