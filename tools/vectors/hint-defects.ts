import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { formatPolicy } from "@undersigned/core/log/policy.ts";
import { DESCRIPTION_FILE, POLICY_FILE, README_FILE, VERIFIER_FILE } from "@undersigned/core/verify/bundle.ts";
import { buildBundle, HOST, OTHER_SEED, SEED } from "../../tests/bundle-fixture.ts";
import { tellStory } from "../../tests/bundle-story.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import { makeTestPolicy } from "../../tests/witness-fixture.ts";
import type { BundleDefects, Files } from "./bundle-defect.ts";
import { drop, put, replaceText } from "./tamper.ts";

const PAGE = new TextEncoder().encode("<!doctype html>\n<title>Verify</title>\n");
const DIGEST = encodeHex(sha256(PAGE));

function ownPolicy(seed: number): Uint8Array {
  return formatPolicy(makeTestPolicy({ logs: [makeTestSigner(HOST, seed).key] }));
}

const OWN_POLICY = ownPolicy(SEED);

async function withVerifier(change: (files: Files) => Files): Promise<Files> {
  return change(await buildBundle(tellStory(), { verifier: PAGE }));
}

/** The files that prove nothing, and must not mislead either. */
export const HINT_DEFECTS: BundleDefects = {
  readme_changed: {
    about: "README.txt gives advice of its own: what is not signed must be the same in every bundle.",
    verdict: "invalid",
    check: "files",
    code: "digest_mismatch",
    where: README_FILE,
    make: (files) => replaceText(files, README_FILE, "not from bundle.json", "or from bundle.json"),
  },
  readme_missing: {
    about: "README.txt is missing.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: README_FILE,
    make: (files) => drop(files, README_FILE),
  },
  verifier_valid: {
    about: "The bundle brings a page that checks it. No checker runs it; its digest is that which bundle.json names.",
    verdict: "valid",
    make: () => withVerifier((files) => files),
  },
  verifier_changed: {
    about: "verify.html is another page than the one that bundle.json names.",
    verdict: "invalid",
    check: "files",
    code: "digest_mismatch",
    where: VERIFIER_FILE,
    make: () => withVerifier((files) => replaceText(files, VERIFIER_FILE, "Verify", "Valid!")),
  },
  verifier_missing: {
    about: "bundle.json names a verify.html, and there is none.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: VERIFIER_FILE,
    make: () => withVerifier((files) => drop(files, VERIFIER_FILE)),
  },
  verifier_added: {
    about: "There is a verify.html that bundle.json does not name.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: VERIFIER_FILE,
    make: (files) => put(files, VERIFIER_FILE, PAGE),
  },
  verifier_digest_in_capitals: {
    about: "The digest of verify.html is in capitals: the same value in another form.",
    verdict: "invalid",
    check: "files",
    code: "malformed",
    where: DESCRIPTION_FILE,
    make: () => withVerifier((files) => replaceText(files, DESCRIPTION_FILE, DIGEST, DIGEST.toUpperCase())),
  },
  verifier_not_told: {
    about: "bundle.json does not say whether there is a verify.html: where there is none it says null.",
    verdict: "invalid",
    check: "files",
    code: "malformed",
    where: DESCRIPTION_FILE,
    make: (files) => replaceText(files, DESCRIPTION_FILE, '"verifier":null,', ""),
  },
  policy_valid: {
    about:
      "The bundle names the witnesses that its depositary asks. Nobody is bound to ask them, and here nobody does.",
    verdict: "valid",
    make: (files) => put(files, POLICY_FILE, OWN_POLICY),
  },
  policy_cut: {
    about: "policy.txt ends in the middle of a line.",
    verdict: "invalid",
    check: "files",
    code: "malformed",
    where: POLICY_FILE,
    make: (files) => put(files, POLICY_FILE, OWN_POLICY.subarray(0, -4)),
  },
  policy_empty: {
    about: "policy.txt is empty: no policy is the absence of the file.",
    verdict: "invalid",
    check: "files",
    code: "malformed",
    where: POLICY_FILE,
    make: (files) => put(files, POLICY_FILE, ""),
  },
  policy_without_the_log: {
    about: "policy.txt names no log.",
    verdict: "invalid",
    check: "files",
    code: "wrong_origin",
    where: POLICY_FILE,
    make: (files) => put(files, POLICY_FILE, formatPolicy(makeTestPolicy())),
  },
  policy_of_another_key: {
    about: "policy.txt names another key of the depositary than bundle.json does.",
    verdict: "invalid",
    check: "files",
    code: "wrong_origin",
    where: POLICY_FILE,
    make: (files) => put(files, POLICY_FILE, ownPolicy(OTHER_SEED)),
  },
  policy_of_two_logs: {
    about: "policy.txt names the log of somebody else besides.",
    verdict: "invalid",
    check: "files",
    code: "wrong_origin",
    where: POLICY_FILE,
    make: (files) => {
      const logs = [makeTestSigner(HOST, SEED).key, makeTestSigner("other.example", OTHER_SEED).key];
      return put(files, POLICY_FILE, formatPolicy(makeTestPolicy({ logs })));
    },
  },
};
