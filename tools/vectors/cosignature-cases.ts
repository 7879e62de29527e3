import { concatBytes, decodeUtf8, encodeBase64, encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import type { Cosigner } from "@undersigned/core/log/cosignature.ts";
import { formatCosignerKey, signCosignature } from "@undersigned/core/log/cosignature.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatNamedKey, makeNamedKey } from "@undersigned/core/log/named-key.ts";
import type { NoteSignature } from "@undersigned/core/log/note.ts";
import { formatNote, parseNote, signNote } from "@undersigned/core/log/note.ts";
import { makeTestCosigner, makeTestSigner } from "../../tests/test-signer.ts";
import type { CosignatureVector } from "../../tests/witness-vectors.ts";

const ORIGIN = "letters.example";
const TIME = 1_790_000_000;
const ONE = makeTestCosigner("witness.partner.example", 21);
const TWO = makeTestCosigner("reading.example/witness", 22);
const ONE_KEY = formatCosignerKey(ONE.key);
const TWO_KEY = formatCosignerKey(TWO.key);

const TEXT = formatCheckpoint({ origin: ORIGIN, size: 11, root: hashLeaf(encodeUtf8("root")), extensions: [] });
const LOG = signatureOf(TEXT);
const BY_ONE = signCosignature(TEXT, TIME, ONE.cosigner);
const BY_TWO = signCosignature(TEXT, TIME + 3, TWO.cosigner);

function signatureOf(text: string): NoteSignature {
  const [line] = parseNote(signNote(text, [makeTestSigner(ORIGIN, 1).signer])).signatures;
  if (line === undefined) throw new Error("a signed note has a signature");
  return line;
}

function checkpoint(lines: readonly NoteSignature[], text = TEXT): string {
  return decodeUtf8(formatNote(text, lines));
}

/** A cosignature as a careless witness might make it: over any words, with any eight bytes before it. */
function cosignWords(words: string, time: bigint, { name, keyId, sign }: Cosigner): NoteSignature {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, time);
  return { name, keyId, signature: concatBytes(bytes, sign(encodeUtf8(words))) };
}

function damage(line: NoteSignature, at: number): NoteSignature {
  const signature = line.signature.slice();
  signature[at] = (signature[at] ?? 0) ^ 1;
  return { ...line, signature };
}

function stranger(number: number): NoteSignature {
  return { name: `stranger${number}.example`, keyId: Uint8Array.of(1, 2, 3, number), signature: new Uint8Array(72) };
}

const NOTES = {
  valid: {
    about: "One witness has cosigned.",
    checkpoint: checkpoint([LOG, BY_ONE]),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: TIME }],
  },
  valid_two_witnesses: {
    about: "Two witnesses, found in the order in which their keys were given.",
    checkpoint: checkpoint([LOG, BY_ONE, BY_TWO]),
    keys: [TWO_KEY, ONE_KEY],
    cosigned: [
      { name: TWO.key.name, time: TIME + 3 },
      { name: ONE.key.name, time: TIME },
    ],
  },
  valid_none: {
    about: "Nobody has cosigned: nothing is found, and nothing is wrong.",
    checkpoint: checkpoint([LOG]),
    keys: [ONE_KEY],
    cosigned: [],
  },
  valid_time_zero: {
    about: "Any time is read; what is acceptable is for others to say.",
    checkpoint: checkpoint([LOG, signCosignature(TEXT, 0, ONE.cosigner)]),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: 0 }],
  },
  valid_time_largest: {
    about: "2^53 - 1 seconds is the greatest time.",
    checkpoint: checkpoint([LOG, signCosignature(TEXT, Number.MAX_SAFE_INTEGER, ONE.cosigner)]),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: Number.MAX_SAFE_INTEGER }],
  },
  valid_extension_line: {
    about: "Further lines of a checkpoint are cosigned with it.",
    checkpoint: checkpoint([signCosignature(`${TEXT}more\n`, TIME, ONE.cosigner)], `${TEXT}more\n`),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: TIME }],
  },
  valid_line_repeated: {
    about: "The same line twice is one cosignature.",
    checkpoint: checkpoint([BY_ONE, LOG, BY_ONE]),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: TIME }],
  },
  valid_cosigned_twice: {
    about: "A witness that cosigned twice counts once, at the later time, wherever it stands.",
    checkpoint: checkpoint([LOG, signCosignature(TEXT, TIME + 60, ONE.cosigner), BY_ONE]),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: TIME + 60 }],
  },
  valid_unknown_that_fails: {
    about: "A witness that is not known may say anything.",
    checkpoint: checkpoint([LOG, damage(BY_TWO, 40), BY_ONE]),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: TIME }],
  },
  valid_name_of_known_other_id: {
    about: "Another id under the name of a known witness is a stranger's.",
    checkpoint: checkpoint([LOG, { ...BY_ONE, keyId: Uint8Array.of(9, 9, 9, 9) }]),
    keys: [ONE_KEY],
    cosigned: [],
  },
  valid_id_of_known_other_name: {
    about: "The id of a known witness under another name is a stranger's.",
    checkpoint: checkpoint([LOG, { ...BY_ONE, name: "other.example" }]),
    keys: [ONE_KEY],
    cosigned: [],
  },
  valid_same_key_signs_as_log: {
    about: "A note signature by the same key under the same name has another id, and is no cosignature.",
    checkpoint: decodeUtf8(signNote(TEXT, [makeTestSigner(ONE.key.name, 21).signer])),
    keys: [ONE_KEY],
    cosigned: [],
  },
  valid_100_signatures: {
    about: "100 signatures are read.",
    checkpoint: checkpoint([...Array.from({ length: 98 }, (_, number) => stranger(number)), LOG, BY_ONE]),
    keys: [ONE_KEY],
    cosigned: [{ name: ONE.key.name, time: TIME }],
  },
} satisfies Record<string, Omit<Extract<CosignatureVector, { checkpoint: string }>, "error">>;

