import { encodeHex, encodeUtf8, sha256 } from "@undersigned/core/bytes.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { manifestFile, textFile } from "@undersigned/core/verify/bundle.ts";
import { buildBundle } from "../../tests/bundle-fixture.ts";
import type { StoryVersion } from "../../tests/bundle-story.ts";
import { makeVersion, Teller, tellStory } from "../../tests/bundle-story.ts";
import type { BundleDefects, Files } from "./bundle-defect.ts";

/** A short statement in which the depositary itself does something wrong, and signs it. */
async function tell(what: (teller: Teller) => void, version: StoryVersion = makeVersion(1, null)): Promise<Files> {
  const teller = new Teller();
  teller.open(version);
  what(teller);
  return await buildBundle(teller.story);
}

const PERSON = { kind: "person", named: true, name: "Ada Winter" } as const;
const UNNAMED = { kind: "person", named: false, name: "Bo Nilsson" } as const;
const ORGANISATION = { kind: "organisation", named: true, name: "Library of Alexandria" } as const;

/** A version with another English text, whose digest its manifest names. */
function withText(text: string): StoryVersion {
  const bytes = encodeUtf8(text);
  const version = makeVersion(1, null);
  const [, fr] = [...version.texts.values()];
  if (fr === undefined) throw new Error("a version has two texts");
  const texts = new Map([
    ["en", bytes],
    ["fr", fr],
  ]);
  const listed = [...texts].map(([lang, each]) => ({
    lang,
    sha256: encodeHex(sha256(each)),
    authentic: true,
    prevails: false,
  }));
  return { ...makeVersion(1, null, { manifest: { texts: listed } }), texts };
}

function rootOf(entries: readonly Uint8Array[]): string {
  return encodeHex(append(emptyEdge(), entries.map(hashLeaf)).root);
}

