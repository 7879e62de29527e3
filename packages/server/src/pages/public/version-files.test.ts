import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { parseManifest } from "@undersigned/core/statement/manifest.ts";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({ slug: "rooms" });
});

after(() => pages.close());

async function read(path: string): Promise<Uint8Array> {
  const answer = await pages.get(path);
  assert.equal(answer.status, 200, path);
  return new Uint8Array(await answer.arrayBuffer());
}

test("what a version is made of is served byte for byte: each file has the digest that names it", async () => {
  const folder = `/s/${statement.id}/versions/1`;
  const bytes = await read(`${folder}/manifest.json`);
  assert.equal(encodeHex(sha256(bytes)), statement.version?.digest);
  const manifest = parseManifest(bytes);
  const notice = await read(`${folder}/consent-notice.txt`);
  assert.equal(encodeHex(sha256(notice)), manifest.terms.consentNotice);
  const text = await read(`${folder}/text.en.md`);
  assert.equal(encodeHex(sha256(text)), manifest.texts[0]?.sha256);
  const { headers } = await pages.get(`${folder}/manifest.json`);
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("cache-control"), "public, max-age=31536000, immutable, no-transform");
});

test("what there is not is not found, and a statement by link only shows nothing without it", async () => {
  const hidden = await pages.open({ slug: "hidden", visibility: "link" });
  for (const path of [
    "/s/rooms/versions/2/manifest.json",
    "/s/rooms/versions/0/manifest.json",
    "/s/rooms/versions/1/other.json",
    "/s/rooms/versions/1/text.fr.md",
    "/s/nothing/versions/1/manifest.json",
    "/s/hidden/versions/1/manifest.json",
  ]) {
    assert.equal((await pages.get(path)).status, 404, path);
  }
  const answer = await pages.get(`/s/hidden/versions/1/manifest.json?key=${hidden.linkKey}`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("cache-control") ?? "", /^private/);
});
