import type { Opening } from "@undersigned/core/signature/commitment.ts";
import { openingsFile } from "@undersigned/core/verify/bundle.ts";
import { formatOpeningLine } from "@undersigned/core/verify/openings.ts";
import { buildBundle } from "../../tests/bundle-fixture.ts";
import { tellStory } from "../../tests/bundle-story.ts";
import type { BundleDefects, Files } from "./bundle-defect.ts";
import { bytesOf, changeLines, drop, put, replaceText } from "./tamper.ts";

const OPENINGS = openingsFile(0, 18);

/** The bundle with the public half of one more entry opened. */
async function openMore(index: number): Promise<Files> {
  const story = tellStory();
  const opening = story.receiptOpenings.get(index);
  if (opening === undefined || !("part" in opening.private)) throw new Error(`entry ${index} has no opening`);
  story.openings.push({ index, opening: closePrivate(opening) });
  return await buildBundle(story);
}

/** Entries of the story, by what is special about them. */
const EARLIER_CONSENT = 1;
const NAMED_PERSON = 14;
const UNNAMED_ORGANISATION = 6;
const REMOVED = 7;

import { decodeHex, encodeHex } from "@undersigned/core/bytes.ts";
import { digestPart } from "@undersigned/core/signature/commitment.ts";

function closePrivate({ public: open, private: closed }: Opening): Opening {
  if (!("part" in closed)) return { public: open, private: closed };
  return { public: open, private: { digest: encodeHex(digestPart(decodeHex(closed.salt), closed.part)) } };
}

/** Names that the bundle shows. */
export const OPENING_DEFECTS: BundleDefects = {
  opening_name_changed: {
    about: "The name of an organisation is another.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 2`,
    make: (files) => replaceText(files, OPENINGS, "Alexandria", "Alexandrio"),
  },
  opening_reservation_left_out: {
    about: "The reservation that an organisation declared is left out.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 1`,
    make: (files) => replaceText(files, OPENINGS, ',"reservation":"Not ¶ 4."', ""),
  },
  opening_of_another_entry: {
    about: "An opening stands under the index of another organisation's entry.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 1`,
    make: (files) => replaceText(files, OPENINGS, '{"index":2,', '{"index":1,'),
  },
  opening_of_no_signature: {
    about: "An opening stands under the index of an act that opens nothing.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 1`,
    make: (files) => replaceText(files, OPENINGS, '{"index":2,', '{"index":0,'),
  },
  opening_of_a_person: {
    about: "A person is opened, if truthfully: a public bundle opens organisations only.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 3`,
    make: () => openMore(NAMED_PERSON),
  },
  opening_of_an_unnamed_organisation: {
    about: "An organisation that chose not to be named is opened.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 2`,
    make: () => openMore(UNNAMED_ORGANISATION),
  },
  opening_of_a_removed_signature: {
    about: "A signature that was removed is opened: its name must not be shown any more.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, entry ${REMOVED}`,
    make: () => openMore(REMOVED),
  },
  opening_of_an_earlier_consent: {
    about: "An organisation that signed again is shown as it signed first.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, entry ${EARLIER_CONSENT}`,
    make: () => openMore(EARLIER_CONSENT),
  },
  opening_of_the_private_half: {
    about: "The private half, with a mailbox, is published.",
    verdict: "invalid",
    check: "openings",
    code: "malformed",
    where: `${OPENINGS}, line 1`,
    make: (files) => {
      const opening = tellStory().receiptOpenings.get(2);
      if (opening === undefined) throw new Error("entry 2 has no opening");
      const line = Buffer.from(formatOpeningLine({ index: 2, opening }))
        .toString()
        .trimEnd();
      return changeLines(files, OPENINGS, ([, second = ""]) => [line, second]);
    },
  },
  openings_out_of_order: {
    about: "The lines are not in the order of their entries.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 2`,
    make: (files) => changeLines(files, OPENINGS, (lines) => lines.reverse()),
  },
  opening_twice: {
    about: "A line stands there twice.",
    verdict: "invalid",
    check: "openings",
    code: "commitment_mismatch",
    where: `${OPENINGS}, line 2`,
    make: (files) => changeLines(files, OPENINGS, ([first = "", ...rest]) => [first, first, ...rest]),
  },
  opening_with_a_space: {
    about: "A line says the same in another spelling.",
    verdict: "invalid",
    check: "openings",
    code: "malformed",
    where: `${OPENINGS}, line 1`,
    make: (files) => replaceText(files, OPENINGS, '{"index":2,', '{"index":2, '),
  },
  openings_without_a_last_line_end: {
    about: "The last line has no line end.",
    verdict: "invalid",
    check: "openings",
    code: "malformed",
    where: OPENINGS,
    make: (files) => put(files, OPENINGS, bytesOf(files, OPENINGS).slice(0, -1)),
  },
  openings_empty: {
    about: "A file of openings without any.",
    verdict: "invalid",
    check: "openings",
    code: "extra_file",
    where: OPENINGS,
    make: (files) => put(files, OPENINGS, ""),
  },
  openings_under_another_name: {
    about: "A file of openings beside which there are no entries.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: "openings/001.jsonl",
    make: (files) => put(files, "openings/001.jsonl", ""),
  },
  openings_left_out: {
    about:
      "Names may be left out of a bundle: who withdrew after its checkpoint must not be shown. It says how many are.",
    verdict: "valid",
    make: (files) => drop(files, OPENINGS),
  },
};
