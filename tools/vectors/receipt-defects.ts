import type { ErrorCode } from "@undersigned/core/errors.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import type { Verdict } from "@undersigned/core/verify/findings.ts";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import type { ReceiptCheckName } from "@undersigned/core/verify/verify-receipt.ts";
import { buildReceipt, HOST, OTHER_SEED, SEED } from "../../tests/bundle-fixture.ts";
import { makeVersion, Teller, tellStory } from "../../tests/bundle-story.ts";
import { tellIdentity } from "../../tests/identity-fixture.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { Asked } from "./bundle-defect.ts";
import type { IdentitySituation } from "./identity-situation.ts";
import { placeOf } from "./identity-situation.ts";
import { IDENTITY_SITUATIONS } from "./identity-situations.ts";
import type { WitnessSituation } from "./witness-situations.ts";
import { damageLastLine, WITNESS_SITUATIONS } from "./witness-situations.ts";

/** What is wrong with a receipt, and what a verifier must say to it. */
export type ReceiptDefect = Asked & {
  readonly about: string;
  readonly verdict: Verdict;
  readonly check?: ReceiptCheckName;
  readonly code?: ErrorCode;
  readonly where?: string;
  /** @returns the receipt's JSON text */
  readonly make: () => Promise<string>;
};

/** Entries of the story: an organisation's `sign`, a person's without a name, and a `withdraw`. */
const SIGN = 2;
const UNNAMED = 4;
const WITHDRAW = 9;

async function write(index: number, change: (receipt: Receipt) => unknown = (receipt) => receipt): Promise<string> {
  const receipt = await buildReceipt(tellStory(), index);
  const changed = change(receipt);
  return changed === receipt ? Buffer.from(formatReceipt(receipt)).toString() : JSON.stringify(changed);
}

function recode(base64: string, from: string | RegExp, to: string): string {
  return Buffer.from(Buffer.from(base64, "base64").toString().replace(from, to)).toString("base64");
}

/** A receipt whose log of heads was cosigned. */
function witnessed({ cosigned, damaged, ...situation }: WitnessSituation): ReceiptDefect {
  const where = situation.check === "key" ? "head" : "proofs.heads";
  return {
    ...situation,
    ...(situation.code === undefined ? {} : { where }),
    async make() {
      const receipt = await buildReceipt(tellStory(), SIGN, { witnesses: cosigned });
      const { proofs } = receipt;
      const heads = damaged === undefined ? proofs.heads : damageLastLine(proofs.heads);
      return Buffer.from(formatReceipt({ ...receipt, proofs: { ...proofs, heads } })).toString();
    },
  };
}

/** A receipt that holds how the key came to be the one that signed it. */
function identified({ holder, identity, check, link = 1, code, ...asked }: IdentitySituation): ReceiptDefect {
  const places = {
    identity: { check: "identity", where: `identity, link ${link}` },
    key: { check: "key", where: "head" },
    signature: { check: "log", where: "proofs.statement" },
  } as const;
  return {
    ...asked,
    ...placeOf(check === undefined ? undefined : places[check], code),
    async make() {
      const links = await identity();
      const receipt = await buildReceipt(tellStory(), SIGN, {
        ...holder,
        ...(links.length > 0 ? { identity: links } : {}),
      });
      return Buffer.from(formatReceipt(receipt)).toString();
    },
  };
}