/** Properly signed and published, and wrong all the same: the depositary is not believed either. */
export const SIGNED_DEFECTS: BundleDefects = {
  signed_more_than_one_file: {
    about: "259 entries, in two files.",
    verdict: "valid",
    make: () =>
      tell((teller) => {
        const of = teller.sign(ORGANISATION);
        for (let i = 0; i < 256; i++) teller.add({ act: "attest", of, level: 1, observation: "00".repeat(32) });
        teller.sign(ORGANISATION);
      }),
  },
  signed_unknown_act: {
    about: "An act that nobody knows yet, signed for: from there on nobody can say what the log says.",
    verdict: "inconclusive",
    check: "entries",
    make: () =>
      tell((teller) => {
        teller.sign(PERSON);
        teller.story.entries.push(encodeUtf8('{"act":"bless","of":1}'));
      }),
  },
  signed_double_withdrawal: {
    about: "One signature is withdrawn twice.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: "log/tile/entries/000.p/4, entry 3",
    make: () =>
      tell((teller) => {
        const of = teller.sign(PERSON);
        teller.add({ act: "withdraw", of });
        teller.add({ act: "withdraw", of });
      }),
  },
  signed_below_the_least_level: {
    about: "An organisation signed below the level that the terms ask for.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: "log/tile/entries/000.p/2, entry 1",
    make: () =>
      tell(
        (teller) => void teller.sign(ORGANISATION),
        makeVersion(1, null, { terms: { leastLevel: { organisation: 2, person: 1 } } }),
      ),
  },
  signed_unnamed_against_the_terms: {
    about: "Somebody signed without a name, which the terms do not allow.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: "log/tile/entries/000.p/2, entry 1",
    make: () => tell((teller) => void teller.sign(UNNAMED), makeVersion(1, null, { terms: { unnamed: false } })),
  },
  signed_by_a_person_against_the_terms: {
    about: "A person signed what is open to organisations only.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: "log/tile/entries/000.p/2, entry 1",
    make: () => tell((teller) => void teller.sign(PERSON), makeVersion(1, null, { terms: { who: ["organisation"] } })),
  },
  signed_reservation_against_the_terms: {
    about: "An organisation declared a reservation, which the terms do not allow.",
    verdict: "invalid",
    check: "openings",
    code: "illegal_entry",
    where: "openings/000.p/2.jsonl, line 1",
    make: () =>
      tell(
        (teller) => void teller.sign({ ...ORGANISATION, reservation: "Not ¶ 4." }),
        makeVersion(1, null, { terms: { reservations: false } }),
      ),
  },
  signed_version_not_in_the_bundle: {
    about: "The log opens a version that the bundle does not hold.",
    verdict: "invalid",
    check: "entries",
    code: "digest_mismatch",
    where: "log/tile/entries/000.p/2, entry 1",
    make: () => tell((teller) => void teller.add({ act: "open", version: "ab".repeat(32), closes: null })),
  },
  signed_version_never_opened: {
    about: "The bundle holds a version that the log never opens.",
    verdict: "invalid",
    check: "versions",
    code: "extra_file",
    where: "versions/2",
    make: () => tell((teller) => void teller.story.versions.push(makeVersion(2, teller.last.digest))),
  },
  signed_manifest_of_another_statement: {
    about: "The manifest is of another statement.",
    verdict: "invalid",
    check: "versions",
    code: "wrong_origin",
    where: manifestFile(1),
    make: () => tell(() => undefined, makeVersion(1, null, { manifest: { statement: "bakeries" } })),
  },
  signed_manifest_of_another_number: {
    about: "The first version calls itself the second.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: manifestFile(1),
    make: () => tell(() => undefined, makeVersion(2, "ab".repeat(32))),
  },
  signed_previous_of_another_chain: {
    about: "The second version does not name the first.",
    verdict: "invalid",
    check: "versions",
    code: "digest_mismatch",
    where: manifestFile(2),
    make: () => tell((teller) => teller.open(makeVersion(2, "ab".repeat(32)))),
  },
  signed_text_refused: {
    about: "A text has the digest that its manifest names, but is no text: it holds HTML.",
    verdict: "invalid",
    check: "versions",
    code: "text_refused",
    where: textFile(1, "en"),
    make: () => tell(() => undefined, withText("# Open the reading rooms\n\n<b>Now.</b>\n")),
  },
  signed_texts_misaligned: {
    about: "The two languages do not have the same sequence of blocks.",
    verdict: "invalid",
    check: "versions",
    code: "malformed",
    where: manifestFile(1),
    make: () => tell(() => undefined, withText("# Open the reading rooms\n\nNow.\n\n## What we ask\n\n- Open them.\n")),
  },
  signed_demand_without_its_block: {
    about: "A demand names a block that the texts do not have.",
    verdict: "invalid",
    check: "versions",
    code: "malformed",
    where: manifestFile(1),
    make: () => tell(() => undefined, makeVersion(1, null, { manifest: { demands: [{ block: 9, addressees: [] }] } })),
  },
  signed_correction_of_a_missing_block: {
    about: "A correction stands beside a block that the text does not have.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: "log/tile/entries/000.p/2, entry 1",
    make: () =>
      tell((teller) => {
        teller.add({ act: "correction", version: teller.last.digest, lang: "en", block: 5, note: "Read “room”." });
      }),
  },
  signed_correction_of_a_missing_language: {
    about: "A correction is of a language that the version does not have.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: "log/tile/entries/000.p/2, entry 1",
    make: () =>
      tell((teller) => {
        teller.add({ act: "correction", version: teller.last.digest, lang: "de", block: 1, note: "Lies „Saal“." });
      }),
  },
  signed_succession: {
    about: "The log continues another one, and names its root.",
    verdict: "valid",
    make: () =>
      tell((teller) => {
        teller.sign(PERSON);
        const { entries } = teller.story;
        teller.add({ act: "succeed", origin: "old.example/s/rooms", size: entries.length, root: rootOf(entries) });
        teller.sign(ORGANISATION);
      }),
  },
  signed_succession_of_another_root: {
    about: "The log claims to continue another one, whose entries were not these.",
    verdict: "invalid",
    check: "entries",
    code: "root_mismatch",
    where: "log/tile/entries/000.p/3, entry 2",
    make: () =>
      tell((teller) => {
        teller.sign(PERSON);
        teller.add({ act: "succeed", origin: "old.example/s/rooms", size: 2, root: "ab".repeat(32) });
      }),
  },
  signed_entry_not_canonical: {
    about: "An entry that is signed for, but has a space.",
    verdict: "invalid",
    check: "entries",
    code: "not_canonical",
    where: "log/tile/entries/000.p/2, entry 1",
    make: () => tell((teller) => void teller.story.entries.push(encodeUtf8('{"act": "close"}'))),
  },
  signed_sign_after_close: {
    about: "Somebody signed after the statement was closed.",
    verdict: "invalid",
    check: "entries",
    code: "illegal_entry",
    where: "log/tile/entries/000.p/19, entry 18",
    make: async () => {
      const story = tellStory();
      const dana = story.entries[14];
      if (dana === undefined) throw new Error("the story has 18 entries");
      story.entries.push(dana);
      return await buildBundle(story);
    },
  },
};
