import { consentNoticeFile, DESCRIPTION_FILE, manifestFile, textFile } from "@undersigned/core/verify/bundle.ts";
import type { BundleDefects } from "./bundle-defect.ts";
import { bytesOf, drop, put, replaceText } from "./tamper.ts";

const EN = textFile(1, "en");
const MANIFEST = manifestFile(1);
const NOTICE = consentNoticeFile(1);

/** Texts, manifests, notices, and the files that describe the rest. */
export const VERSION_DEFECTS: BundleDefects = {
  text_word_changed: {
    about: "A word of one text is another.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: EN,
    make: (files) => replaceText(files, EN, "Sundays", "Mondays"),
  },
  text_line_ends_changed: {
    about: "A text went through a program that writes other line ends.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: EN,
    make: (files) => put(files, EN, Buffer.from(bytesOf(files, EN)).toString().replaceAll("\n", "\r\n")),
  },
  text_missing: {
    about: "One language is missing.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: textFile(1, "fr"),
    make: (files) => drop(files, textFile(1, "fr")),
  },
  text_added: {
    about: "A language that no manifest names was added.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: textFile(1, "de"),
    make: (files) => put(files, textFile(1, "de"), "# Öffnet die Lesesäle\n\nLesesäle.\n"),
  },
  texts_swapped: {
    about: "The text of version 2 stands in version 1 as well.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: EN,
    make: (files) => put(files, EN, bytesOf(files, textFile(2, "en"))),
  },
  consent_notice_changed: {
    about: "The notice that signatories agreed to is another.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: NOTICE,
    make: (files) => replaceText(files, NOTICE, "count", "sell"),
  },
  consent_notice_missing: {
    about: "The notice that signatories agreed to is missing.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: NOTICE,
    make: (files) => drop(files, NOTICE),
  },
  manifest_term_changed: {
    about: "The least age in the terms is another.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: MANIFEST,
    make: (files) => replaceText(files, MANIFEST, '"minimumAge":16', '"minimumAge":12'),
  },
  manifest_with_a_space: {
    about: "The manifest says the same in another spelling.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: MANIFEST,
    make: (files) => replaceText(files, MANIFEST, '"minimumAge":16', '"minimumAge": 16'),
  },
  manifest_missing: {
    about: "A manifest is missing: nobody can say which texts belong to its version.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: MANIFEST,
    make: (files) => drop(files, MANIFEST),
  },
  manifests_swapped: {
    about: "The manifests of the two versions changed places.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: MANIFEST,
    make: (files) => {
      const [one, two] = [bytesOf(files, MANIFEST), bytesOf(files, manifestFile(2))];
      return put(put(files, MANIFEST, two), manifestFile(2), one);
    },
  },
  file_added: {
    about: "A file that belongs to no part of a bundle.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: "notes.txt",
    make: (files) => put(files, "notes.txt", "This one is genuine.\n"),
  },
  description_missing: {
    about: "bundle.json is missing.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: DESCRIPTION_FILE,
    make: (files) => drop(files, DESCRIPTION_FILE),
  },
  description_member_added: {
    about: "bundle.json has a member that is not known.",
    verdict: "invalid",
    check: "files",
    code: "malformed",
    where: DESCRIPTION_FILE,
    make: (files) => replaceText(files, DESCRIPTION_FILE, '{"format"', '{"count":2000,"format"'),
  },
  description_size_greater: {
    about: "bundle.json claims more entries than there are.",
    verdict: "invalid",
    check: "files",
    code: "missing_file",
    where: "log/tile/entries/000.p/19",
    make: (files) => replaceText(files, DESCRIPTION_FILE, '"size":18', '"size":19'),
  },
  description_size_2_53: {
    about: "bundle.json claims a size beyond what JSON numbers keep exactly.",
    verdict: "invalid",
    check: "files",
    code: "malformed",
    where: DESCRIPTION_FILE,
    make: (files) => replaceText(files, DESCRIPTION_FILE, '"size":18', '"size":9007199254740992'),
  },
  description_version_left_out: {
    about: "bundle.json lists only the first version: the files of the second are then superfluous.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: consentNoticeFile(2),
    make: (files) => {
      const text = Buffer.from(bytesOf(files, DESCRIPTION_FILE)).toString();
      return put(files, DESCRIPTION_FILE, text.replace(/,\{"digest":"[0-9a-f]{64}","number":2\}/, ""));
    },
  },
  description_of_a_later_edition: {
    about: "A later edition of the format: nothing can be said, and nothing is called wrong.",
    verdict: "inconclusive",
    check: "files",
    make: (files) => replaceText(files, DESCRIPTION_FILE, "bundle@v1", "bundle@v2"),
  },
};
