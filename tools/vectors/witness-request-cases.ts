import { decodeUtf8, encodeBase64, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { ErrorCode } from "@undersigned/core/errors.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { signNote } from "@undersigned/core/log/note.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { VectorBytes, WitnessRequestVector } from "../../tests/witness-vectors.ts";

const ORIGIN = "letters.example";
const { signer } = makeTestSigner(ORIGIN, 1);
const TEXT = formatCheckpoint({ origin: ORIGIN, size: 11, root: hashLeaf(encodeUtf8("root")), extensions: [] });
const CHECKPOINT = decodeUtf8(signNote(TEXT, [signer]));
const HASHES = Array.from({ length: 64 }, (_, index) => hashLeaf(encodeUtf8(`hash ${index}`)));
const LINES = HASHES.map((hash) => `${encodeBase64(hash)}\n`);
const [FIRST = "", SECOND = ""] = LINES;
/** Signature lines of others, each of 105 bytes and more, until the request is as long as asked. */
function padded(length: number): string {
  const head = `old 0\n\n${CHECKPOINT}`;
  const overhead = "\u2014 x.example \n".length + 2;
  const text = (bytes: number) => `\u2014 x.example ${encodeBase64(new Uint8Array(bytes).fill(1))}\n`;
  for (let bytes = Math.floor(((length - head.length - overhead) * 3) / 4) - 12; ; bytes++) {
    for (const name of ["", "a", "ab", "abc"]) {
      const request = `${head}${text(bytes).replace("x.example", `x${name}.example`)}`;
      if (encodeUtf8(request).length === length) return request;
    }
    if (encodeUtf8(`${head}${text(bytes)}`).length > length + 8) throw new Error("no padding fits");
  }
}

const VALID: Record<string, { about: string; old: number; hashes: number; checkpoint?: string }> = {
  valid: { about: "A request with a proof of two hashes.", old: 9, hashes: 2 },
  valid_first: { about: "From nothing, without a proof.", old: 0, hashes: 0 },
  valid_63_lines: { about: "63 lines of proof are read.", old: 1, hashes: 63 },
  valid_proof_from_zero: {
    about: "A proof from nothing is read; the witness answers that it does not hold.",
    old: 0,
    hashes: 1,
  },
  valid_old_beyond_size: {
    about: "An old size above the checkpoint's is read; the witness refuses it.",
    old: 12,
    hashes: 0,
  },
  valid_old_largest: { about: "2^53 - 1 is the greatest size.", old: Number.MAX_SAFE_INTEGER, hashes: 0 },
  valid_extension_line: {
    about: "A checkpoint with a further line.",
    old: 9,
    hashes: 1,
    checkpoint: decodeUtf8(signNote(`${TEXT}more\n`, [signer])),
  },
};

const REFUSED: Record<string, { about: string; error?: ErrorCode; request: string | VectorBytes }> = {
  empty: { about: "Nothing.", request: "" },
  old_missing: { about: "No old size.", request: `${FIRST}\n${CHECKPOINT}` },
  old_leading_zero: { about: "A zero before the old size.", request: `old 09\n${FIRST}\n${CHECKPOINT}` },
  old_negative: { about: "An old size below zero.", request: `old -1\n${FIRST}\n${CHECKPOINT}` },
  old_2_53: { about: "An old size of 2^53.", request: `old 9007199254740992\n${FIRST}\n${CHECKPOINT}` },
  old_2_63: { about: "An old size of 2^63.", request: `old 9223372036854775808\n${FIRST}\n${CHECKPOINT}` },
  old_two_spaces: { about: "Two spaces before the old size.", request: `old  9\n${FIRST}\n${CHECKPOINT}` },
  old_trailing_space: { about: "A space behind the old size.", request: `old 9 \n${FIRST}\n${CHECKPOINT}` },
  old_upper_case: { about: "OLD for old.", request: `OLD 9\n${FIRST}\n${CHECKPOINT}` },
  old_twice: { about: "Two old sizes.", error: "not_canonical", request: `old 9\nold 9\n${FIRST}\n${CHECKPOINT}` },
  carriage_return: { about: "A line ends as in Windows.", request: `old 9\r\n${FIRST}\n${CHECKPOINT}` },
  empty_line_missing: { about: "No empty line before the checkpoint.", request: `old 9\n${FIRST}${CHECKPOINT}` },
  empty_line_twice: { about: "Two empty lines before the checkpoint.", request: `old 9\n${FIRST}\n\n${CHECKPOINT}` },
  hash_of_31_bytes: {
    about: "A hash of 31 bytes.",
    request: `old 9\n${encodeBase64(new Uint8Array(31))}\n\n${CHECKPOINT}`,
  },
  hash_of_33_bytes: {
    about: "A hash of 33 bytes.",
    request: `old 9\n${encodeBase64(new Uint8Array(33))}\n\n${CHECKPOINT}`,
  },
  hash_base64url: {
    about: "A hash in base64 for addresses.",
    request: `old 9\n${encodeBase64(new Uint8Array(32).fill(0xff)).replaceAll("/", "_")}\n\n${CHECKPOINT}`,
  },
  hash_without_padding: {
    about: "A hash without its =.",
    error: "not_canonical",
    request: `old 9\n${FIRST.replace("=", "")}\n${CHECKPOINT}`,
  },
  hash_unused_bits: {
    about: "The unused bits of a hash are not zero.",
    error: "not_canonical",
    request: `old 9\n${encodeBase64(new Uint8Array(32)).replace("A=", "B=")}\n\n${CHECKPOINT}`,
  },
  hash_with_space: {
    about: "A space before a hash.",
    error: "not_canonical",
    request: `old 9\n ${SECOND}\n${CHECKPOINT}`,
  },
  proof_of_64_lines: {
    about: "64 lines of proof.",
    error: "too_large",
    request: `old 1\n${LINES.join("")}\n${CHECKPOINT}`,
  },
  checkpoint_missing: { about: "No checkpoint.", request: `old 9\n${FIRST}\n` },
  checkpoint_unsigned: { about: "A checkpoint without any signature.", request: `old 9\n${FIRST}\n${TEXT}\n` },
  checkpoint_cut: { about: "The last newline is missing.", request: `old 9\n${FIRST}\n${CHECKPOINT.trimEnd()}` },
  checkpoint_is_a_note: {
    about: "A signed note, but no checkpoint.",
    request: `old 9\n${FIRST}\n${decodeUtf8(signNote("We ask for one thing.\n", [signer]))}`,
  },
  checkpoint_size_2_63: {
    about: "A checkpoint of 2^63 entries.",
    request: `old 9\n${FIRST}\n${decodeUtf8(signNote(TEXT.replace("\n11\n", "\n9223372036854775808\n"), [signer]))}`,
  },
  checkpoint_101_signatures: {
    about: "A checkpoint with 101 signatures.",
    error: "too_large",
    request: `old 9\n${FIRST}\n${CHECKPOINT}${"\u2014 x.example AAAAAAA=\n".repeat(100)}`,
  },
  not_utf8: {
    about: "Bytes that are not UTF-8.",
    error: "not_utf8",
    request: { hex: `${encodeHex(encodeUtf8(`old 9\n${FIRST}\n`))}ff${encodeHex(encodeUtf8(CHECKPOINT))}` },
  },
  bytes_65537: { about: "One byte more than is read.", error: "too_large", request: padded(65_537) },
};

/** Every vector of vectors/witness-request. */
export const WITNESS_REQUEST_CASES: Readonly<Record<string, WitnessRequestVector>> = {
  ...Object.fromEntries(
    Object.entries(VALID).map(([name, { about, old, hashes, checkpoint = CHECKPOINT }]) => [
      name,
      {
        about,
        error: null,
        request: { text: `old ${old}\n${LINES.slice(0, hashes).join("")}\n${checkpoint}` },
        old,
        proof: HASHES.slice(0, hashes).map(encodeHex),
        checkpoint,
      },
    ]),
  ),
  valid_65536_bytes: {
    about: "As long as a request can be.",
    error: null,
    request: { text: padded(65_536) },
    old: 0,
    proof: [],
    checkpoint: padded(65_536).slice("old 0\n\n".length),
  },
  ...Object.fromEntries(
    Object.entries(REFUSED).map(([name, { about, error = "malformed", request }]) => [
      name,
      { about, error, request: typeof request === "string" ? { text: request } : request },
    ]),
  ),
};
