import { formatEntryBundle, parseEntryBundle } from "@undersigned/core/log/entry-bundle.ts";
import { parseNote, signNote } from "@undersigned/core/log/note.ts";
import { formatLogProof, parseLogProof } from "@undersigned/core/log/proof.ts";
import { CHECKPOINT_FILE, HEAD_FILE, HEAD_PROOF_FILE } from "@undersigned/core/verify/bundle.ts";
import { buildBundle, HOST, OTHER_SEED } from "../../tests/bundle-fixture.ts";
import { STATEMENT, tellStory } from "../../tests/bundle-story.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { BundleDefects, Files } from "./bundle-defect.ts";
import { bytesOf, changeLines, drop, put, rename, replaceText } from "./tamper.ts";

const WIDTH = 18;
const ENTRIES = `log/tile/entries/000.p/${WIDTH}`;
const TREE = "log/tile/entries";

function changeEntries(files: Files, change: (entries: Uint8Array[]) => Uint8Array[]): Files {
  return put(files, ENTRIES, formatEntryBundle(change(parseEntryBundle(bytesOf(files, ENTRIES), WIDTH))));
}

/** Replaces the first `from` in one entry by as many characters. */
function changeEntry(files: Files, index: number, from: string | RegExp, to: string): Files {
  return changeEntries(files, (entries) =>
    entries.map((entry, at) => (at === index ? Buffer.from(Buffer.from(entry).toString().replace(from, to)) : entry)),
  );
}

async function takeFrom(files: Files, name: string, seed: number): Promise<Files> {
  const other = await buildBundle(tellStory(), { seed });
  return put(files, name, bytesOf(other, name));
}

