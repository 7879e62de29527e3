import type { ErrorCode } from "@undersigned/core/errors.ts";
import type { VerifierKey } from "@undersigned/core/log/note.ts";
import { formatPolicy } from "@undersigned/core/log/policy.ts";
import type { Verdict } from "@undersigned/core/verify/findings.ts";
import { HEAD_TIME, HOST, OTHER_SEED, SEED } from "../../tests/bundle-fixture.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { Cosigning } from "../../tests/witness-fixture.ts";
import { makeTestPolicy } from "../../tests/witness-fixture.ts";
import type { Asked } from "./bundle-defect.ts";

/** Who has cosigned, what is asked of them, and what a verifier must say: the same of a bundle and of a receipt. */
export type WitnessSituation = Asked & {
  readonly about: string;
  readonly verdict: Verdict;
  readonly check?: "witnesses" | "key";
  readonly code?: ErrorCode;
  readonly cosigned: readonly Cosigning[];
  /** Changes the last cosignature line. */
  readonly damaged?: true;
};

function text(options: Parameters<typeof makeTestPolicy>[0]): string {
  return Buffer.from(formatPolicy(makeTestPolicy(options))).toString();
}

function logKey(name: string, seed: number): VerifierKey {
  return makeTestSigner(name, seed).key;
}

const DAY = 86_400;
const at = (name: string, seconds = 2): Cosigning => ({ name, time: HEAD_TIME + seconds });
/** Names the depositary's key and three witnesses, of which it asks for two. */
const POLICY = text({ logs: [logKey(HOST, SEED)] });
const byPolicy = { trust: null, policy: POLICY } as const;
const ENOUGH = [at("library"), at("reading", 3)];

export const WITNESS_SITUATIONS: Readonly<Record<string, WitnessSituation>> = {
  witnesses_enough_valid: {
    about: "Two of the three witnesses have cosigned, as the policy asks. The key is the one in its log line.",
    verdict: "valid",
    ...byPolicy,
    cosigned: ENOUGH,
  },
  witnesses_enough_valid_key_given: {
    about: "The policy names no log, and the key is given beside it.",
    verdict: "valid",
    policy: text({}),
    cosigned: ENOUGH,
  },
  witnesses_too_few: {
    about: "One of the three has cosigned, and the policy asks for two.",
    verdict: "inconclusive",
    check: "witnesses",
    ...byPolicy,
    cosigned: [at("partner")],
  },
  witnesses_none: {
    about: "Nobody has cosigned.",
    verdict: "inconclusive",
    check: "witnesses",
    ...byPolicy,
    cosigned: [],
  },
  witnesses_one_twice: {
    about: "One witness cosigned twice. It counts once.",
    verdict: "inconclusive",
    check: "witnesses",
    ...byPolicy,
    cosigned: [at("partner"), at("partner", 60)],
  },
  witnesses_unknown_to_the_policy: {
    about: "The second line is of a witness that the policy does not name.",
    verdict: "inconclusive",
    check: "witnesses",
    ...byPolicy,
    cosigned: [at("partner"), at("stranger")],
  },
  witness_signature_invalid: {
    about: "Two witnesses are enough, but the line of the third does not hold: somebody forged it.",
    verdict: "invalid",
    check: "witnesses",
    code: "signature_invalid",
    ...byPolicy,
    cosigned: [...ENOUGH, at("partner")],
    damaged: true,
  },
  witness_signature_invalid_not_asked: {
    about: "The same without a policy: nobody is asked who the witnesses are.",
    verdict: "valid",
    cosigned: [...ENOUGH, at("partner")],
    damaged: true,
  },
  witness_time_before_the_head: {
    about: "A witness says that it cosigned an hour before the head was made: one of the two clocks is wrong.",
    verdict: "invalid",
    check: "witnesses",
    code: "wrong_time",
    ...byPolicy,
    cosigned: [at("library"), at("reading", -3600)],
  },
  witness_time_before_the_head_valid: {
    about: "Clocks differ: up to five minutes before the head are allowed.",
    verdict: "valid",
    ...byPolicy,
    cosigned: [at("library", -300), at("reading", -299)],
  },
  witnesses_old_enough_valid: {
    about: "The cosignatures are as old as is allowed, to the second.",
    verdict: "valid",
    ...byPolicy,
    freshness: { now: HEAD_TIME + 2 + DAY, maxAge: DAY },
    cosigned: ENOUGH,
  },
  witnesses_too_old: {
    about: "They were enough, but one of them a second longer ago than is allowed.",
    verdict: "inconclusive",
    check: "witnesses",
    ...byPolicy,
    freshness: { now: HEAD_TIME + 3 + DAY, maxAge: DAY },
    cosigned: ENOUGH,
  },
  witness_time_in_the_future: {
    about: "A cosignature from ten minutes ahead is not a fresh one: it would be for ever.",
    verdict: "inconclusive",
    check: "witnesses",
    ...byPolicy,
    freshness: { now: HEAD_TIME, maxAge: DAY },
    cosigned: [at("library"), at("reading", 600)],
  },
  policy_of_another_depositary: {
    about: "The policy knows the log of another depositary only.",
    verdict: "invalid",
    check: "key",
    code: "wrong_origin",
    trust: null,
    policy: text({ logs: [logKey("other.example", SEED)] }),
    cosigned: ENOUGH,
  },
  policy_of_two_keys_valid: {
    about: "The policy accepts two keys of this depositary, as after a change of keys. One of them has signed.",
    verdict: "valid",
    trust: null,
    policy: text({ logs: [logKey(HOST, OTHER_SEED), logKey(HOST, SEED)] }),
    cosigned: ENOUGH,
  },
  policy_without_a_key: {
    about: "Witnesses have cosigned, but nothing says which key is the depositary's.",
    verdict: "inconclusive",
    check: "key",
    trust: null,
    policy: text({}),
    cosigned: ENOUGH,
  },
  policy_that_asks_for_nobody_valid: {
    about: "The policy names a log, and no quorum.",
    verdict: "valid",
    trust: null,
    policy: text({ logs: [logKey(HOST, SEED)], quorum: "none" }),
    cosigned: [],
  },
};

/** Changes one digit of the last signature line. */
export function damageLastLine(note: string): string {
  const line = note.trimEnd().lastIndexOf("\n") + 1;
  const digit = note.lastIndexOf(" ") + 30;
  if (digit < line) throw new Error("the last line is no signature");
  return note.slice(0, digit) + (note[digit] === "A" ? "B" : "A") + note.slice(digit + 1);
}
