import type { Story } from "../../tests/bundle-story.ts";
import { Teller, tellToBeObserved } from "../../tests/bundle-story.ts";
import type { ComparisonSituation } from "./comparison-situation.ts";
import { put, stands, story } from "./comparison-situation.ts";
import { GONE, LAST, LIBRARY, SIGNED_AGAIN, versionRecord } from "./observed-situation.ts";

/** A story with more acts on the library's signature, before anything else happened. */
function tellActs(...acts: readonly ("dispute" | "uphold" | "erase")[]): Story {
  const teller = new Teller();
  teller.story.versions = story.versions.slice(0, 1);
  teller.story.entries = story.entries.slice(0, 3);
  for (const act of acts) teller.add({ act, of: LIBRARY });
  return teller.story;
}

/** A story in which the library's record in the DNS was seen, and was gone later perhaps. */
function tellSeen({ andGone = false } = {}): Story {
  const teller = new Teller(tellToBeObserved());
  teller.observe(LIBRARY, 3, versionRecord(teller));
  if (andGone) teller.observe(LIBRARY, 2, GONE);
  return teller.story;
}

/** What became of the signature of a receipt since. */
export const STANDING_SITUATIONS: Readonly<Record<string, ComparisonSituation>> = {
  against_valid_standing: {
    about: "The signature stands, and the log only grew since.",
    verdict: "valid",
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => put({ index: 2, size: 4 }),
  },
  against_valid_of_the_same_size: {
    about: "Nothing happened since the receipt was made.",
    verdict: "valid",
    standing: stands({ levelBefore: 1, level: 2 }),
    make: () => put({ index: 2, size: 18 }),
  },
  against_valid_signed_again: {
    about: "The signatory has signed another version since.",
    verdict: "valid",
    standing: stands({ level: 3, again: true }),
    make: () => put({ index: 1, size: 2 }),
  },
  against_valid_of_the_latest_consent: {
    about: "The receipt of the second consent: it was not given again after that.",
    verdict: "valid",
    standing: stands({ level: 3 }),
    make: () => put({ index: 14, size: 15 }),
  },
  against_valid_withdrawn: {
    about: "The signatory has taken the signature back.",
    verdict: "valid",
    standing: stands({ status: "withdrawn" }),
    make: () => put({ index: 3, size: 5 }),
  },
  against_valid_of_the_withdrawal: {
    about: "The receipt of a withdrawal: the bundle says so too.",
    verdict: "valid",
    standing: stands({ status: "withdrawn" }),
    make: () => put({ index: 9, size: 10 }),
  },
  against_valid_removed: {
    about: "The depositary has taken the signature out, and says why.",
    verdict: "valid",
    standing: stands({ status: "removed", reason: "disputed" }),
    make: () => put({ index: 7, size: 8 }),
  },
  against_valid_anonymised: {
    about: "What showed whose the signature was is destroyed. It still counts.",
    verdict: "valid",
    standing: stands({ status: "anonymised" }),
    make: () => put({ index: 5, size: 8 }),
  },
  against_valid_disputed: {
    about: "Somebody says that they never signed.",
    verdict: "valid",
    standing: stands({ level: 3, status: "disputed" }),
    make: () => put({ index: 1, size: 2 }, tellActs("dispute")),
  },
  against_valid_upheld: {
    about: "Somebody said that they never signed. That was settled, and the signature stands.",
    verdict: "valid",
    standing: stands({ level: 3, upheld: true }),
    make: () => put({ index: 1, size: 2 }, tellActs("dispute", "uphold")),
  },
  against_valid_disputed_again: {
    about: "It was upheld, and is disputed again.",
    verdict: "valid",
    standing: stands({ level: 3, status: "disputed", upheld: true }),
    make: () => put({ index: 1, size: 2 }, tellActs("dispute", "uphold", "dispute")),
  },
  against_valid_level_risen: {
    about: "The domain's record was seen after the receipt, and the level rose.",
    verdict: "valid",
    standing: stands({ levelBefore: 2, level: 3 }),
    make: () => put({ index: SIGNED_AGAIN, size: SIGNED_AGAIN + 1, told: tellSeen() }),
  },
  against_valid_level_fallen: {
    about: "The receipt is of what was seen. It is gone since, and the level fell.",
    verdict: "valid",
    standing: stands({ levelBefore: 3, level: 2 }),
    make: () => put({ index: LAST + 1, size: LAST + 2, told: tellSeen({ andGone: true }) }),
  },
  against_valid_level_there_and_back: {
    about: "The level rose and fell since the receipt, and is what it was.",
    verdict: "valid",
    standing: stands({ level: 2 }),
    make: () => put({ index: SIGNED_AGAIN, size: SIGNED_AGAIN + 1, told: tellSeen({ andGone: true }) }),
  },
  against_valid_erased: {
    about: "What showed whose the signature was is destroyed. It no longer counts.",
    verdict: "valid",
    standing: stands({ level: 3, status: "erased" }),
    make: () => put({ index: 1, size: 2 }, tellActs("erase")),
  },
  against_valid_of_no_signature: {
    about: "The receipt of an act on the statement: no signature became of it.",
    verdict: "valid",
    make: () => put({ index: 0, size: 1 }),
  },
};
