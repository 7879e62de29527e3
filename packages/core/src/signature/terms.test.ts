import assert from "node:assert/strict";
import { test } from "node:test";
import type { Consent } from "./entry.ts";
import { checkTerms } from "./terms.ts";

const person: Consent = {
  version: "1".repeat(64),
  kind: "person",
  capacity: "personal",
  level: 2,
  named: false,
  commitment: "c".repeat(64),
};
const organisation: Consent = { ...person, kind: "organisation", capacity: "institutional", named: true };
const terms = { who: ["organisation", "person"], leastLevel: { organisation: 2, person: 1 }, unnamed: true } as const;

test("what the terms allow passes", () => {
  checkTerms(person, terms, 4);
  checkTerms({ ...person, level: 1 }, terms, 4);
  checkTerms(organisation, terms, 4);
  checkTerms({ ...organisation, named: false }, terms, 4);
  checkTerms({ ...person, named: true }, { ...terms, unnamed: false }, 4);
});

test("what the terms do not allow is an illegal entry, in words", () => {
  const refuse = (entry: Consent, changed: Partial<typeof terms> | object, message: RegExp) =>
    assert.throws(() => checkTerms(entry, { ...terms, ...changed }, 4), { code: "illegal_entry", message });
  refuse(person, { who: ["organisation"] }, /^entry 4 breaks the terms of its version: it is not open to people$/);
  refuse(organisation, { who: ["person"] }, /it is not open to organisations$/);
  refuse({ ...organisation, level: 1 }, {}, /level 1 is below the least level 2$/);
  refuse(person, { leastLevel: { organisation: 1, person: 3 } }, /level 2 is below the least level 3$/);
  refuse(person, { unnamed: false }, /it does not allow unnamed signatures$/);
});
