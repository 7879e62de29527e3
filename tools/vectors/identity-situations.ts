import { formatPolicy } from "@undersigned/core/log/policy.ts";
import { HOST, SEED } from "../../tests/bundle-fixture.ts";
import { STATEMENT } from "../../tests/bundle-story.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import { FORGED_IDENTITIES } from "./forged-identities.ts";
import type { IdentitySituation } from "./identity-situation.ts";
import { FIRST, FOURTH, MOVED, NEW_HOST, pass, SECOND, THIRD, trustFirst, vkeyOf } from "./identity-situation.ts";

export const IDENTITY_SITUATIONS: Readonly<Record<string, IdentitySituation>> = {
  rotated_valid: {
    about: "The key that is trusted was replaced; it says itself by which one.",
    verdict: "valid",
    ...trustFirst,
    holder: SECOND,
    identity: pass(FIRST, SECOND),
  },
  rotated_valid_new_key: {
    about: "The key that took over is trusted. What held before matters nothing.",
    verdict: "valid",
    trust: vkeyOf(SECOND),
    holder: SECOND,
    identity: pass(FIRST, SECOND),
  },
  rotated_thrice_valid: {
    about: "The first of four keys is trusted.",
    verdict: "valid",
    ...trustFirst,
    holder: FOURTH,
    identity: pass(FIRST, SECOND, THIRD, FOURTH),
  },
  rotated_thrice_valid_key_between: {
    about: "The second of four keys is trusted.",
    verdict: "valid",
    trust: vkeyOf(SECOND),
    holder: FOURTH,
    identity: pass(FIRST, SECOND, THIRD, FOURTH),
  },
  rotated_valid_key_named_as_the_statement: {
    about: "The key that was replaced is given under its name for the statement's log.",
    verdict: "valid",
    trust: vkeyOf(FIRST, `${HOST}/s/${STATEMENT}`),
    holder: SECOND,
    identity: pass(FIRST, SECOND),
  },
  moved_valid: {
    about: "The depositary has moved to another host, and kept its key. The key of the old host is trusted.",
    verdict: "valid",
    ...trustFirst,
    holder: MOVED,
    identity: pass(FIRST, MOVED),
  },
  moved_valid_with_other_keys: {
    about: "The key was replaced, the depositary moved with yet another key, and replaced that.",
    verdict: "valid",
    ...trustFirst,
    holder: { host: NEW_HOST, seed: 34 },
    identity: pass(FIRST, SECOND, { host: NEW_HOST, seed: 33 }, { host: NEW_HOST, seed: 34 }),
  },
  moved_valid_policy_of_the_old_host: {
    about: "A policy names the log of the host that the depositary moved from.",
    verdict: "valid",
    trust: null,
    policy: Buffer.from(
      formatPolicy({
        logs: [{ key: makeTestSigner(HOST, SEED).key, url: null }],
        witnesses: [],
        groups: [],
        quorum: "none",
      }),
    ).toString(),
    holder: MOVED,
    identity: pass(FIRST, MOVED),
  },
  rotated_key_not_given: {
    about: "Nobody says which key is the depositary's: a chain that came with it proves nothing.",
    verdict: "inconclusive",
    check: "key",
    trust: null,
    holder: SECOND,
    identity: pass(FIRST, SECOND),
  },
  rotated_without_a_chain: {
    about: "The key was replaced, and nothing says so.",
    verdict: "invalid",
    check: "signature",
    code: "signature_missing",
    ...trustFirst,
    holder: SECOND,
    identity: async () => [],
  },
  ...FORGED_IDENTITIES,
};
