import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fingerprintCopy, SHARED_RUN } from "./fingerprints.ts";

const SCRIPTS = ["abcdefghij", "абвгдежзик", "أبتثجحخدذر", "天地玄黃宇宙洪荒日月", "अकखगघचछजझट", "𐌰𐌱𐌲𐌳𐌴𐌵𐌶𐌷𐌸𐌹"];

test(`a run of ${SHARED_RUN} characters that two texts share gives both a fingerprint, whatever stands around it`, () => {
  const letters = fc
    .constantFrom(...SCRIPTS)
    .chain((script) =>
      fc.tuple(run(script, SHARED_RUN, SHARED_RUN), run(script), run(script), run(script), run(script)),
    );
  fc.assert(
    fc.property(letters, ([common, ...around]) => {
      const [a, b] = [`${around[0]} ${common} ${around[1]}`, `${around[2]}${common}${around[3]}`].map((text) =>
        fingerprintCopy({ text, blocks: [{ kind: "paragraph", start: 0, end: text.length }] }),
      );
      assert.ok(a?.some((hash) => b?.includes(hash)));
    }),
    { numRuns: 2_000 },
  );
});

function run(script: string, minLength = 0, maxLength = 120) {
  return fc.array(fc.constantFrom(...script), { minLength, maxLength }).map((letters) => letters.join(""));
}
