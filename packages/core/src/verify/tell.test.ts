import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEntry } from "../signature/entry.ts";
import { tellCount, tellEntry, tellNumber } from "./tell.ts";

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
