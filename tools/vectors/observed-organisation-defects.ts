import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import { signatureNoteFile } from "@undersigned/core/verify/bundle.ts";
import { HOST } from "../../tests/bundle-fixture.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { BundleDefects } from "./bundle-defect.ts";
import {
  BY,
  CLUB,
  change,
  DANA,
  DOMAIN,
  damage,
  dns,
  FILE,
  fileOf,
  GONE,
  KEY,
  KEY_RECORD,
  LAST,
  LIBRARY,
  mismatch,
  NOTE,
  noteOf,
  observeAll,
  refused,
  SHOP,
  signedBy,
  tell,
  versionRecord,
} from "./observed-situation.ts";
import { bytesOf, drop, put } from "./tamper.ts";
/** Of whom something was observed, and what it bears out. */
export const OBSERVED_ORGANISATION_DEFECTS: BundleDefects = {
  observation_of_a_person: {
    about: "It is of a person, if truthfully: a bundle tells of organisations only.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () =>
      tell((teller) =>
        teller.observe(DANA, 2, { kind: "openid", issuer: "https://orcid.org", subject: "0000-0002-1825-0097" }),
      ),
  },
  observation_of_an_unnamed_organisation: {
    about: "It tells the domain of an organisation that chose not to be named.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(SHOP, 3, versionRecord(teller))),
  },
  observation_of_a_withdrawn_signature: {
    about: "The organisation took its signature back since.",
    ...mismatch,
    where: `${fileOf(2)}, entry ${LAST + 1}`,
    make: () =>
      tell((teller) => {
        const version = teller.story.versions[0]?.digest ?? "";
        teller.observe(CLUB, 2, { kind: "vouch", by: BY, words: "They meet in our rooms.", version });
        teller.add({ act: "withdraw", of: CLUB });
        teller.hide(CLUB);
      }),
  },
  observation_at_another_domain: {
    about: "What was seen is right, at another domain than the one that the organisation shows.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(LIBRARY, 2, { kind: "approval", domain: "evil.example" })),
  },
  observation_at_a_domain_of_an_organisation_without_one: {
    about: "The organisation shows no domain of its own, and something is said to be seen at one.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(CLUB, 2, { kind: "approval", domain: DOMAIN })),
  },
  observation_of_a_kind_of_people: {
    about: "An organisation is said to be named as a person is.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(LIBRARY, 2, { kind: "named", by: { name: "A", domain: "a.example" } })),
  },
  observation_of_a_naming_taken_back: {
    about: "What is said to be taken back is said of people only.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () =>
      tell((teller) => teller.observe(LIBRARY, 2, { kind: "gone", domain: DOMAIN, of: "named", resolvers: [] })),
  },
  observation_gone_at_another_domain: {
    about: "What is gone was at another domain than the one that the organisation shows.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(LIBRARY, 2, { ...GONE, domain: "evil.example" })),
  },
  observation_of_another_statement: {
    about: "It was made of another statement.",
    ...refused,
    code: "wrong_origin",
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () =>
      tell((teller) => teller.observe(LIBRARY, 3, { ...versionRecord(teller), statement: `${HOST}/s/another` })),
  },
  observation_of_a_version_not_signed: {
    about: "It is of the second version, and the organisation signed the first alone.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(CLUB, 2, { kind: "vouch", by: BY, words: "They meet in our rooms." })),
  },
  observation_of_an_unknown_version: {
    about: "It is of a version that was never opened.",
    ...mismatch,
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () =>
      tell((teller) => {
        const version = "ab".repeat(32);
        teller.observe(LIBRARY, 3, { ...dns(`undersigned=v1 version=${version}`, "version"), version });
      }),
  },
  observation_level_above_what_was_seen: {
    about: "Level 4 was recorded for a record in the DNS alone.",
    ...refused,
    code: "illegal_entry",
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(LIBRARY, 4, versionRecord(teller))),
  },
  observation_level_3_for_a_key_that_signed_nothing: {
    about: "The domain names a key, which signed nothing, and level 3 was recorded.",
    ...refused,
    code: "illegal_entry",
    where: `${fileOf(1)}, entry ${LAST + 1}`,
    make: () => tell((teller) => teller.observe(LIBRARY, 3, KEY_RECORD)),
  },
  observation_level_4_by_a_key_that_nobody_names: {
    about: "A key signed that the domain does not name, and level 4 was recorded.",
    ...refused,
    code: "illegal_entry",
    where: `${fileOf(2)}, entry ${LAST + 2}`,
    make: () =>
      tell((teller) => {
        teller.observe(LIBRARY, 3, versionRecord(teller));
        teller.observe(LIBRARY, 4, signedBy(teller));
      }),
  },
  observation_of_a_key_that_did_not_sign: {
    about: "The signature by the organisation's key does not hold.",
    ...refused,
    code: "signature_invalid",
    where: `${fileOf(2)}, line 2`,
    make: () =>
      tell((teller) => {
        teller.observe(LIBRARY, 3, versionRecord(teller));
        teller.observe(LIBRARY, 3, { ...signedBy(teller), note: damage(decodeUtf8(noteOf(teller))) });
      }),
  },
  observation_of_a_later_edition: {
    about: "An observation of a later edition of the format: nobody can say that it is wrong.",
    verdict: "inconclusive",
    check: "observations",
    make: () =>
      tell((teller) => teller.observe(LIBRARY, 3, { ...versionRecord(teller), format: "undersigned/observation@v2" })),
  },
};

