import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { IdentityLink } from "@undersigned/core/log/identity-chain.ts";
import { HOST } from "../../tests/bundle-fixture.ts";
import { STATEMENT } from "../../tests/bundle-story.ts";
import type { IdentitySituation } from "./identity-situation.ts";
import {
  FIRST,
  FOURTH,
  MOVED,
  NEW_HOST,
  pass,
  SECOND,
  THIEF,
  THIRD,
  tell,
  trustFirst,
  vkeyOf,
} from "./identity-situation.ts";
import { damageLastLine } from "./witness-situations.ts";

/** The first link of a rotation, changed. */
function change(alter: (link: IdentityLink) => Partial<IdentityLink>): () => Promise<IdentityLink[]> {
  return async () => (await pass(FIRST, SECOND)()).map((link) => ({ ...link, ...alter(link) }));
}

function replace(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString();
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`there is no ${from}`);
  return encodeUtf8(changed);
}

const forged = { verdict: "invalid", check: "identity", link: 1 } as const;

/** Chains that are not what they say, and one that nobody can read yet. */
export const FORGED_IDENTITIES: Readonly<Record<string, IdentitySituation>> = {
  chain_of_a_forger: {
    about: "A thief has a chain of their own under the depositary's name, in which the trusted key does not occur.",
    verdict: "invalid",
    check: "signature",
    code: "signature_missing",
    ...trustFirst,
    holder: THIEF,
    identity: pass({ host: HOST, seed: 40 }, THIEF),
  },
  chain_not_signed_by_the_old_key: {
    about: "A thief names their key, and signs it alone.",
    ...forged,
    code: "signature_missing",
    ...trustFirst,
    holder: THIEF,
    identity: tell({ to: THIEF, signers: [THIEF] }),
  },
  chain_not_signed_by_the_new_key: {
    about: "The key that takes over has not signed: anybody could name the key of somebody else.",
    ...forged,
    code: "signature_missing",
    ...trustFirst,
    holder: SECOND,
    identity: tell({ to: SECOND, signers: [FIRST] }),
  },
  chain_move_not_signed_by_the_new_key: {
    about: "A depositary claims that another host goes on from it, which has not signed that.",
    ...forged,
    code: "signature_missing",
    ...trustFirst,
    holder: { host: NEW_HOST, seed: 35 },
    identity: tell({ to: { host: NEW_HOST, seed: 35 }, signers: [FIRST, { host: HOST, seed: 35 }] }),
  },
  chain_signed_by_a_stranger: {
    about: "The hand-over is signed by another key than the one that it names.",
    ...forged,
    code: "signature_missing",
    ...trustFirst,
    holder: THIEF,
    identity: tell({ to: THIEF, signers: [{ host: HOST, seed: 40 }, THIEF] }),
  },
  chain_signature_damaged: {
    about: "The signature of the key that takes over does not hold.",
    ...forged,
    code: "signature_invalid",
    ...trustFirst,
    holder: SECOND,
    identity: change(({ proof }) => ({ proof: encodeUtf8(damageLastLine(Buffer.from(proof).toString())) })),
  },
  chain_act_not_in_the_log: {
    about: "Another hand-over than the one that stands in the log, though of the same keys.",
    ...forged,
    code: "root_mismatch",
    ...trustFirst,
    holder: SECOND,
    identity: change(({ entry }) => ({ entry: replace(entry, '"time":1795', '"time":1796') })),
  },
  chain_act_followed_by_another_entry: {
    about: "The checkpoint that both keys signed does not end with the hand-over.",
    ...forged,
    code: "proof_invalid",
    ...trustFirst,
    holder: SECOND,
    identity: tell({ to: SECOND, followers: 1 }),
  },
  chain_move_followed_by_another_entry: {
    about: "The log of heads of the old host goes on after the move.",
    ...forged,
    code: "proof_invalid",
    ...trustFirst,
    holder: MOVED,
    identity: tell({ to: MOVED, followers: 3 }),
  },
  chain_to_the_same_key: {
    about: "A rotate to the key that holds already.",
    ...forged,
    code: "malformed",
    ...trustFirst,
    holder: FIRST,
    identity: change(({ entry }) => ({ entry: replace(entry, vkeyOf(SECOND), vkeyOf(FIRST)) })),
  },
  chain_move_to_the_same_host: {
    about: "A move that goes nowhere.",
    ...forged,
    code: "malformed",
    ...trustFirst,
    holder: SECOND,
    identity: change(({ entry }) => ({ entry: replace(entry, '"act":"rotate"', '"act":"move"') })),
  },
  chain_rotate_to_another_host: {
    about: "A rotate that is a move.",
    ...forged,
    code: "malformed",
    ...trustFirst,
    holder: MOVED,
    identity: change(({ entry }) => ({ entry: replace(entry, vkeyOf(SECOND), vkeyOf(MOVED)) })),
  },
  chain_of_a_head: {
    about: "The entry is the head of a statement.",
    ...forged,
    code: "malformed",
    ...trustFirst,
    holder: SECOND,
    identity: change(() => ({
      entry: encodeUtf8(
        `{"previous":null,"root":"${"ab".repeat(32)}","size":1,"statement":"${HOST}/s/${STATEMENT}","time":1795179600}`,
      ),
    })),
  },
  chain_of_a_succession: {
    about: "The entry says what a log goes on from, which hands nothing over.",
    ...forged,
    code: "malformed",
    ...trustFirst,
    holder: SECOND,
    identity: change(() => ({
      entry: encodeUtf8(`{"act":"succeed","origin":"${HOST}","root":"${"ab".repeat(32)}","size":1,"time":1795179600}`),
    })),
  },
  chain_of_an_unknown_act: {
    about: "An act that a later edition may define.",
    verdict: "inconclusive",
    check: "identity",
    trust: vkeyOf(SECOND),
    holder: SECOND,
    identity: change(({ entry }) => ({ entry: replace(entry, '"act":"rotate"', '"act":"merge"') })),
  },
  chain_entry_with_a_space: {
    about: "The hand-over in another spelling.",
    ...forged,
    code: "not_canonical",
    ...trustFirst,
    holder: SECOND,
    identity: change(({ entry }) => ({ entry: replace(entry, '"act":', '"act": ') })),
  },
  chain_proof_with_extra_data: {
    about: "The proof carries extra data, which nobody has signed.",
    ...forged,
    code: "malformed",
    ...trustFirst,
    holder: SECOND,
    identity: change(({ proof }) => ({ proof: replace(proof, "index ", "extra AQID\nindex ") })),
  },
  chain_proof_cut: {
    about: "The proof ends within a signature.",
    ...forged,
    code: "malformed",
    ...trustFirst,
    holder: SECOND,
    identity: change(({ proof }) => ({ proof: proof.slice(0, -9) })),
  },
  chain_link_left_out: {
    about: "Of three links the second is missing.",
    verdict: "invalid",
    check: "identity",
    code: "wrong_origin",
    link: 2,
    ...trustFirst,
    holder: FOURTH,
    identity: async () => (await pass(FIRST, SECOND, THIRD, FOURTH)()).toSpliced(1, 1),
  },
  chain_first_link_left_out: {
    about: "The link that would lead from the trusted key is missing.",
    verdict: "invalid",
    check: "signature",
    code: "signature_missing",
    ...trustFirst,
    holder: THIRD,
    identity: async () => (await pass(FIRST, SECOND, THIRD)()).slice(1),
  },
  chain_links_swapped: {
    about: "The second link comes first.",
    verdict: "invalid",
    check: "identity",
    code: "wrong_origin",
    link: 2,
    ...trustFirst,
    holder: THIRD,
    identity: async () => (await pass(FIRST, SECOND, THIRD)()).reverse(),
  },
  chain_of_two_hand_overs_by_one_key: {
    about: "The first key handed over twice, to two keys: at one place, and again later.",
    verdict: "invalid",
    check: "identity",
    code: "wrong_origin",
    link: 2,
    ...trustFirst,
    holder: THIEF,
    identity: async () => [...(await pass(FIRST, SECOND)()), ...(await pass(FIRST, THIEF)())],
  },
  chain_key_comes_back: {
    about: "A key that was replaced takes over again.",
    verdict: "invalid",
    check: "identity",
    code: "wrong_origin",
    link: 2,
    ...trustFirst,
    holder: FIRST,
    identity: pass(FIRST, SECOND, FIRST),
  },
  chain_host_comes_back: {
    about: "The depositary moves back to the host whose log of heads has ended.",
    verdict: "invalid",
    check: "identity",
    code: "wrong_origin",
    link: 2,
    ...trustFirst,
    holder: SECOND,
    identity: pass(FIRST, MOVED, SECOND),
  },
  chain_time_goes_back: {
    about: "The second hand-over is older than the first.",
    verdict: "invalid",
    check: "identity",
    code: "wrong_time",
    link: 2,
    ...trustFirst,
    holder: THIRD,
    identity: tell({ to: SECOND }, { to: THIRD, after: -1 }),
  },
};
