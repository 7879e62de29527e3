import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertStrict } from "../../../../tests/mangle.ts";
import { encodeHex, encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { formatEntryBundle, parseEntryBundle } from "./entry-bundle.ts";

test("each entry stands behind its length in two big-endian bytes", () => {
  const bundle = formatEntryBundle([encodeUtf8("abc"), new Uint8Array(0), new Uint8Array(258)]);
  assert.equal(encodeHex(bundle.subarray(0, 9)), "000361626300000102");
  assert.equal(bundle.length, 9 + 258);
});

test("the longest entry passes, a longer one cannot be written", () => {
  const longest = new Uint8Array(65_535).fill(7);
  assert.deepEqual(parseEntryBundle(formatEntryBundle([longest]), 1), [longest]);
  assert.throws(() => formatEntryBundle([new Uint8Array(65_536)]), /65,535/);
});

test("a bundle holds 1 to 256 entries", () => {
  assert.throws(() => formatEntryBundle([]), /1 to 256/);
  assert.throws(() => formatEntryBundle(Array<Uint8Array>(257).fill(new Uint8Array(0))), /1 to 256/);
  const full = formatEntryBundle(Array<Uint8Array>(256).fill(Uint8Array.of(1)));
  assert.equal(parseEntryBundle(full, 256).length, 256);
  for (const width of [0, -1, 257, 1.5, Number.NaN]) {
    assert.throws(() => parseEntryBundle(full, width), MalformedError);
  }
});

test("a bundle cut short, or read at another width, is refused", () => {
  const bundle = formatEntryBundle([encodeUtf8("abc"), encodeUtf8("de")]);
  for (let length = 0; length < bundle.length; length++) {
    assert.throws(() => parseEntryBundle(bundle.subarray(0, length), 2), MalformedError);
  }
  assert.throws(() => parseEntryBundle(bundle, 1), MalformedError);
  assert.throws(() => parseEntryBundle(bundle, 3), MalformedError);
});

test("a mangled bundle is refused, or read for exactly what it holds", () => {
  const bundle = formatEntryBundle([encodeUtf8("abc"), new Uint8Array(0), encodeUtf8("defgh")]);
  const { refused, taken } = assertStrict(bundle, (bytes) => parseEntryBundle(bytes, 3), formatEntryBundle);
  assert.ok(refused > 0 && taken > 0);
});

test("what formatEntryBundle writes, parseEntryBundle reads", () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 700 }), { minLength: 1, maxLength: 256 });
  fc.assert(
    fc.property(entries, (given) => assert.deepEqual(parseEntryBundle(formatEntryBundle(given), given.length), given)),
  );
});

test("what parseEntryBundle takes of any bytes, formatEntryBundle writes", () => {
  const bytes = fc
    .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 255), { maxLength: 20 })
    .map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 4 }), (given, width) => {
      let entries: Uint8Array[];
      try {
        entries = parseEntryBundle(given, width);
      } catch (error) {
        assert.ok(error instanceof MalformedError);
        return;
      }
      assert.deepEqual(formatEntryBundle(entries), given);
    }),
    { numRuns: 1000 },
  );
});
