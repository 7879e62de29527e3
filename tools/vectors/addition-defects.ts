import { encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import type { Entry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import { entriesFile, responseFile, translationFile } from "@undersigned/core/verify/bundle.ts";
import { buildBundle } from "../../tests/bundle-fixture.ts";
import { tellStory } from "../../tests/bundle-story.ts";
import type { BundleDefect, BundleDefects, Files } from "./bundle-defect.ts";
import { drop, put, rename, replaceText } from "./tamper.ts";

const ANSWER = "The Town Council thanks you, and opens the reading rooms on Sundays.\n";
const LATER = "On second thoughts the Town Council heats them, too.\n";
const REPORT = "%PDF-1.7\n% invented, and no more than its first line\n";
const TRANSLATION =
  "# Öffnet die Lesesäle\n\nIn Lesesälen begegnet eine Stadt ihren Gedanken, und ihren Nachbarn.\n\n## Was wir verlangen\n\n- Öffnet jeden Lesesaal am Sonntag.\n- Heizt im Winter.\n";
const BETTER = TRANSLATION.replace("Heizt", "Heizt sie");
const SHORTER = TRANSLATION.replace("- Heizt im Winter.\n", "");

const digestOf = (words: string) => encodeHex(sha256(encodeUtf8(words)));
const response = (addressee: string, words: string): Entry => {
  return { act: "response", addressee, sha256: digestOf(words) };
};

const SECOND = tellStory().versions[1]?.digest ?? "";
const translation = (words: string, lang = "de"): Entry => {
  return { act: "translation", version: SECOND, lang, sha256: digestOf(words) };
};

const ADDED: readonly Entry[] = [
  response("Town Council", ANSWER),
  response("Town Council", LATER),
  response("Ministry of Culture", REPORT),
  translation(TRANSLATION),
  translation(BETTER),
];
const ANSWER_FILE = responseFile(digestOf(ANSWER), "txt");
const REPORT_FILE = responseFile(digestOf(REPORT), "pdf");
const GERMAN = translationFile(2, "de");

/** The valid bundle, grown by these entries, with every document and the last translation. */
async function added(entries: readonly Entry[] = ADDED): Promise<Files> {
  const story = tellStory();
  story.entries.push(...entries.map(formatEntry));
  const files = await buildBundle(story);
  put(files, ANSWER_FILE, ANSWER);
  put(files, responseFile(digestOf(LATER), "md"), LATER);
  put(files, REPORT_FILE, REPORT);
  return put(files, GERMAN, BETTER);
}

function refused(
  about: string,
  code: NonNullable<BundleDefect["code"]>,
  where: string,
  change: (files: Files) => Files,
  entries: readonly Entry[] = ADDED,
): BundleDefect {
  return {
    about,
    verdict: "invalid",
    check: "files",
    code,
    where,
    make: async () => change(await added(entries)),
  };
}

/** What came after the opening and nobody signed: answers of addressees, and further translations. */
export const ADDITION_DEFECTS: BundleDefects = {
  additions_valid: {
    about: "Two addressees answered, one of them twice; a translation was added, and then a better one.",
    verdict: "valid",
    make: () => added(),
  },
  additions_absent: {
    about: "The log names answers and translations, and the bundle brings none of them: they may be absent.",
    verdict: "valid",
    make: async () => {
      const files = await added();
      for (const name of files.keys()) if (/^(responses|translations)\//.test(name)) files.delete(name);
      return files;
    },
  },
  response_changed: refused(
    "Another answer under the name of one that was given.",
    "digest_mismatch",
    ANSWER_FILE,
    (files) => replaceText(files, ANSWER_FILE, "opens", "shuts"),
  ),
  response_invented: refused(
    "An answer that no entry of the log names.",
    "extra_file",
    responseFile(digestOf("No.\n"), "txt"),
    (files) => put(files, responseFile(digestOf("No.\n"), "txt"), "No.\n"),
  ),
  response_twice: refused(
    "One answer under two endings.",
    "extra_file",
    responseFile(digestOf(ANSWER), "txt"),
    (files) => put(files, responseFile(digestOf(ANSWER), "md"), ANSWER),
  ),
  response_of_another_kind: refused(
    "An answer in plain text whose name says that it is a PDF.",
    "malformed",
    responseFile(digestOf(ANSWER), "pdf"),
    (files) => rename(files, ANSWER_FILE, responseFile(digestOf(ANSWER), "pdf")),
  ),
  response_page: refused(
    "An answer that a browser would open as a page.",
    "extra_file",
    `responses/${digestOf(ANSWER)}.html`,
    (files) => rename(files, ANSWER_FILE, `responses/${digestOf(ANSWER)}.html`),
  ),
  response_empty: refused(
    "An answer of no bytes: that is a folder that a zip lists as a file, or nothing.",
    "malformed",
    responseFile(digestOf(""), "txt"),
    (files) => put(files, responseFile(digestOf(""), "txt"), ""),
    [...ADDED, response("Town Council", "")],
  ),
  translation_changed: refused(
    "A translation that is not the one that the log names.",
    "digest_mismatch",
    GERMAN,
    (files) => replaceText(files, GERMAN, "Sonntag", "Montag"),
  ),
  translation_superseded: refused(
    "A translation for which the log names a better one since.",
    "digest_mismatch",
    GERMAN,
    (files) => put(files, GERMAN, TRANSLATION),
  ),
  translation_invented: refused(
    "A translation that no entry of the log names.",
    "extra_file",
    translationFile(2, "nl"),
    (files) => put(files, translationFile(2, "nl"), TRANSLATION),
  ),
  translation_of_another_version: refused(
    "The translation of the second version as one of the first.",
    "extra_file",
    translationFile(1, "de"),
    (files) => rename(files, GERMAN, translationFile(1, "de")),
  ),
  translation_of_no_version: refused(
    "A translation of a version that there is not.",
    "extra_file",
    translationFile(3, "de"),
    (files) => rename(files, GERMAN, translationFile(3, "de")),
  ),
  translation_misaligned: refused(
    "A translation that leaves a demand out, and is what the log names.",
    "text_refused",
    GERMAN,
    (files) => put(files, GERMAN, SHORTER),
    [...ADDED, translation(SHORTER)],
  ),
  translation_of_signed_language: {
    about: "An entry adds a translation into a language in which its version has a text that was signed.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: `${entriesFile(0, tellStory().entries.length + ADDED.length + 1)}, entry ${tellStory().entries.length + ADDED.length}`,
    make: async () => drop(await added([...ADDED, translation(TRANSLATION, "fr")]), GERMAN),
  },
};
