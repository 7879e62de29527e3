import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertStrict } from "../../../tests/mangle.ts";
import { readOutsideVectors, reportRun } from "../../../tests/outside-vectors.ts";
import { decodeHex, decodeUtf8, encodeHex, encodeUtf8 } from "./bytes.ts";
import { MalformedError } from "./errors.ts";
import type { JsonValue } from "./json.ts";
import { formatCanonicalJson, parseCanonicalJson } from "./json.ts";

const LIMIT = 100_000;

function canonical(value: JsonValue): string {
  return decodeUtf8(formatCanonicalJson(value));
}

function parse(text: string): JsonValue {
  return parseCanonicalJson(encodeUtf8(text), LIMIT);
}

test("members are sorted by UTF-16 code units, and numbers written as ECMAScript does", () => {
  assert.equal(canonical({ b: 1, a: 2, "\ufb33": 3, "\u{1f602}": 4 }), '{"a":2,"b":1,"\u{1f602}":4,"\ufb33":3}');
  assert.equal(canonical([1e21, 1e-7, 0.1, -0, 100]), "[1e+21,1e-7,0.1,0,100]");
  assert.equal(canonical('\u0000\u001f\u007f\u2028/"\\'), '"\\u0000\\u001f\u007f\u2028/\\"\\\\"');
});

test("JSON that is not canonical is refused, though it means the same", () => {
  for (const text of [
    " 1",
    "1 ",
    "1\n",
    "1.0",
    "1e0",
    "-0",
    "+1",
    "01",
    "0.10",
    "1E30",
    "9007199254740993",
    "1e400",
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{ "a":1}',
    '{"a": 1}',
    "[1, 2]",
    "[1,]",
    '"\\u0061"',
    '"\\/"',
    '"\\u000A"',
    '"\\u000a"',
    '"\\ud800"',
    '"\t"',
    "'a'",
    "NaN",
    "undefined",
    "",
    "{",
    "\ufeff1",
    "1//",
  ]) {
    assert.throws(() => parse(text), MalformedError, JSON.stringify(text));
  }
  assert.throws(() => parseCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22), LIMIT), MalformedError);
});

test("a member named __proto__ is a member like any other", () => {
  const value = parse('{"__proto__":{"a":1}}');
  assert.deepEqual(Object.keys(value as object), ["__proto__"]);
  assert.equal((value as { a?: unknown }).a, undefined);
  assert.equal(canonical(value), '{"__proto__":{"a":1}}');
});

test("the limit counts bytes, and holds before anything is read", () => {
  assert.equal(parseCanonicalJson(encodeUtf8('"\u20ac"'), 5), "\u20ac");
  assert.throws(() => parseCanonicalJson(encodeUtf8('"\u20ac"'), 4), { code: "too_large" });
});

test("deep nesting is read or refused, and never ends the process", () => {
  const depth = LIMIT / 2;
  const nested = encodeUtf8("[".repeat(depth) + "]".repeat(depth));
  try {
    assert.deepEqual(formatCanonicalJson(parseCanonicalJson(nested, LIMIT)), nested);
  } catch (error) {
    assert.ok(error instanceof MalformedError);
  }
  assert.throws(() => parse("[".repeat(LIMIT)), MalformedError);
});

test("what JSON cannot carry is not written", () => {
  for (const value of ["\ud800", { "\udc00": 1 }, Number.NaN, [Number.NEGATIVE_INFINITY]]) {
    assert.throws(() => formatCanonicalJson(value), { name: "MalformedError", code: "malformed" });
  }
});

const jsonValue = fc.jsonValue({ stringUnit: "binary", maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

test("what formatCanonicalJson writes, parseCanonicalJson reads", () => {
  fc.assert(
    fc.property(jsonValue, (value) => {
      const bytes = formatCanonicalJson(value);
      const read = parseCanonicalJson(bytes, LIMIT);
      // JSON has no negative zero: JCS writes it as 0.
      assert.deepEqual(read, JSON.parse(JSON.stringify(value)));
      assert.deepEqual(formatCanonicalJson(read), bytes);
    }),
    { numRuns: 500 },
  );
});

test("the order in which members were put in does not matter", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.string({ unit: "binary" }), fc.integer()), { selector: ([key]) => key }),
      (members) => {
        const forth = canonical(Object.fromEntries(members));
        assert.equal(canonical(Object.fromEntries(members.toReversed())), forth);
      },
    ),
  );
});

test("mangled JSON is refused, or read for exactly what it says", () => {
  for (const text of ['{"a":[1,2.5,-3e+25],"b":{"\u20ac":"\\u0000\\n"},"c":null,"d":true}', '["\u{1f602}",false,""]']) {
    const { refused, taken } = assertStrict(
      encodeUtf8(text),
      (bytes) => parseCanonicalJson(bytes, LIMIT),
      formatCanonicalJson,
    );
    assert.ok(refused > 0 && taken > 0);
  }
});

test("outside vectors: canonical JSON (RFC 8785)", (t) => {
  const files = new Map(readOutsideVectors(t, "jcs").map(({ name, bytes }) => [name, new Uint8Array(bytes)]));
  const inputs = [...files].filter(([name]) => name.startsWith("input/"));
  for (const [name, bytes] of inputs) {
    const canonicalBytes = formatCanonicalJson(JSON.parse(decodeUtf8(bytes)) as JsonValue);
    const output = files.get(name.replace("input/", "output/"));
    const outhex = files.get(name.replace("input/", "outhex/").replace(".json", ".txt"));
    assert.ok(output !== undefined && outhex !== undefined, `${name} has an output and an outhex`);
    assert.equal(encodeHex(canonicalBytes), encodeHex(output), name);
    assert.deepEqual(canonicalBytes, decodeHex(decodeUtf8(outhex).replaceAll(/\s/g, "")), name);
    assert.equal(encodeHex(formatCanonicalJson(parseCanonicalJson(output, LIMIT))), encodeHex(output), name);
    assert.throws(() => parseCanonicalJson(bytes, LIMIT), { code: "not_canonical" }, `${name} itself is not canonical`);
  }
  assert.equal(files.size, 3 * inputs.length, "every file belongs to an input");
  reportRun(t, "jcs", inputs.length);
});