const FAILING: Record<string, { about: string; lines: NoteSignature[]; keys?: string[]; text?: string }> = {
  known_witness_fails: { about: "One bit of the signature is another.", lines: [LOG, damage(BY_ONE, 70)] },
  known_witness_fails_beside_one_that_verifies: {
    about: "One known witness verifies, another fails: the whole is refused.",
    lines: [LOG, BY_TWO, damage(BY_ONE, 70)],
    keys: [ONE_KEY, TWO_KEY],
  },
  known_witness_fails_beside_its_own: {
    about: "A witness's good line does not make up for its bad one.",
    lines: [LOG, BY_ONE, damage(BY_ONE, 70)],
  },
  other_time: { about: "The time before the signature is not the one that was signed.", lines: [damage(BY_ONE, 7)] },
  other_checkpoint: {
    about: "The cosignature is of another size.",
    lines: [BY_ONE],
    text: TEXT.replace("\n11\n", "\n12\n"),
  },
  other_witness: { about: "The cosignature was made by another.", lines: [{ ...BY_TWO, ...idOf(ONE.cosigner) }] },
  blob_of_64_bytes: {
    about: "The time is missing.",
    lines: [{ ...BY_ONE, signature: BY_ONE.signature.slice(8) }],
  },
  blob_of_71_bytes: {
    about: "The last byte is missing.",
    lines: [{ ...BY_ONE, signature: BY_ONE.signature.slice(0, 71) }],
  },
  blob_of_73_bytes: {
    about: "One byte too many.",
    lines: [{ ...BY_ONE, signature: concatBytes(BY_ONE.signature, Uint8Array.of(0)) }],
  },
  time_2_53: {
    about: "A time of 2^53 seconds, rightly signed, is beyond what is read.",
    lines: [cosignWords(`cosignature/v1\ntime ${2n ** 53n}\n${TEXT}`, 2n ** 53n, ONE.cosigner)],
  },
  time_2_63: {
    about: "A time of 2^63 seconds, rightly signed, is beyond what C2SP allows.",
    lines: [cosignWords(`cosignature/v1\ntime ${2n ** 63n}\n${TEXT}`, 2n ** 63n, ONE.cosigner)],
  },
  time_little_endian: {
    about: "The time is written with its least byte first.",
    lines: [{ ...BY_ONE, signature: concatBytes(BY_ONE.signature.slice(0, 8).reverse(), BY_ONE.signature.slice(8)) }],
  },
  signed_without_heading: {
    about: "The signature is over the checkpoint alone, as a log signs.",
    lines: [cosignWords(TEXT, BigInt(TIME), ONE.cosigner)],
  },
  signed_with_time_of_leading_zero: {
    about: "The time was signed with a zero before it.",
    lines: [cosignWords(`cosignature/v1\ntime 0${TIME}\n${TEXT}`, BigInt(TIME), ONE.cosigner)],
  },
  signed_without_final_newline: {
    about: "The checkpoint was signed without its last newline.",
    lines: [cosignWords(`cosignature/v1\ntime ${TIME}\n${TEXT.trimEnd()}`, BigInt(TIME), ONE.cosigner)],
  },
};

