import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEntry } from "../signature/entry.ts";
import { tellCount, tellEntry, tellLevel, tellNumber, tellShown } from "./tell.ts";

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
  assert.match(
    told('{"act":"dispute","of":9}'),
    /^Somebody says .* never gave the signature at entry 9: it is disputed/,
  );
  assert.equal(told('{"act":"uphold","of":9}'), "The dispute over the signature at entry 9 is settled, and it stands.");
  const observation = "ab".repeat(32);
  assert.match(
    told(`{"act":"attest","level":3,"observation":"${observation}","of":9}`),
    /entry 9; from then on that has level 3\.$/,
  );
  assert.equal(told('{"act":"close"}'), "The act “close”.");
});

test("each level is told in words", () => {
  assert.equal(tellLevel("organisation", 1), "confirmed from a mailbox");
  assert.equal(tellLevel("organisation", 3), "confirmed by its own domain or website");
  assert.equal(tellLevel("person", 3), "named by an organisation");
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
