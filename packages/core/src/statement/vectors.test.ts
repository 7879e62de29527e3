import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readCommonMark, withoutPlaces } from "../../../../tests/commonmark.ts";
import { decodeHex, encodeHex, encodeUtf8, sha256 } from "../bytes.ts";
import { MalformedError, UndersignedError } from "../errors.ts";
import type { Manifest } from "./manifest.ts";
import { digestManifest, formatManifest, parseManifest } from "./manifest.ts";
import { checkManifestTexts } from "./manifest-texts.ts";
import type { Text } from "./text.ts";
import { digestText, formatText, parseText } from "./text.ts";

type Fault = { code: string; line?: number; column?: number };
type TextVector = { text?: string; hex?: string; error?: Fault } & Partial<Text> & { sha256?: string };
type VersionVector = { text: string; files?: Record<string, string>; error?: Fault; digest?: string; value?: Manifest };

/** The vectors of a folder by the name of their file; those of what is valid begin with `valid_`. */
function readVectors<T>(folder: string): Map<string, T> {
  const root = new URL(`../../../../vectors/${folder}/`, import.meta.url);
  const names = readdirSync(root).filter((name) => name.endsWith(".json"));
  return new Map(
    names.sort().map((name) => [name.slice(0, -5), JSON.parse(readFileSync(new URL(name, root), "utf8"))]),
  );
}

test("texts of the vectors parse to what is written there, and so does CommonMark", (t) => {
  const vectors = [...readVectors<TextVector>("text")].filter(([name]) => name.startsWith("valid_"));
  for (const [name, vector] of vectors) {
    assert.ok(vector.text !== undefined && vector.error === undefined, name);
    const bytes = encodeUtf8(vector.text);
    const parsed = parseText(bytes);
    assert.deepEqual(parsed, { title: vector.title, blocks: vector.blocks }, name);
    assert.equal(formatText(parsed), vector.text, name);
    assert.equal(encodeHex(digestText(bytes)), vector.sha256, name);
    assert.deepEqual(readCommonMark(vector.text), withoutPlaces(parsed), name);
  }
  assert.ok(vectors.length >= 27);
  t.diagnostic(`${vectors.length} valid texts`);
});

test("defects of the vectors are refused where they stand", (t) => {
  const vectors = [...readVectors<TextVector>("text")].filter(([name]) => !name.startsWith("valid_"));
  for (const [name, vector] of vectors) {
    const bytes = vector.hex === undefined ? encodeUtf8(vector.text ?? "") : decodeHex(vector.hex);
    assert.throws(
      () => parseText(bytes),
      (error) => {
        assert.ok(error instanceof MalformedError, `${name}: threw ${error}`);
        assert.deepEqual({ code: error.code, line: error.line, column: error.column }, vector.error, name);
        return true;
      },
      name,
    );
  }
  assert.ok(vectors.length >= 160);
  t.diagnostic(`${vectors.length} defects of texts`);
});

function checkVersion(vector: VersionVector): Manifest {
  const manifest = parseManifest(encodeUtf8(vector.text));
  const files = Object.entries(vector.files ?? {}).map(([lang, text]) => [lang, encodeUtf8(text)] as const);
  if (vector.files !== undefined) checkManifestTexts(manifest, new Map(files));
  return manifest;
}

test("versions of the vectors are accepted with their digest, or refused with their code", (t) => {
  const vectors = readVectors<VersionVector>("version");
  for (const [name, vector] of vectors) {
    if (name.startsWith("valid_")) {
      const manifest = checkVersion(vector);
      assert.deepEqual(manifest, vector.value, name);
      assert.deepEqual(formatManifest(manifest), encodeUtf8(vector.text), name);
      assert.equal(encodeHex(digestManifest(manifest)), vector.digest, name);
      assert.equal(encodeHex(sha256(encodeUtf8(vector.text))), vector.digest, name);
    } else {
      assert.throws(
        () => checkVersion(vector),
        (error) => error instanceof UndersignedError && error.code === vector.error?.code,
        name,
      );
    }
  }
  assert.ok(vectors.size >= 93);
  t.diagnostic(`${vectors.size} versions`);
});