function idOf({ name, keyId }: Cosigner): { name: string; keyId: Uint8Array } {
  return { name, keyId };
}

function keyOfType(type: number): string {
  return formatNamedKey(makeNamedKey(ONE.key.name, type, ONE.key.publicKey));
}

function rawKey(publicKey: Uint8Array): string {
  return `${ONE.key.name}+00000000+${encodeBase64(concatBytes(Uint8Array.of(4), publicKey))}`;
}

const LARGE = TEXT.replace("\n11\n", `\n${2n ** 63n}\n`);
const OTHERS: Record<string, CosignatureVector> = {
  signatures_101: {
    about: "101 signatures are not read, whoever made them.",
    error: "too_large",
    checkpoint: `${checkpoint(Array.from({ length: 100 }, (_, number) => stranger(number)))}${lineOf(BY_ONE)}`,
    keys: [ONE_KEY],
  },
  size_2_63: {
    about: "A checkpoint of 2^63 entries, rightly cosigned.",
    error: "malformed",
    checkpoint: checkpoint([cosignWords(`cosignature/v1\ntime ${TIME}\n${LARGE}`, BigInt(TIME), ONE.cosigner)], LARGE),
    keys: [ONE_KEY],
  },
  key_valid: {
    about: "The key of a witness, as it is written.",
    error: null,
    verifierKey: ONE_KEY,
    keyName: ONE.key.name,
    publicKey: encodeHex(ONE.key.publicKey),
  },
  key_of_a_log: {
    about: "Type 1 is the key of a log.",
    error: "unsupported",
    verifierKey: keyOfType(1),
  },
  key_ml_dsa_44: {
    about: "Type 6 is a witness's key of a kind that is not read yet.",
    error: "unsupported",
    verifierKey: keyOfType(6),
  },
  key_id_of_type_1: {
    about: "The id is that of the same key of type 1.",
    error: "not_canonical",
    verifierKey: ONE_KEY.replace(/\+.{8}\+/, `+${keyOfType(1).split("+")[1]}+`),
  },
  key_id_upper_case: {
    about: "The id is in upper case.",
    error: "not_canonical",
    verifierKey: ONE_KEY.replace(/\+.{8}\+/, (id) => id.toUpperCase()),
  },
  key_of_31_bytes: {
    about: "A byte of the key is missing.",
    error: "malformed",
    verifierKey: rawKey(ONE.key.publicKey.slice(0, 31)),
  },
  key_small_order: {
    about: "The neutral element, under which one signature fits every message.",
    error: "malformed",
    verifierKey: rawKey(Uint8Array.of(1, ...new Uint8Array(31))),
  },
  key_not_canonical: {
    about: "A coordinate of 2^255 - 18, which is another way to write 1.",
    error: "malformed",
    verifierKey: rawKey(Uint8Array.of(0xee, ...new Uint8Array(30).fill(0xff), 0x7f)),
  },
  key_without_name: { about: "No name.", error: "malformed", verifierKey: ONE_KEY.replace(/^[^+]+/, "") },
};

function lineOf(line: NoteSignature): string {
  return checkpoint([line]).slice(TEXT.length + 1);
}

/** Every vector of vectors/cosignature. */
export const COSIGNATURE_CASES: Readonly<Record<string, CosignatureVector>> = {
  ...Object.fromEntries(
    Object.entries(NOTES).map(([name, { about, ...rest }]) => [name, { about, error: null, ...rest }]),
  ),
  ...Object.fromEntries(
    Object.entries(FAILING).map(([name, { about, lines, keys = [ONE_KEY], text }]) => [
      name,
      { about, error: "signature_invalid" as const, checkpoint: checkpoint(lines, text), keys },
    ]),
  ),
  ...OTHERS,
};
