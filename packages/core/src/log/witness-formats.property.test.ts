import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { makeTestCosigner, makeTestSigner } from "../../../../tests/test-signer.ts";
import { encodeUtf8 } from "../bytes.ts";
import { MalformedError } from "../errors.ts";
import { formatCheckpoint } from "./checkpoint.ts";
import { checkCosignatures, signCosignature } from "./cosignature.ts";
import { formatNote, parseNote, signNote } from "./note.ts";
import type { Policy } from "./policy.ts";
import { formatPolicy, meetsQuorum, parsePolicy } from "./policy.ts";
import { formatWitnessRequest, parseWitnessRequest } from "./witness-request.ts";

const ORIGIN = "letters.example";
const log = makeTestSigner(ORIGIN, 1);
const witnesses = Array.from({ length: 6 }, (_, i) => makeTestCosigner(`witness${i}.example`, 40 + i));
const size = fc.maxSafeNat();
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const checkpoint = fc
  .tuple(size, hash)
  .map(([size, root]) => formatCheckpoint({ origin: ORIGIN, size, root, extensions: [] }));

test("what witnesses cosign is found for whoever is known of them, at the latest of their times", () => {
  const line = fc.record({ by: fc.constantFrom(...witnesses), time: fc.maxSafeNat() });
  fc.assert(
    fc.property(checkpoint, fc.array(line, { maxLength: 6 }), fc.subarray(witnesses), (text, lines, known) => {
      const signatures = lines.map(({ by, time }) => signCosignature(text, time, by.cosigner));
      const note = parseNote(formatNote(text, [...parseNote(signNote(text, [log.signer])).signatures, ...signatures]));
      const expected = known.flatMap(({ key }) => {
        const times = lines.filter(({ by }) => by.key === key).map(({ time }) => time);
        return times.length === 0 ? [] : [{ key, time: Math.max(...times) }];
      });
      assert.deepEqual(
        checkCosignatures(
          note,
          known.map(({ key }) => key),
        ),
        expected,
      );
    }),
    { numRuns: 60 },
  );
});

test("what formatWitnessRequest writes, parseWitnessRequest reads", () => {
  fc.assert(
    fc.property(size, fc.array(hash, { maxLength: 63 }), checkpoint, (old, proof, text) => {
      const request = { old, proof, checkpoint: signNote(text, [log.signer]) };
      assert.deepEqual(parseWitnessRequest(formatWitnessRequest(request)), request);
    }),
    { numRuns: 100 },
  );
});

/** Groups over the witnesses in which each name is a member once at most, as a policy asks. */
const policies: fc.Arbitrary<Policy> = fc
  .record({
    groups: fc.array(fc.record({ take: fc.nat(5), threshold: fc.nat(5) }), { maxLength: 4 }),
    quorum: fc.nat(100),
    url: fc.option(fc.constant("https://witness.example/"), { nil: null }),
  })
  .map(({ groups, quorum, url }) => {
    const free = witnesses.map((_, i) => `w${i}`);
    const made = groups.map(({ take, threshold }, i) => {
      const members = free.splice(0, take + 1);
      free.push(`g${i}`);
      return { name: `g${i}`, threshold: (threshold % members.length) + 1, members };
    });
    const names = ["none", ...witnesses.map((_, i) => `w${i}`), ...made.map(({ name }) => name)];
    return {
      logs: [{ key: log.key, url }],
      witnesses: witnesses.map(({ key }, i) => ({ name: `w${i}`, key, url })),
      groups: made,
      quorum: names[quorum % names.length] ?? "none",
    };
  });

test("what formatPolicy writes, parsePolicy reads", () => {
  fc.assert(
    fc.property(policies, (policy) => {
      assert.deepEqual(parsePolicy(formatPolicy(policy)), policy);
    }),
    { numRuns: 50 },
  );
});

/** The quorum as it is defined, from the top: slow, and apart from the code. */
function isMet({ witnesses, groups }: Policy, name: string, cosigned: ReadonlySet<string>): boolean {
  const group = groups.find((group) => group.name === name);
  if (group === undefined) return name === "none" || witnesses.some((w) => w.name === name && cosigned.has(w.key.name));
  const { members, threshold } = group;
  return members.filter((member) => isMet({ witnesses, groups } as Policy, member, cosigned)).length >= threshold;
}

test("a quorum is met exactly when its definition is, and one more witness never unmeets it", () => {
  fc.assert(
    fc.property(policies, fc.subarray(witnesses), fc.constantFrom(...witnesses), (policy, cosigned, further) => {
      const keys = cosigned.map(({ key }) => key);
      const met = meetsQuorum(policy, keys);
      assert.equal(met, isMet(policy, policy.quorum, new Set(keys.map(({ name }) => name))));
      if (met) assert.ok(meetsQuorum(policy, [...keys, further.key]));
    }),
    { numRuns: 300 },
  );
});

test("whatever is put between the words of a policy, it is read for one policy or refused with its line", () => {
  const [one] = witnesses;
  assert.ok(one !== undefined);
  const word = fc.constantFrom(
    "log",
    "witness",
    "group",
    "quorum",
    "none",
    "a",
    "all",
    "1",
    "#",
    " ",
    "\t",
    "\n",
    "\n",
  );
  let read = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const bytes = encodeUtf8(`quorum none\n${words.join(" ")}\n`);
      try {
        const policy = parsePolicy(bytes);
        read += 1;
        assert.deepEqual(parsePolicy(formatPolicy(policy)), policy);
      } catch (error) {
        assert.ok(error instanceof MalformedError && error.line !== undefined);
      }
    }),
    { numRuns: 1000, examples: [[["#"]]] },
  );
  assert.ok(read > 0);
});
