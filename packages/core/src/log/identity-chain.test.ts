import assert from "node:assert/strict";
import { test } from "node:test";
import { HOST, SEED } from "../../../../tests/bundle-fixture.ts";
import { tellIdentity } from "../../../../tests/identity-fixture.ts";
import { mangle } from "../../../../tests/mangle.ts";
import { makeTestSigner } from "../../../../tests/test-signer.ts";
import type { JsonValue } from "../json.ts";
import {
  checkIdentityChain,
  decodeIdentityLinks,
  encodeIdentityLinks,
  IDENTITY_LINK_LIMIT,
  isSameKey,
  keysOfChain,
} from "./identity-chain.ts";
import { parseNote } from "./note.ts";
import { parseLogProof } from "./proof.ts";

const FIRST = { host: HOST, seed: SEED };
const holders = [
  { host: HOST, seed: 31 },
  { host: "sign.letters.example", seed: 31 },
  { host: "sign.letters.example", seed: 32 },
];
const links = await tellIdentity(
  FIRST,
  holders.map((to) => ({ to })),
);

test("a chain leads from the first key to the last, through every host", () => {
  const chain = checkIdentityChain(links);
  const expected = [FIRST, ...holders].map(({ host, seed }) => makeTestSigner(host, seed).key);
  assert.deepEqual(keysOfChain(chain), expected);
  assert.deepEqual(
    chain.map(({ act, checkpoint }) => [act, checkpoint.origin, checkpoint.size]),
    [
      ["rotate", HOST, 11],
      ["move", HOST, 22],
      ["rotate", "sign.letters.example", 12],
    ],
  );
  assert.deepEqual(keysOfChain([]), []);
});

test("the first checkpoint of the new key is signed by both, and nothing longer is by the old one", () => {
  const [first] = links;
  assert.ok(first !== undefined);
  const { signatures } = parseNote(parseLogProof(first.proof).checkpoint);
  assert.deepEqual(
    signatures.map(({ name }) => name),
    [HOST, HOST],
  );
});

test("a byte changed anywhere in a link breaks it, or changes nothing that is signed", () => {
  const [link] = links;
  assert.ok(link !== undefined);
  const [known] = checkIdentityChain([link]);
  assert.ok(known !== undefined);
  for (const member of ["entry", "proof"] as const) {
    // A signature takes its time: one damage in nine is enough, and another at each byte.
    for (const { what, bytes } of [...mangle(link[member])].filter((_, at) => at % 9 === 0)) {
      const damaged = { ...link, [member]: bytes };
      try {
        const [read] = checkIdentityChain([damaged]);
        // A line by a key that nobody knows may be anything.
        assert.ok(read !== undefined && isSameKey(read.key, known.key) && isSameKey(read.from, known.from), what);
      } catch (error) {
        assert.ok(error instanceof Error && error.name !== "AssertionError", what);
        assert.ok("code" in error, `${member}: ${what}: ${error}`);
      }
    }
  }
});

test("links are written in JSON and read again", () => {
  const written = encodeIdentityLinks(links);
  assert.deepEqual(decodeIdentityLinks(JSON.parse(JSON.stringify(written))), links);
  const [one] = written;
  assert.ok(one !== undefined);
  const wrong: (JsonValue | undefined)[] = [
    undefined,
    null,
    "",
    {},
    [null],
    [[]],
    [{}],
    [{ entry: one.entry }],
    [{ ...one, more: 1 }],
    [{ ...one, entry: 7 }],
    [{ ...one, proof: null }],
    [{ ...one, entry: "%" }],
  ];
  for (const value of wrong) assert.throws(() => decodeIdentityLinks(value), { code: "malformed" });
  const many = Array.from({ length: IDENTITY_LINK_LIMIT + 1 }, () => one);
  assert.throws(() => decodeIdentityLinks(many), { code: "too_large" });
  assert.equal(decodeIdentityLinks(many.slice(1)).length, IDENTITY_LINK_LIMIT);
});
