import { encodeHex } from "@undersigned/core/bytes.ts";
import type { ErrorCode } from "@undersigned/core/errors.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import type { ComparisonCheckName } from "@undersigned/core/verify/compare-receipt.ts";
import type { Verdict } from "@undersigned/core/verify/findings.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import type { Standing } from "@undersigned/core/verify/standing.ts";
import { buildBundle, buildReceipt, HOST, OTHER_SEED, SEED } from "../../tests/bundle-fixture.ts";
import type { Story } from "../../tests/bundle-story.ts";
import { cutStory, STATEMENT, Teller, tellStory } from "../../tests/bundle-story.ts";
import type { Holder } from "../../tests/identity-fixture.ts";
import { tellIdentity } from "../../tests/identity-fixture.ts";
import type { Asked, Files } from "./bundle-defect.ts";
import { NEW_HOST, vkeyOf } from "./identity-situation.ts";
import { replaceText } from "./tamper.ts";

/** A receipt beside a bundle, and what a verifier must say to the two. */
export type ComparisonSituation = Asked & {
  readonly about: string;
  readonly verdict: Verdict;
  readonly check?: ComparisonCheckName;
  readonly code?: ErrorCode;
  readonly where?: string;
  readonly standing?: Pick<Standing, "status" | "reason" | "again">;
  readonly make: () => Promise<{ receipt: string; files: Files }>;
};

type Place = { readonly index: number; readonly size: number; readonly seed?: number; readonly statement?: string };

const story = tellStory();
const TREE = "log/tile/entries";

/** The receipt of an entry, made when the log had `size` entries, and a bundle of `later`. */
async function put({ index, size, ...by }: Place, later: Story = story, change = (files: Files) => files) {
  const receipt = Buffer.from(formatReceipt(await buildReceipt(cutStory(story, size), index, by))).toString();
  return { receipt, files: change(await buildBundle(later)) };
}

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

/** A story with one more act on the library's signature, before anything else happened. */
function tellOneAct(act: "dispute" | "erase"): Story {
  const teller = new Teller();
  teller.story.versions = story.versions.slice(0, 1);
  teller.story.entries = story.entries.slice(0, 3);
  teller.add({ act, of: 1 });
  return teller.story;
}

const stands = (change: Partial<Standing> = {}) =>
  ({ status: "standing", reason: null, again: false, ...change }) as const;

export const COMPARISONS: Readonly<Record<string, ComparisonSituation>> = {
  against_valid_standing: {
    about: "The signature stands, and the log only grew since.",
    verdict: "valid",
    standing: stands(),
    make: () => put({ index: 2, size: 4 }),
  },
  against_valid_of_the_same_size: {
    about: "Nothing happened since the receipt was made.",
    verdict: "valid",
    standing: stands(),
    make: () => put({ index: 2, size: 18 }),
  },
  against_valid_signed_again: {
    about: "The signatory has signed another version since.",
    verdict: "valid",
    standing: stands({ again: true }),
    make: () => put({ index: 1, size: 2 }),
  },
  against_valid_of_the_latest_consent: {
    about: "The receipt of the second consent: it was not given again after that.",
    verdict: "valid",
    standing: stands(),
    make: () => put({ index: 14, size: 15 }),
  },
  against_valid_withdrawn: {
    about: "The signatory has taken the signature back.",
    verdict: "valid",
    standing: stands({ status: "withdrawn" }),
    make: () => put({ index: 3, size: 5 }),
  },
  against_valid_of_the_withdrawal: {
    about: "The receipt of a withdrawal: the bundle says so too.",
    verdict: "valid",
    standing: stands({ status: "withdrawn" }),
    make: () => put({ index: 9, size: 10 }),
  },
  against_valid_removed: {
    about: "The depositary has taken the signature out, and says why.",
    verdict: "valid",
    standing: stands({ status: "removed", reason: "disputed" }),
    make: () => put({ index: 7, size: 8 }),
  },
  against_valid_anonymised: {
    about: "What showed whose the signature was is destroyed. It still counts.",
    verdict: "valid",
    standing: stands({ status: "anonymised" }),
    make: () => put({ index: 5, size: 8 }),
  },
  against_valid_disputed: {
    about: "Somebody says that they never signed.",
    verdict: "valid",
    standing: stands({ status: "disputed" }),
    make: () => put({ index: 1, size: 2 }, tellOneAct("dispute")),
  },
  against_valid_erased: {
    about: "What showed whose the signature was is destroyed. It no longer counts.",
    verdict: "valid",
    standing: stands({ status: "erased" }),
    make: () => put({ index: 1, size: 2 }, tellOneAct("erase")),
  },
  against_valid_of_no_signature: {
    about: "The receipt of an act on the statement: no signature became of it.",
    verdict: "valid",
    make: () => put({ index: 0, size: 1 }),
  },
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
    standing: stands(),
    make: () => putAfter({ seed: 31 }),
  },
  against_valid_after_a_rotation_new_key: {
    about: "The same, and the key that took over is trusted. The bundle tells which one held before.",
    verdict: "valid",
    trust: vkeyOf({ host: HOST, seed: 31 }),
    standing: stands(),
    make: () => putAfter({ seed: 31 }),
  },
  against_valid_after_a_move: {
    about: "The depositary has moved to another host since, and its log says that it goes on from the receipt's.",
    verdict: "valid",
    standing: stands(),
    make: () => putAfter({ host: NEW_HOST }, {}, moved()),
  },
  against_valid_after_a_move_new_key: {
    about: "The same, and the key of the new host is trusted.",
    verdict: "valid",
    trust: vkeyOf({ host: NEW_HOST, seed: 31 }),
    standing: stands(),
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
    standing: stands(),
    make: () => putAfter({ seed: 31 }),
  },
  against_without_a_key: {
    about: "No key is trusted. Receipt and bundle agree, and nobody knows whose they are.",
    verdict: "inconclusive",
    check: "receipt",
    trust: null,
    standing: stands(),
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
