import assert from "node:assert/strict";
import { test } from "node:test";
import { speak } from "../words/speak.ts";
import { signatoryName } from "./signatory.ts";

const say = speak("en");
const ADA = { kind: "person", name: "Ada Winter", place: "Riverbend" } as const;

async function shown(change: Partial<Parameters<typeof signatoryName>[1]>): Promise<string> {
  const page = String(await signatoryName(say, { ...ADA, ...change }));
  return page.replaceAll(/<[^>]+>/g, "");
}

test("a person with an organisation stands there for it, or for herself, and nobody can mistake which", async () => {
  const library = { organisation: "Library of X", role: "director" };
  assert.equal(
    await shown({ ...library, capacity: "institutional" }),
    "for Library of X: Ada Winter, director, Riverbend",
  );
  assert.equal(
    await shown({ ...library, capacity: "personal" }),
    "Ada Winter, director at Library of X, Riverbend (personal capacity; affiliation for identification only)",
  );
  assert.equal(
    await shown({ organisation: "Library of X", capacity: "personal" }),
    "Ada Winter, Library of X, Riverbend (personal capacity; affiliation for identification only)",
  );
  assert.equal(await shown({ capacity: "personal" }), "Ada Winter, Riverbend");
  assert.equal(await shown({ role: "teacher", capacity: "personal" }), "Ada Winter, teacher, Riverbend");
});

test("what somebody typed is escaped there as anywhere", async () => {
  const page = String(
    await signatoryName(say, { ...ADA, organisation: "<b>X</b>", role: "<i>", capacity: "institutional" }),
  );
  assert.ok(!page.includes("<b>") && !page.includes("<i>"));
});