/** Notes by keys of organisations. */
export const SIGNATURE_NOTE_DEFECTS: BundleDefects = {
  signature_note_damaged: {
    about: "The signature in the note does not hold.",
    ...refused,
    code: "signature_invalid",
    where: NOTE,
    make: () => change((files) => put(files, NOTE, damage(decodeUtf8(bytesOf(files, NOTE))))),
  },
  signature_note_of_another_version: {
    about: "The note signs another version than its folder says.",
    ...refused,
    code: "digest_mismatch",
    where: signatureNoteFile(1, 1),
    make: () => change((files) => drop(put(files, signatureNoteFile(1, 1), bytesOf(files, NOTE)), NOTE)),
  },
  signature_note_of_another_statement: {
    about: "The note signs another statement.",
    ...refused,
    code: "wrong_origin",
    where: NOTE,
    make: () =>
      tell((teller) => {
        observeAll(teller);
        teller.story.files.set(NOTE, noteOf(teller, KEY.signer, `${HOST}/s/another`));
      }),
  },
  signature_note_by_a_key_that_nothing_tells_of: {
    about: "The note has a line by a key of which no observation tells: whose is it?",
    ...refused,
    code: "extra_file",
    where: NOTE,
    make: () =>
      tell((teller) => {
        observeAll(teller);
        teller.story.files.set(NOTE, noteOf(teller, makeTestSigner("stranger.example", 62).signer));
      }),
  },
  signature_note_whose_observations_were_left_out: {
    about: "The note is there, and the observations are not.",
    ...refused,
    code: "extra_file",
    where: NOTE,
    make: () => change((files) => drop(files, FILE)),
  },
  signature_note_with_a_line_of_another: {
    about: "A line is in two notes.",
    ...refused,
    code: "extra_file",
    where: signatureNoteFile(2, 2),
    make: () => change((files) => put(files, signatureNoteFile(2, 2), bytesOf(files, NOTE))),
  },
  signature_note_that_is_none: {
    about: "The note is no note.",
    ...refused,
    code: "malformed",
    where: NOTE,
    make: () => change((files) => put(files, NOTE, "We signed.\n")),
  },
  signature_note_with_a_number_left_out: {
    about: "There is a second note, and no first.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: signatureNoteFile(2, 2),
    make: () => change((files) => drop(put(files, signatureNoteFile(2, 2), bytesOf(files, NOTE)), NOTE)),
  },
  signature_note_of_a_version_that_is_not_there: {
    about: "The note is of a version that was never opened.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: signatureNoteFile(3, 1),
    make: () => change((files) => drop(put(files, signatureNoteFile(3, 1), bytesOf(files, NOTE)), NOTE)),
  },
};
