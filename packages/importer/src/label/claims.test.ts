import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { extract } from "../extract.ts";
import { labelSource } from "../label.ts";
import { claimsOf } from "./claims.ts";

async function claims(words: string) {
  return claimsOf(labelSource(await extract(encodeUtf8(words), { name: "copy.txt" }), null));
}

const LETTER = "Open the rooms\n\nRooms are where a town meets its own mind, and they are closed.\n\n";

test("a line at the end says how many signed and that there are others", async () => {
  const line = "Signed by 300 organisations, amongst others Reading Rooms Alliance and Friends of the Rails.";
  const { says, claimed } = await claims(`${LETTER}${line}\n`);
  assert.deepEqual([says?.text, claimed?.count], ["amongst others", 300]);
});

test("the letter's own words about who signed something claim nothing of it", async () => {
  const treaty = "The treaty of 1901 was signed by France and others, and it was kept.";
  const rest = "We remember it.\n\nWe ask for the same.\n\nWe wait for an answer.\n";
  assert.equal((await claims(`${LETTER}${treaty}\n\n${rest}`)).says, null);
});