export const RECEIPT_DEFECTS: Readonly<Record<string, ReceiptDefect>> = {
  valid: { about: "The receipt of an organisation's signature.", verdict: "valid", make: () => write(SIGN) },
  valid_unnamed: {
    about: "The receipt of somebody who signed without a name: it opens what only they and the depositary hold.",
    verdict: "valid",
    make: () => write(UNNAMED),
  },
  valid_withdrawal: {
    about: "The receipt of a withdrawal commits to nothing, so it opens nothing.",
    verdict: "valid",
    make: () => write(WITHDRAW),
  },
  valid_with_spaces: {
    about: "A receipt may be kept in any spelling of its JSON.",
    verdict: "valid",
    make: async () => `${JSON.stringify(JSON.parse(await write(SIGN)), null, 2)}\n`,
  },
  valid_half_open: {
    about: "Of a half that was destroyed the receipt holds the digest.",
    verdict: "valid",
    make: () =>
      write(SIGN, (receipt) => {
        const shown = tellStory().openings.find(({ index }) => index === SIGN)?.opening;
        return { ...receipt, opening: shown };
      }),
  },
  entry_changed: {
    about: "The entry is of another level.",
    verdict: "invalid",
    check: "log",
    code: "root_mismatch",
    where: "proofs.statement",
    make: () => write(SIGN, (receipt) => ({ ...receipt, entry: recode(receipt.entry, '"level":1', '"level":3') })),
  },
  entry_unknown_act: {
    about: "The entry has an act that nobody knows yet; it is in the log.",
    verdict: "inconclusive",
    check: "entry",
    make: async () => {
      const teller = new Teller();
      teller.open(makeVersion(1, null));
      teller.story.entries.push(Buffer.from('{"act":"bless","of":1}'));
      return Buffer.from(formatReceipt(await buildReceipt(teller.story, 1))).toString();
    },
  },
  opening_name_changed: {
    about: "The receipt names another organisation.",
    verdict: "invalid",
    check: "opening",
    code: "commitment_mismatch",
    where: "opening",
    make: async () => (await write(SIGN)).replace("نادي", "نادى"),
  },
  opening_missing: {
    about: "The receipt of a signature opens nothing.",
    verdict: "invalid",
    check: "opening",
    code: "commitment_mismatch",
    where: "opening",
    make: () => write(SIGN, (receipt) => ({ ...receipt, opening: null })),
  },
  opening_of_a_withdrawal: {
    about: "The receipt of a withdrawal opens something.",
    verdict: "invalid",
    check: "opening",
    code: "commitment_mismatch",
    where: "opening",
    make: async () => {
      const { opening } = JSON.parse(await write(SIGN));
      return await write(WITHDRAW, (receipt) => ({ ...receipt, opening }));
    },
  },
  head_changed: {
    about: "The head has another time.",
    verdict: "invalid",
    check: "head",
    code: "root_mismatch",
    where: "proofs.heads",
    make: () => write(SIGN, (receipt) => ({ ...receipt, head: recode(receipt.head, '"time":1795', '"time":1796') })),
  },
  head_of_another_size: {
    about: "The head is of the same log two entries earlier.",
    verdict: "invalid",
    check: "head",
    code: "root_mismatch",
    where: "head",
    make: async () => {
      const story = tellStory();
      story.entries.length -= 2;
      const earlier = await buildReceipt(story, SIGN);
      const { head } = earlier;
      return await write(SIGN, (receipt) => ({
        ...receipt,
        head,
        proofs: { ...receipt.proofs, heads: earlier.proofs.heads },
      }));
    },
  },
  proof_of_another_index: {
    about: "The proof is of the entry after it.",
    verdict: "invalid",
    check: "log",
    code: "root_mismatch",
    where: "proofs.statement",
    make: () =>
      write(SIGN, (receipt) => ({
        ...receipt,
        proofs: { ...receipt.proofs, statement: receipt.proofs.statement.replace("index 2", "index 3") },
      })),
  },
  proof_with_extra_data: {
    about: "The proof carries extra data, which nobody has signed.",
    verdict: "invalid",
    check: "log",
    code: "malformed",
    where: "proofs.statement",
    make: () =>
      write(SIGN, (receipt) => ({
        ...receipt,
        proofs: { ...receipt.proofs, statement: receipt.proofs.statement.replace("index 2", "extra AQID\nindex 2") },
      })),
  },
  proofs_swapped: {
    about: "The two proofs changed places.",
    verdict: "invalid",
    check: "log",
    code: "signature_missing",
    where: "proofs.statement",
    make: () =>
      write(SIGN, ({ proofs, ...receipt }) => ({
        ...receipt,
        proofs: { statement: proofs.heads, heads: proofs.statement },
      })),
  },
  key_not_given: {
    about: "Nobody says which key is the depositary's, and a receipt carries none.",
    verdict: "inconclusive",
    check: "key",
    trust: null,
    make: () => write(SIGN),
  },
  key_not_given_and_proofs_swapped: {
    about: "What does not agree with itself is invalid without any key.",
    verdict: "invalid",
    check: "log",
    code: "root_mismatch",
    where: "proofs.statement",
    trust: null,
    make: () =>
      write(SIGN, ({ proofs, ...receipt }) => ({
        ...receipt,
        proofs: { statement: proofs.heads, heads: proofs.statement },
      })),
  },
  key_of_another_depositary: {
    about: "The key that is trusted is of another host.",
    verdict: "invalid",
    check: "key",
    code: "wrong_origin",
    where: "head",
    trust: formatVerifierKey(makeTestSigner("other.example", 7).key),
    make: () => write(SIGN),
  },
  key_of_a_forger: {
    about: "Somebody else made it, with a key of their own under the depositary's name.",
    verdict: "invalid",
    check: "log",
    code: "signature_missing",
    where: "proofs.statement",
    make: async () =>
      Buffer.from(formatReceipt(await buildReceipt(tellStory(), SIGN, { seed: OTHER_SEED }))).toString(),
  },
  member_added: {
    about: "A member that is not known.",
    verdict: "invalid",
    check: "entry",
    code: "malformed",
    where: "the receipt",
    make: () => write(SIGN, (receipt) => ({ ...receipt, valid: true })),
  },
  member_left_out: {
    about: "A member is missing.",
    verdict: "invalid",
    check: "entry",
    code: "malformed",
    where: "the receipt",
    make: () => write(SIGN, ({ head: _, ...receipt }) => receipt),
  },
  of_a_later_edition: {
    about: "A later edition of the format: nothing can be said, and nothing is called wrong.",
    verdict: "inconclusive",
    check: "entry",
    make: async () => (await write(SIGN)).replace("receipt@v1", "receipt@v2"),
  },
  not_json: {
    about: "Not JSON.",
    verdict: "invalid",
    check: "entry",
    code: "malformed",
    where: "the receipt",
    make: async () => `${await write(SIGN)}}`,
  },
  identity_empty: {
    about: "A chain without a link is left out.",
    verdict: "invalid",
    check: "entry",
    code: "malformed",
    where: "the receipt",
    make: () => write(SIGN, (receipt) => ({ ...receipt, identity: [] })),
  },
  identity_with_a_member_added: {
    about: "A link has a member that nobody knows.",
    verdict: "invalid",
    check: "entry",
    code: "malformed",
    where: "the receipt",
    make: () => write(SIGN, (receipt) => ({ ...receipt, identity: [{ entry: "", proof: "", note: "trust me" }] })),
  },
  chain_last_link_left_out: {
    about: "The chain ends at a key before the one that signed.",
    verdict: "invalid",
    check: "log",
    code: "signature_missing",
    where: "proofs.statement",
    async make() {
      const identity = await tellIdentity({ host: HOST, seed: SEED }, [{ to: { host: HOST, seed: 31 } }]);
      return Buffer.from(formatReceipt(await buildReceipt(tellStory(), SIGN, { seed: 32, identity }))).toString();
    },
  },
  ...Object.fromEntries(Object.entries(IDENTITY_SITUATIONS).map(([name, situation]) => [name, identified(situation)])),
  ...Object.fromEntries(Object.entries(WITNESS_SITUATIONS).map(([name, situation]) => [name, witnessed(situation)])),
};
