import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { parseEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { parseEntry } from "@undersigned/core/signature/entry.ts";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({ slug: "rooms" });
  await pages.sign(statement, "Ada Winter");
});

after(() => pages.close());

test("the key of the depositary, and the checkpoint of its log of heads", async () => {
  const answer = await pages.get("/.well-known/undersigned.json");
  const { origin, vkey } = JSON.parse(await answer.text());
  assert.equal(origin, "letters.example");
  const note = await pages.get("/log/checkpoint");
  assert.equal(note.headers.get("content-type"), "text/plain; charset=utf-8");
  const bytes = new Uint8Array(await note.arrayBuffer());
  assert.ok(openCheckpoint(bytes, parseVerifierKey(vkey), origin).size > 0);
});

test("checkpoint, tiles and entries of a statement's log, as C2SP tlog-tiles has them", async () => {
  const note = await pages.get("/s/rooms/log/checkpoint");
  const { origin, vkey } = statement.log ?? { origin: "", vkey: "" };
  const bytes = new Uint8Array(await note.arrayBuffer());
  const { size } = openCheckpoint(bytes, parseVerifierKey(vkey), origin);
  assert.equal(size, 2);
  const tile = await pages.get("/s/rooms/log/tile/0/000.p/2");
  assert.equal(tile.headers.get("content-type"), "application/octet-stream");
  assert.match(tile.headers.get("cache-control") ?? "", /immutable/);
  assert.equal((await tile.arrayBuffer()).byteLength, 64);
  const bundle = await pages.get("/s/rooms/log/tile/entries/000.p/2");
  const entries = parseEntryBundle(new Uint8Array(await bundle.arrayBuffer()), 2);
  assert.deepEqual(
    entries.map((entry) => parseEntry(entry).act),
    ["open", "sign"],
  );
});

test("what the log does not have is not found", async () => {
  for (const path of ["tile/0/000", "tile/0/000.p/3", "tile/0/0", "tile/entries/001.p/1", "tile/"]) {
    assert.equal((await pages.get(`/s/rooms/log/${path}`)).status, 404, path);
  }
  assert.equal((await pages.get("/s/nothing/log/checkpoint")).status, 404);
});