/** Entries, checkpoint and head. */
export const LOG_DEFECTS: BundleDefects = {
  entry_commitment_changed: {
    about:
      "One digit of a commitment is another: the entry is still well formed, but it is not the one that was signed for.",
    verdict: "invalid",
    check: "tree",
    code: "root_mismatch",
    where: TREE,
    make: (files) => changeEntry(files, 4, /"commitment":"./, '"commitment":"f'),
  },
  entry_level_raised: {
    about: "The level of an organisation is higher than what was recorded.",
    verdict: "invalid",
    check: "tree",
    code: "root_mismatch",
    where: TREE,
    make: (files) => changeEntry(files, 2, '"level":1', '"level":3'),
  },
  entry_act_misspelt: {
    about: "A byte turned an act into one that nobody knows. What is not signed for is invalid, not merely unknown.",
    verdict: "invalid",
    check: "tree",
    code: "root_mismatch",
    where: TREE,
    make: (files) => changeEntry(files, 3, '"act":"sign"', '"act":"sigh"'),
  },
  entry_with_a_space: {
    about: "An entry says the same in another spelling.",
    verdict: "invalid",
    check: "entries",
    code: "not_canonical",
    where: `${ENTRIES}, entry 16`,
    make: (files) => changeEntry(files, 16, '{"act"', '{ "act"'),
  },
  entries_swapped: {
    about: "Two entries changed places, which replay alone does not mind.",
    verdict: "invalid",
    check: "tree",
    code: "root_mismatch",
    where: TREE,
    make: (files) =>
      changeEntries(files, (entries) => {
        const [four, five] = entries.slice(4, 6);
        return four && five ? entries.toSpliced(4, 2, five, four) : entries;
      }),
  },
  entry_replaced_by_another: {
    about: "The withdrawal was taken out, and the correction after it stands there twice instead.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: `${ENTRIES}, entry 11`,
    make: (files) =>
      changeEntries(files, (entries) => [...entries.slice(0, 9), ...entries.slice(10, 12), ...entries.slice(11)]),
  },
  entries_cut: {
    about: "The file ends within an entry.",
    verdict: "invalid",
    check: "entries",
    code: "malformed",
    where: ENTRIES,
    make: (files) => put(files, ENTRIES, bytesOf(files, ENTRIES).slice(0, -1)),
  },
  entries_missing: {
    about: "The file of entries is missing.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: ENTRIES,
    make: (files) => drop(files, ENTRIES),
  },
  entries_named_as_full: {
    about: "The file of entries is named as if it were full.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: ENTRIES,
    make: (files) => rename(files, ENTRIES, "log/tile/entries/000"),
  },
  entries_beyond_the_end: {
    about: "A second file of entries follows the last one.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: "log/tile/entries/001.p/1",
    make: (files) => put(files, "log/tile/entries/001.p/1", formatEntryBundle([Buffer.from('{"act":"close"}')])),
  },
  checkpoint_root_changed: {
    about: "The root in the checkpoint is another.",
    verdict: "invalid",
    check: "checkpoint",
    code: "signature_invalid",
    where: CHECKPOINT_FILE,
    make: (files) =>
      changeLines(files, CHECKPOINT_FILE, ([origin = "", size = "", root = "", ...rest]) => [
        origin,
        size,
        `${root.startsWith("A") ? "B" : "A"}${root.slice(1)}`,
        ...rest,
      ]),
  },
  checkpoint_size_changed: {
    about: "The size in the checkpoint is another.",
    verdict: "invalid",
    check: "checkpoint",
    code: "signature_invalid",
    where: CHECKPOINT_FILE,
    make: (files) => replaceText(files, CHECKPOINT_FILE, "\n18\n", "\n17\n"),
  },
  checkpoint_by_another_key: {
    about: "The checkpoint is signed by another key under the same name.",
    verdict: "invalid",
    check: "checkpoint",
    code: "signature_missing",
    where: CHECKPOINT_FILE,
    make: (files) => takeFrom(files, CHECKPOINT_FILE, OTHER_SEED),
  },
  checkpoint_signed_as_log_of_heads: {
    about: "The checkpoint is signed with the right key under its other name.",
    verdict: "invalid",
    check: "checkpoint",
    code: "signature_missing",
    where: CHECKPOINT_FILE,
    make: (files) => {
      const { text } = parseNote(bytesOf(files, CHECKPOINT_FILE));
      return put(files, CHECKPOINT_FILE, signNote(text, [makeTestSigner(HOST, 7).signer]));
    },
  },
  checkpoint_of_an_earlier_size: {
    about: "A checkpoint that the depositary did sign, of the log before its last two entries.",
    verdict: "invalid",
    check: "tree",
    code: "root_mismatch",
    where: CHECKPOINT_FILE,
    make: async (files) => {
      const story = tellStory();
      story.entries.length -= 2;
      const earlier = await buildBundle(story);
      return put(files, CHECKPOINT_FILE, bytesOf(earlier, CHECKPOINT_FILE));
    },
  },
  checkpoint_cosigned: {
    about: "A signature by a key that is not known does no harm.",
    verdict: "valid",
    make: (files) => {
      const { text } = parseNote(bytesOf(files, CHECKPOINT_FILE));
      const signers = [makeTestSigner("witness.example", 9), makeTestSigner(`${HOST}/s/${STATEMENT}`, 7)];
      return put(
        files,
        CHECKPOINT_FILE,
        signNote(
          text,
          signers.map(({ signer }) => signer),
        ),
      );
    },
  },
  checkpoint_missing: {
    about: "The checkpoint is missing.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: CHECKPOINT_FILE,
    make: (files) => drop(files, CHECKPOINT_FILE),
  },
  head_time_changed: {
    about: "The time in the head is another: the log of heads holds no such head.",
    verdict: "invalid",
    check: "head",
    code: "root_mismatch",
    where: HEAD_PROOF_FILE,
    make: (files) => replaceText(files, HEAD_FILE, '"time":1795', '"time":1796'),
  },
  head_of_another_size: {
    about: "A head that is in the log of heads, of the statement before its last two entries.",
    verdict: "invalid",
    check: "head",
    code: "root_mismatch",
    where: HEAD_FILE,
    make: async (files) => {
      const story = tellStory();
      story.entries.length -= 2;
      const earlier = await buildBundle(story);
      put(files, HEAD_FILE, bytesOf(earlier, HEAD_FILE));
      return put(files, HEAD_PROOF_FILE, bytesOf(earlier, HEAD_PROOF_FILE));
    },
  },
  head_proof_of_another_index: {
    about: "The proof names another place in the log of heads.",
    verdict: "invalid",
    check: "head",
    code: "root_mismatch",
    where: HEAD_PROOF_FILE,
    make: (files) => replaceText(files, HEAD_PROOF_FILE, "index 2", "index 3"),
  },
  head_proof_with_extra_data: {
    about: "The proof carries extra data, which nobody has signed.",
    verdict: "invalid",
    check: "head",
    code: "malformed",
    where: HEAD_PROOF_FILE,
    make: (files) => {
      const proof = parseLogProof(bytesOf(files, HEAD_PROOF_FILE));
      return put(files, HEAD_PROOF_FILE, formatLogProof({ ...proof, extra: Uint8Array.of(1, 2, 3) }));
    },
  },
  head_log_signed_by_another_key: {
    about: "The log of heads is signed by another key than the statement's.",
    verdict: "invalid",
    check: "head",
    code: "signature_missing",
    where: HEAD_PROOF_FILE,
    make: (files) => takeFrom(files, HEAD_PROOF_FILE, OTHER_SEED),
  },
  head_missing: {
    about: "The head is missing.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: HEAD_FILE,
    make: (files) => drop(files, HEAD_FILE),
  },
};
