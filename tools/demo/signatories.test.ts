import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSignature } from "@undersigned/server/depositary/signature-fields.ts";
import { EDITIONS } from "./editions.ts";
import { makeChance, makeSignatories } from "./signatories.ts";

const signatories = makeSignatories(4_000, makeChance(1));
const version = "0".repeat(64);

test("every invented signatory could have been typed on the sign page", () => {
  const languages = new Set(EDITIONS.map(({ lang }) => lang));
  for (const signatory of signatories) {
    // Throws with the field at fault; what comes out is what went in.
    const checked = checkSignature({ ...signatory, consent: true, version });
    assert.equal(checked.name, signatory.name.normalize("NFC"));
    assert.ok(languages.has(signatory.lang));
  }
  assert.equal(new Set(signatories.map(({ mailbox }) => mailbox)).size, signatories.length);
});

test("they are organisations and people, named and not, of many scripts", () => {
  const share = (holds: (one: (typeof signatories)[number]) => boolean) => signatories.filter(holds).length / 4_000;
  assert.ok(Math.abs(share(({ kind }) => kind === "organisation") - 0.14) < 0.03);
  assert.ok(Math.abs(share(({ named }) => named) - (0.14 + 0.86 * 0.45)) < 0.03);
  for (const script of [
    "Latin",
    "Cyrillic",
    "Arabic",
    "Han",
    "Greek",
    "Devanagari",
    "Georgian",
    "Armenian",
    "Hangul",
  ]) {
    const letters = new RegExp(`^\\p{Script=${script}}`, "u");
    assert.ok(share(({ name }) => letters.test(name)) > 0.015, script);
  }
});

test("the same seed invents the same signatories", () => {
  assert.deepEqual(makeSignatories(50, makeChance(7)), makeSignatories(50, makeChance(7)));
  assert.notDeepEqual(makeSignatories(50, makeChance(7)), makeSignatories(50, makeChance(8)));
});
