import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEntry } from "../signature/entry.ts";
import { tellCount, tellEntry, tellNumber, tellShown } from "./tell.ts";

test("numbers", () => {
  assert.equal(tellNumber(1_980_000), "1,980,000");
  assert.equal(tellCount(1, "person", "people"), "1 person");
  assert.equal(tellCount(0, "person", "people"), "0 people");
});

test("an entry that ends a signature is told in words", () => {
  const told = (json: string) => tellEntry(parseEntry(new TextEncoder().encode(json)));
  assert.equal(told('{"act":"withdraw","of":1009}'), "The signatory took back the signature at entry 1,009.");
  assert.equal(
    told('{"act":"remove","of":6,"reason":"forged"}'),
    "The depositary took out the signature at entry 6: nobody of that name signed.",
  );
  assert.match(told('{"act":"erase","of":7}'), /the signature at entry 7 was is destroyed, and it no longer counts\.$/);
  assert.match(told('{"act":"anonymise","of":4}'), /and it still counts\.$/);
  assert.equal(told('{"act":"close"}'), "The act “close”.");
});

test("who is shown is told with all that the public part shows, each name once", () => {
  const day = { lang: "en", date: "2026-11-20" };
  assert.equal(tellShown(day), null);
  assert.equal(
    tellShown({ ...day, name: "Ada Winter", role: "teacher", place: "Riverbend" }),
    "Ada Winter, teacher, Riverbend",
  );
  const names = { en: "Reading Association", fr: "Association de lecture", nl: "Association de lecture" };
  assert.equal(
    tellShown({
      ...day,
      name: "Reading Association",
      domain: "reading.example",
      names,
      country: "KE",
      authority: "director",
    }),
    "Reading Association (reading.example), also Association de lecture, KE, with authority to sign declared by: director",
  );
  const identity = { issuer: "https://orcid.org", subject: "0000-0002-1825-0097" };
  assert.equal(
    tellShown({ ...day, name: "Ada Winter", identity }),
    "Ada Winter, https://orcid.org 0000-0002-1825-0097",
  );
});
