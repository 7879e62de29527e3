import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { CHECKPOINT_FILE, DESCRIPTION_FILE } from "@undersigned/core/verify/bundle.ts";
import { buildBundle, HOST, OTHER_SEED, SEED } from "../../tests/bundle-fixture.ts";
import { STATEMENT, tellStory } from "../../tests/bundle-story.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { BundleDefects } from "./bundle-defect.ts";

function vkey(name: string, seed: number): string {
  return formatVerifierKey(makeTestSigner(name, seed).key);
}

/** Whose bundle it is. */
export const KEY_DEFECTS: BundleDefects = {
  key_not_given: {
    about: "Nobody says which key is the depositary's: the bundle agrees with itself, and no more.",
    verdict: "inconclusive",
    check: "key",
    trust: null,
    make: (files) => files,
  },
  key_not_given_and_checkpoint_changed: {
    about: "What does not agree with itself is invalid without any key.",
    verdict: "invalid",
    check: "checkpoint",
    code: "signature_invalid",
    where: CHECKPOINT_FILE,
    trust: null,
    make: (files) =>
      files.set(
        CHECKPOINT_FILE,
        Buffer.from(
          Buffer.from(files.get(CHECKPOINT_FILE) ?? [])
            .toString()
            .replace("\n18\n", "\n19\n"),
        ),
      ),
  },
  key_named_as_the_statement: {
    about: "The depositary's key may be given under its name for the statement's log.",
    verdict: "valid",
    trust: vkey(`${HOST}/s/${STATEMENT}`, SEED),
    make: (files) => files,
  },
  key_named_as_another_statement: {
    about: "The right key, under its name for the log of another statement.",
    verdict: "invalid",
    check: "key",
    code: "wrong_origin",
    where: DESCRIPTION_FILE,
    trust: vkey(`${HOST}/s/bakeries`, SEED),
    make: (files) => files,
  },
  key_of_another_depositary: {
    about: "The key that is trusted is of another host.",
    verdict: "invalid",
    check: "key",
    code: "wrong_origin",
    where: DESCRIPTION_FILE,
    trust: vkey("other.example", SEED),
    make: (files) => files,
  },
  key_of_a_forger: {
    about: "The whole bundle was made anew by somebody else, with a key of their own under the depositary's name.",
    verdict: "invalid",
    check: "checkpoint",
    code: "signature_missing",
    where: CHECKPOINT_FILE,
    make: () => buildBundle(tellStory(), { seed: OTHER_SEED }),
  },
  key_of_a_forger_not_compared: {
    about: "The same without a trusted key: nothing shows the forgery, so nobody may call it valid.",
    verdict: "inconclusive",
    check: "key",
    trust: null,
    make: () => buildBundle(tellStory(), { seed: OTHER_SEED }),
  },
};
