import { encodeHex } from "@undersigned/core/bytes.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import { buildBundle, buildReceipt, HOST, OTHER_SEED, SEED } from "../../tests/bundle-fixture.ts";
import type { Story } from "../../tests/bundle-story.ts";
import { cutStory, STATEMENT } from "../../tests/bundle-story.ts";
import type { Holder } from "../../tests/identity-fixture.ts";
import { tellIdentity } from "../../tests/identity-fixture.ts";
import type { Files } from "./bundle-defect.ts";
import type { ComparisonSituation } from "./comparison-situation.ts";
import { put, stands, story } from "./comparison-situation.ts";
import { NEW_HOST, vkeyOf } from "./identity-situation.ts";
import { STANDING_SITUATIONS } from "./standing-situations.ts";
import { replaceText } from "./tamper.ts";

const TREE = "log/tile/entries";

/** The receipt of an entry by the first key, and a bundle that was made after another holder took over. */
async function putAfter(
  { host = HOST, seed = SEED }: Partial<Holder>,
  by: { readonly headsBefore?: number } = {},
  later: Story = story,
): Promise<{ receipt: string; files: Files }> {
  const receipt = Buffer.from(formatReceipt(await buildReceipt(cutStory(story, 4), 2, by))).toString();
  const identity = await tellIdentity({ host: HOST, seed: SEED }, [{ to: { host, seed } }]);
  return { receipt, files: await buildBundle(later, { host, seed, identity }) };
}

/** The story as a depositary tells it that has moved. */
function moved(): Story {
  const { root } = append(emptyEdge(), story.entries.map(hashLeaf));
  const origin = `${HOST}/s/${STATEMENT}`;
  const succeed = formatEntry({ act: "succeed", origin, size: story.entries.length, root: encodeHex(root) });
  return { ...story, entries: [...story.entries, succeed] };
}

/** The same story, in which a signature was left out and another stands twice. */
function rewrite(index: number, by: number): Story {
  return { ...story, entries: story.entries.with(index, story.entries[by] ?? new Uint8Array()) };
}

export const COMPARISONS: Readonly<Record<string, ComparisonSituation>> = {
  ...STANDING_SITUATIONS,
  against_older_bundle: {
    about: "The bundle is older than the receipt, whose entry it holds already. What came between, nobody can say.",
    verdict: "inconclusive",
    check: "beginning",
    make: () => put({ index: 2, size: 12 }, cutStory(story, 6)),
  },
  against_older_bundle_without_the_entry: {
    about: "The bundle ends before the entry of the receipt.",
    verdict: "inconclusive",
    check: "beginning",
    make: () => put({ index: 9, size: 12 }, cutStory(story, 6)),
  },
  against_older_bundle_with_another_entry: {
    about: "The bundle is older, and another entry stands in the receipt's place already.",
    verdict: "invalid",
    check: "entry",
    code: "missing_entry",
    where: TREE,
    make: () => put({ index: 4, size: 12 }, cutStory(rewrite(4, 5), 6)),
  },
  against_log_without_the_entry: {
    about: "The depositary made its log anew, without the entry that the receipt proves, and signed it.",
    verdict: "invalid",
    check: "beginning",
    code: "root_mismatch",
    where: TREE,
    make: () => put({ index: 4, size: 8 }, rewrite(4, 5)),
  },
  against_log_rewritten_elsewhere: {
    about: "The entry is where it was, but one before it is another.",
    verdict: "invalid",
    check: "beginning",
    code: "root_mismatch",
    where: TREE,
    make: () => put({ index: 5, size: 8 }, rewrite(4, 6)),
  },
  against_another_log_of_the_same_size: {
    about: "Two logs of one size, both signed.",
    verdict: "invalid",
    check: "beginning",
    code: "root_mismatch",
    where: TREE,
    make: () => put({ index: 5, size: 18 }, rewrite(4, 6)),
  },
  against_bundle_of_another_statement: {
    about: "Receipt and bundle are of two statements of the same depositary.",
    verdict: "invalid",
    check: "same",
    code: "wrong_origin",
    where: "the receipt",
    make: () => put({ index: 2, size: 4, statement: "bakeries" }),
  },
  against_bundle_that_does_not_hold: {
    about: "The bundle was changed by whoever passed it on: that says nothing about the depositary.",
    verdict: "invalid",
    check: "bundle",
    code: "digest_mismatch",
    where: "the bundle, versions/1/text.en.md",
    make: () =>
      put({ index: 2, size: 4 }, story, (files) => replaceText(files, "versions/1/text.en.md", "Sundays", "Mondays")),
  },
  against_receipt_of_a_forger: {
    about: "The receipt was made by somebody else, with a key of their own.",
    verdict: "invalid",
    check: "receipt",
    code: "signature_missing",
    where: "the receipt, proofs.statement",
    make: () => put({ index: 2, size: 4, seed: OTHER_SEED }),
  },
  against_valid_after_a_rotation: {
    about: "The depositary replaced its key after the receipt was made, and the key of then is trusted.",
    verdict: "valid",
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => putAfter({ seed: 31 }),
  },
  against_valid_after_a_rotation_new_key: {
    about: "The same, and the key that took over is trusted. The bundle tells which one held before.",
    verdict: "valid",
    trust: vkeyOf({ host: HOST, seed: 31 }),
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => putAfter({ seed: 31 }),
  },
  against_valid_after_a_move: {
    about: "The depositary has moved to another host since, and its log says that it goes on from the receipt's.",
    verdict: "valid",
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => putAfter({ host: NEW_HOST }, {}, moved()),
  },
  against_valid_after_a_move_new_key: {
    about: "The same, and the key of the new host is trusted.",
    verdict: "valid",
    trust: vkeyOf({ host: NEW_HOST, seed: 31 }),
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => putAfter({ host: NEW_HOST, seed: 31 }, {}, moved()),
  },
  against_log_that_does_not_go_on: {
    about: "The depositary has moved, but the log of this statement does not say that it goes on from the receipt's.",
    verdict: "invalid",
    check: "same",
    code: "wrong_origin",
    where: "the receipt",
    make: () => putAfter({ host: NEW_HOST }),
  },
  against_receipt_signed_after_the_rotation: {
    about:
      "The receipt is signed with the key that was replaced, over a log of heads that is longer than that key's last.",
    verdict: "invalid",
    check: "receipt",
    code: "wrong_time",
    where: "the receipt, proofs.heads",
    make: () => putAfter({ seed: 31 }, { headsBefore: 9 }),
  },
  against_without_a_key_after_a_rotation: {
    about: "No key is trusted. The bundle tells that its key took over from the one that signed the receipt.",
    verdict: "inconclusive",
    check: "receipt",
    trust: null,
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => putAfter({ seed: 31 }),
  },
  against_without_a_key: {
    about: "No key is trusted. Receipt and bundle agree, and nobody knows whose they are.",
    verdict: "inconclusive",
    check: "receipt",
    trust: null,
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => put({ index: 2, size: 4 }),
  },
  against_without_a_key_of_two_keys: {
    about: "No key is trusted, and the receipt was signed with another than the bundle.",
    verdict: "invalid",
    check: "same",
    code: "signature_missing",
    where: "the receipt",
    trust: null,
    make: () => put({ index: 2, size: 4, seed: OTHER_SEED }),
  },
};
