import { encodeHex, sha256 } from "@undersigned/core/bytes.ts";
import { DESCRIPTION_FILE, README_FILE, VERIFIER_FILE } from "@undersigned/core/verify/bundle.ts";
import { buildBundle } from "../../tests/bundle-fixture.ts";
import { tellStory } from "../../tests/bundle-story.ts";
import type { BundleDefects, Files } from "./bundle-defect.ts";
import { drop, put, replaceText } from "./tamper.ts";

const PAGE = new TextEncoder().encode("<!doctype html>\n<title>Verify</title>\n");
const DIGEST = encodeHex(sha256(PAGE));

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
};
