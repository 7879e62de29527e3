/**
 * Writes vectors/contradiction: `node tools/generate-contradiction-vectors.ts`. Keys and hashes are fixed, so that the files
 * come out the same every time.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { decodeUtf8, encodeBase64, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { append, computePartialTiles, emptyEdge } from "@undersigned/core/log/append.ts";
import { formatCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import { formatHead } from "@undersigned/core/log/head.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatVerifierKey, signNote } from "@undersigned/core/log/note.ts";
import { makeTileNodes, proveConsistency, proveInclusion, readRoot } from "@undersigned/core/log/prove.ts";
import type { Contradiction } from "@undersigned/core/verify/contradiction.ts";
import { checkContradiction, formatContradiction, parseContradiction } from "@undersigned/core/verify/contradiction.ts";
import { makeTestSigner } from "../tests/test-signer.ts";

const FOLDER = new URL("../vectors/contradiction/", import.meta.url);
const HOST = "letters.example";
const STATEMENT = `${HOST}/s/rooms`;
const SEED = 7;

type Hashes = readonly Uint8Array[];

function leaves(words: string): Uint8Array[] {
  return [...words].map((word) => hashLeaf(encodeUtf8(word)));
}

function sign(origin: string, hashes: Hashes, seed = SEED): string {
  const { root } = append(emptyEdge(), hashes);
  const text = formatCheckpoint({ origin, size: hashes.length, root, extensions: [] });
  return decodeUtf8(signNote(text, [makeTestSigner(origin, seed).signer]));
}

function reader(hashes: Hashes) {
  const read = computePartialTiles(
    async (start, end) => hashes.slice(start, end),
    () => Promise.reject(new Error("these trees are small")),
  );
  return async (level: number, index: number, width: number) => makeTileNodes(await read(level, index, width), width);
}

async function twoHistories(first: string, second: string, origin = HOST) {
  const later = leaves(second);
  return {
    kind: "two-histories" as const,
    checkpoints: [sign(origin, leaves(first)), sign(origin, later)] as [string, string],
    root: await readRoot(first.length, reader(later)),
    proof: await proveConsistency(first.length, later.length, reader(later)),
  };
}

async function headDiffers(root: string, size = 2) {
  const head = formatHead({ statement: STATEMENT, size, root, time: 1_790_000_000, previous: null });
  const heads = [...leaves("a"), hashLeaf(head), ...leaves("bc")];
  return {
    kind: "head" as const,
    checkpoints: [sign(STATEMENT, leaves("ab")), sign(HOST, heads)] as [string, string],
    head,
    index: 1,
    proof: await proveInclusion(1, heads.length, reader(heads)),
  };
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

function write(
  name: string,
  contradiction: Contradiction | string,
  error?: string,
  key = makeTestSigner(HOST, SEED).key,
) {
  const text = typeof contradiction === "string" ? contradiction : decodeUtf8(formatContradiction(contradiction));
  const result =
    error === undefined ? { shown: checkContradiction(parseContradiction(encodeUtf8(text)), key) } : { error };
  const vector = { contradiction: text, key: formatVerifierKey(key), ...result };
  writeFileSync(new URL(`${name}.json`, FOLDER), `${JSON.stringify(vector, null, 2)}\n`);
}

const equal = await twoHistories("ab", "ax");
const longer = await twoHistories("abc", "axcde");
const head = await headDiffers("ab".repeat(32));
const text = decodeUtf8(formatContradiction(equal));

write("valid_one_size_two_roots", equal);
write("valid_longer_with_another_beginning", longer);
write("valid_of_a_statement", await twoHistories("abc", "xbcd", STATEMENT));
write("valid_head_with_another_root", head);
write("valid_with_the_key_of_a_statement", head, undefined, makeTestSigner(STATEMENT, SEED).key);
write("log_that_only_grew", await twoHistories("ab", "abc"), "root_mismatch");
write("same_checkpoint_twice", await twoHistories("ab", "ab"), "root_mismatch");
write("claimed_root_without_proof", { ...longer, root: new Uint8Array(32) }, "root_mismatch");
write("proof_too_short", { ...longer, proof: longer.proof.slice(1) }, "proof_invalid");
write(
  "larger_checkpoint_first",
  { ...longer, checkpoints: [longer.checkpoints[1], longer.checkpoints[0]] },
  "proof_invalid",
);
write(
  "checkpoints_of_two_logs",
  { ...equal, checkpoints: [equal.checkpoints[0], sign(STATEMENT, leaves("ax"))] },
  "wrong_origin",
);
write(
  "one_signed_by_another_key",
  { ...equal, checkpoints: [equal.checkpoints[0], sign(HOST, leaves("ax"), 8)] },
  "signature_missing",
);
write("key_of_another_host", equal, "wrong_origin", makeTestSigner("partner.example", SEED).key);
write("head_of_another_size", await headDiffers("ab".repeat(32), 3), "proof_invalid");
write("head_at_another_index", { ...head, index: 2 }, "root_mismatch");
write(
  "head_in_the_log_of_a_statement",
  { ...head, checkpoints: [head.checkpoints[0], head.checkpoints[0]] },
  "wrong_origin",
);
write("format_of_a_later_edition", text.replace("@v1", "@v2"), "unsupported");
write("format_of_something_else", text.replace("contradiction@v1", "receipt@v1"), "malformed");
write("kind_unknown", text.replace("two-histories", "two-stories"), "malformed");
write("member_too_many", text.replace('{"checkpoints"', '{"a":1,"checkpoints"'), "malformed");
write(
  "three_checkpoints",
  text.replace('],"format"', `,${JSON.stringify(equal.checkpoints[0])}],"format"`),
  "malformed",
);
write(
  "checkpoint_not_a_note",
  text.replace(/"checkpoints":\["[^"]*"/, '"checkpoints":["letters.example\\n"'),
  "malformed",
);
write("root_of_31_bytes", text.replace(/"root":"[^"]*"/, `"root":"${encodeBase64(new Uint8Array(31))}"`), "malformed");
write(
  "proof_of_65_hashes",
  text.replace('"proof":[]', `"proof":[${Array(65).fill(`"${encodeBase64(new Uint8Array(32))}"`)}]`),
  "malformed",
);
write("space_in_json", `${text} `, "not_canonical");
