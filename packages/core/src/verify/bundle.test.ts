import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBundle, HOST } from "../../../../tests/bundle-fixture.ts";
import { STATEMENT, tellStory } from "../../../../tests/bundle-story.ts";
import { assertStrict } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { formatVerifierKey } from "../log/note.ts";
import { DESCRIPTION_FILE, entriesFile, formatDescription, openingsFile, parseDescription } from "./bundle.ts";
import { formatReadme } from "./readme.ts";

const files = await buildBundle(tellStory());
const bytes = files.get(DESCRIPTION_FILE) ?? new Uint8Array();

test("bundle.json is read strictly", () => {
  const { refused, taken } = assertStrict(bytes, parseDescription, formatDescription);
  assert.ok(refused > 5_000, `${refused} refused`);
  // What is taken is another size or digest: whether that is right is for the other files to say.
  assert.ok(taken > 0);
});

test("bundle.json must agree with itself", () => {
  const description = parseDescription(bytes);
  const { vkey, versions } = description;
  const wrong = [
    { ...description, origin: HOST },
    { ...description, origin: `other.example/s/${STATEMENT}` },
    { ...description, vkey: formatVerifierKey(makeTestSigner(`${HOST}/s/${STATEMENT}`, 7).key) },
    { ...description, vkey: `${vkey}=` },
    { ...description, size: 0 },
    { ...description, versions: [] },
    { ...description, versions: versions.toReversed() },
    { ...description, versions: versions.slice(1) },
  ];
  for (const each of wrong) assert.throws(() => formatDescription(each), MalformedError, JSON.stringify(each));
});

test("a later edition of the format is told apart from a broken one", () => {
  const text = decodeUtf8(bytes);
  assert.throws(() => parseDescription(encodeUtf8(text.replace("@v1", "@v12"))), { code: "unsupported" });
  assert.throws(() => parseDescription(encodeUtf8(text.replace("@v1", "@v01"))), { code: "malformed" });
  assert.throws(() => parseDescription(encodeUtf8("[]")), { code: "malformed" });
});

test("files of entries and openings are named by the tiles of the log", () => {
  assert.equal(entriesFile(0, 300), "log/tile/entries/000");
  assert.equal(entriesFile(1, 300), "log/tile/entries/001.p/44");
  assert.equal(openingsFile(0, 300), "openings/000.jsonl");
  assert.equal(openingsFile(1, 300), "openings/001.p/44.jsonl");
  assert.equal(openingsFile(1234, 1234 * 256 + 1), "openings/x001/234.p/1.jsonl");
});

test("README.txt names depositary and statement", () => {
  const text = decodeUtf8(formatReadme(`${HOST}/s/${STATEMENT}`));
  assert.match(text, /Depositary: letters\.example\nStatement: {2}readingrooms2345\n/);
  assert.ok(text.split("\n").every((line) => line.length <= 80));
  assert.throws(() => formatReadme("not an origin"), { code: "malformed" });
});
