import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStrict } from "../../../../tests/mangle.ts";
import { decodeUtf8, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { hashLeaf } from "./merkle.ts";
import { formatTile, formatTilePath, parseTile, parseTilePath, tileRows, tileWidth } from "./tile.ts";

test("paths are written as in C2SP tlog-tiles", () => {
  assert.equal(formatTilePath({ level: 0, index: 1234067, width: 256 }), "tile/0/x001/x234/067");
  assert.equal(formatTilePath({ level: 0, index: 1067, width: 12 }), "tile/0/x001/067.p/12");
  assert.equal(formatTilePath({ level: "entries", index: 0, width: 255 }), "tile/entries/000.p/255");
  assert.equal(formatTilePath({ level: 63, index: 999, width: 1 }), "tile/63/999.p/1");
  assert.equal(
    formatTilePath({ level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }),
    "tile/0/x009/x007/x199/x254/x740/991",
  );
});

test("paths that no tile has are refused", () => {
  for (const path of [
    "",
    "tile/0",
    "/tile/0/000",
    "tile/0/000/",
    "tile/0/0",
    "tile/0/0000",
    "tile/0/x000/001",
    "tile/0/001/002",
    "tile/0/x001/x002",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/data/000",
    "tile/Entries/000",
    "tile/0/000.p/0",
    "tile/0/000.p/01",
    "tile/0/000.p/256",
    "tile/0/000.p/257",
    "tile/0/000.p/",
    "tile/0/000.p",
    "tile/0/000.p/1/",
    "tile/0/x009/x007/x199/x254/x740/992",
    "tile/0/x999/x999/x999/x999/x999/x999/999",
    "tile/0/\u0660\u0660\u0660",
    "tile/0/000\n",
    "tile/0/../000",
  ]) {
    assert.throws(() => parseTilePath(path), MalformedError, JSON.stringify(path));
  }
});

test("a mangled path is refused, or names another tile in its one form", () => {
  for (const path of ["tile/0/x001/x234/067.p/12", "tile/entries/000", "tile/6/031.p/255"]) {
    const { refused, taken } = assertStrict(
      encodeUtf8(path),
      (bytes) => parseTilePath(decodeUtf8(bytes)),
      (coordinate) => encodeUtf8(formatTilePath(coordinate)),
    );
    assert.ok(refused > 0 && taken > 0);
  }
});

test("widths in a tree of 70,000 leaves are those of the specification's example", () => {
  const widths = [
    tileWidth(0, 272, 70_000),
    tileWidth(0, 273, 70_000),
    tileWidth(0, 274, 70_000),
    tileWidth(1, 0, 70_000),
    tileWidth(1, 1, 70_000),
    tileWidth(2, 0, 70_000),
    tileWidth(3, 0, 70_000),
  ];
  assert.deepEqual(widths, [256, 112, 0, 256, 17, 1, 0]);
  assert.equal(tileWidth("entries", 273, 70_000), 112);
  assert.deepEqual([tileWidth(0, 0, 256), tileWidth(1, 0, 256)], [256, 1]);
  assert.deepEqual([tileWidth(0, 0, 0), tileWidth(63, 0, Number.MAX_SAFE_INTEGER)], [0, 0]);
});

test("a tile of another length than its width is refused", () => {
  const hashes = [hashLeaf(Uint8Array.of(1)), hashLeaf(Uint8Array.of(2))];
  const bytes = formatTile(hashes);
  assert.deepEqual(parseTile(bytes, 2), hashes);
  for (const width of [0, 1, 3, 257, -1, 1.5, Number.NaN]) {
    assert.throws(() => parseTile(bytes, width), MalformedError);
  }
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => parseTile(bytes.subarray(0, length), 2), MalformedError);
  }
});

test("rows of a tile count its complete subtrees", () => {
  const hashes = Array.from({ length: 256 }, (_, i) => hashLeaf(Uint8Array.of(i)));
  assert.deepEqual(
    tileRows(hashes).map((row) => row.length),
    [256, 128, 64, 32, 16, 8, 4, 2, 1],
  );
  assert.deepEqual(
    tileRows(hashes.slice(0, 13)).map((row) => row.length),
    [13, 6, 3, 1],
  );
  assert.deepEqual(tileRows([]), []);
});
