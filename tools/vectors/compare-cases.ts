import type { Copy, CopyMark } from "@undersigned/core/compare/copy.ts";
import type { Verdict } from "@undersigned/core/compare/copy-report.ts";
import type { CompareVector } from "../../tests/compare-vectors.ts";
import { plainCopy } from "../../tests/plain-copy.ts";

export type CompareCase = {
  readonly about: string;
  readonly reference?: string;
  readonly demands?: readonly number[];
  readonly copy: Copy;
  readonly verdict: Verdict;
  readonly changes: CompareVector["changes"];
};

export const REFERENCE = `# Open the reading rooms

We, the undersigned, ask the council to open the reading rooms of the town, and not to resign itself to less.

“Rooms of one's own” — 1,000 of them — were promised in 2019...

## What we ask

1. Open the rooms on Sundays.
2. Heat the rooms in winter.
3. Publish what it costs.

The rooms are ours! Keep them open, and they will serve the committee.
`;

export const DEMANDS = [4, 5, 6];

const TEXT = `Open the reading rooms

We, the undersigned, ask the council to open the reading rooms of the town, and not to resign itself to less.

“Rooms of one's own” — 1,000 of them — were promised in 2019...

What we ask

1. Open the rooms on Sundays.

2. Heat the rooms in winter.

3. Publish what it costs.

The rooms are ours! Keep them open, and they will serve the committee.`;

type Edit = readonly [from: string, to: string];

function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`no "${from}" in the copy`);
    return text.replace(from, to);
  }, TEXT);
}

function valid(about: string, ...edits: readonly Edit[]): CompareCase {
  return { about, copy: plainCopy(edited(...edits)), verdict: "identical", changes: [] };
}

function faithful(about: string, text: string): CompareCase {
  return { about, copy: plainCopy(text), verdict: "faithful", changes: [] };
}

function altered(about: string, edit: Edit, ...changes: CompareVector["changes"]): CompareCase {
  return { about, copy: plainCopy(edited(edit)), verdict: "altered", changes };
}

function marked(kind: CopyMark["kind"], word: string): Partial<Copy> {
  const start = TEXT.indexOf(word);
  return { marks: [{ kind, start, end: start + word.length }] };
}

const TITLE = "Open the reading rooms\n\n";
const FIRST =
  "We, the undersigned, ask the council to open the reading rooms of the town, and not to resign itself to less.";
const SECOND = "“Rooms of one's own” — 1,000 of them — were promised in 2019...";
const ITEMS = "1. Open the rooms on Sundays.\n\n2. Heat the rooms in winter.\n\n3. Publish what it costs.\n\n";
const LAST = "The rooms are ours! Keep them open, and they will serve the committee.";

/** What is word for word. */
const VALID_CASES: Readonly<Record<string, CompareCase>> = {
  valid: valid("The words of the text and no others."),
  valid_white_space: valid("Spaces of any kind, and as many.", ["the council", "the\u00a0 \u2009council"]),
  valid_lines: { ...valid("Every block on a line."), copy: plainCopy(TEXT.replaceAll("\n\n", "\n")) },
  valid_wrapped: valid("Lines end within a paragraph.", ["ask the council", "ask\nthe council"]),
  valid_nfd: valid("Decomposed letters.", ["council", "council"]),
  valid_quotes: valid("Other quotation marks of the same kind.", ["“Rooms of one's own”", "«Rooms of one’s own»"]),
  valid_guillemets_with_spaces: valid("Guillemets with spaces within.", [
    "“Rooms of one's own”",
    "« Rooms of one's own »",
  ]),
  valid_dash: valid("Other dashes.", ["— 1,000", "– 1,000"]),
  valid_ellipsis: valid("One sign for three full stops.", ["2019...", "2019…"]),
  valid_soft_hyphen: valid("A soft hyphen within a word.", ["undersigned", "under\u00adsigned"]),
  valid_zero_width: valid("A space without width, and a byte order mark.", ["undersigned", "under\u200bsigned\ufeff"]),
  valid_line_end_hyphen: valid("A word parted at the end of a line.", ["committee", "com-\nmittee"]),
  valid_space_before_exclamation_mark: valid("A space before an exclamation mark.", ["ours!", "ours\u202f!"]),
  valid_bullets: valid("Bullets for numbers.", ["1. Open", "• Open"], ["2. Heat", "• Heat"], ["3. P", "• P"]),
  valid_numbers_in_brackets: valid("Numbers in brackets.", ["1. Open", "(1) Open"], ["2. Heat", "2) Heat"]),
  valid_letters: valid("Letters for numbers.", ["1. Open", "a) Open"], ["2. Heat", "b) Heat"], ["3. P", "c) P"]),
  valid_marker_on_a_line_of_its_own: valid("A number on the line before its item.", ["2. Heat", "2.\nHeat"]),
  valid_framing: faithful("Words of the publisher before and after.", `From our reporter\n\n${TEXT}\n\nAda Signatory`),
  valid_framing_in_lines: faithful(
    "Every block on a line, names after them.",
    `${TEXT}\n\nAda Signatory`.replaceAll("\n\n", "\n"),
  ),
  valid_unread_outside: {
    ...faithful("A picture beyond the end.", `${TEXT}\n\nAda Signatory`),
    copy: plainCopy(`${TEXT}\n\nAda Signatory`, {
      unread: [{ why: "picture", where: "a picture at the end", at: TEXT.length + 5 }],
    }),
  },
};

const BLOCKS = [
  "Open the reading rooms",
  FIRST,
  SECOND,
  "What we ask",
  "Open the rooms on Sundays.",
  "Heat the rooms in winter.",
  "Publish what it costs.",
  LAST,
];

/** All blocks but these are missing. */
function droppedBut(...present: readonly number[]): CompareVector["changes"] {
  return BLOCKS.flatMap((words, block) => (present.includes(block) ? [] : [["dropped", block, words] as const]));
}

const DROPPED_TITLE = ["dropped", 0, "Open the reading rooms"] as const;

/** Parts of the text. */
const PART_CASES: Readonly<Record<string, CompareCase>> = {
  excerpt_without_title: {
    about: "Everything but the title, under a headline that is nothing like it.",
    copy: plainCopy(edited([TITLE, "Libraries shut their doors\n\n"])),
    verdict: "excerpt",
    changes: [DROPPED_TITLE],
  },
  excerpt_paragraphs: {
    about: "Whole paragraphs, at most half of the words.",
    copy: plainCopy(`They write:\n\n${SECOND}\n\nWhat we ask\n\nSo much for now.`),
    verdict: "excerpt",
    changes: droppedBut(2, 3),
  },
  part_of_the_demands: {
    about: "Whole demands, and not all of them.",
    copy: plainCopy("They ask:\n\n1. Open the rooms on Sundays.\n\n2. Heat the rooms in winter.\n\nNothing else."),
    verdict: "inconclusive",
    changes: droppedBut(4, 5),
  },
  part_with_words_between: {
    about: "Paragraphs word for word, and words of others between them.",
    copy: plainCopy(`They write:\n\n${SECOND}\n\nThat is true.\n\nWhat we ask\n\nSo much for now.`),
    verdict: "inconclusive",
    changes: [...droppedBut(2, 3).slice(0, 2), ["added", null, "That is true."], ...droppedBut(2, 3).slice(2)],
  },
  part_with_the_title: {
    about: "The title and a paragraph.",
    copy: plainCopy(`${TITLE}${SECOND}`),
    verdict: "altered",
    changes: droppedBut(0, 2),
  },
};

/** What is another text, one defect at a time. */
const ALTERED_CASES: Readonly<Record<string, CompareCase>> = {
  word_missing: altered("A word is missing.", ["not to resign", "to resign"], ["altered", 1, "not"]),
  word_other: altered("Another word.", ["the council", "the mayor"], ["altered", 1, "council mayor"]),
  word_added: altered("A word more.", ["to less", "to much less"], ["altered", 1, "much"]),
  word_parted: altered("A hyphen in a word.", ["resign itself", "re-sign itself"], ["altered", 1, "resign re-sign"]),
  words_joined: altered("Two words as one.", ["the town", "thetown"], ["altered", 1, "the town thetown"]),
  letter_like: altered("A Cyrillic letter.", ["to open", "to \u043epen"], ["altered", 1, "open \u043epen"]),
  case_other: altered("A capital letter.", ["the council", "the Council"], ["altered", 1, "council Council"]),
  diacritic: altered("A letter with a mark.", ["resign", "re\u0301sign"], ["altered", 1, "resign re\u0301sign"]),
  digit_other: altered("Another digit.", ["2019", "2018"], ["altered", 2, "2019 2018"]),
  comma_for_full_stop: altered("1,000 and 1.000.", ["1,000", "1.000"], ["altered", 2, "1,000 1.000"]),
  rn_for_m: altered("rn for m.", ["committee", "comrnittee"], ["altered", 7, "committee comrnittee"]),
  ligature_of_three: altered(
    "A ligature that is none of fi and fl.",
    ["ours", "ou\ufb00s"],
    ["altered", 7, "ours ou\ufb00s"],
  ),
  compatibility_letter: altered("A full-width letter.", ["town", "\uff54own"], ["altered", 1, "town \uff54own"]),
  sign_missing: altered("A comma is missing.", ["town, and", "town and"], ["altered", 1, ","]),
  sign_other: altered("Another sign.", ["ours!", "ours?"], ["altered", 7, "! ?"]),
  quotation_marks_missing: altered(
    "No quotation marks.",
    ["“Rooms of one's own”", "Rooms of one's own"],
    ["altered", 2, "“ ”"],
  ),
  quotation_marks_added: altered("Quotation marks.", ["not to resign", "“not” to resign"], ["altered", 1, "“ ”"]),
  quotation_marks_single: altered(
    "Single marks for double ones.",
    ["“Rooms of one's own”", "‘Rooms of one's own’"],
    ["altered", 2, "“ ” ‘ ’"],
  ),
  space_before_a_comma: altered("A space before a comma.", ["town, and", "town , and"], ["altered", 1, "town, town ,"]),
  hyphen_with_spaces: altered("An unspaced dash, with spaces.", ["one's own", "one's - own"], ["altered", 2, "-"]),
  right_to_left_override: altered("Turned.", ["town", "\u202etown"], ["altered", 1, "\u202e"]),
  joiner: altered("A joiner nobody sees.", ["council", "coun\u200dcil"], ["altered", 1, "council coun\u200dcil"]),
  words_left_out: altered(
    "A mark for words left out.",
    ["of the town, and not", "[…] and not"],
    ["altered", 1, "of the town, […]"],
  ),
  sentence_appended: altered("A sentence more at the end.", [LAST, `${LAST} Perhaps.`], ["altered", 7, "Perhaps."]),
  line_appended: altered("A line more in the last paragraph.", [LAST, `${LAST}\nPerhaps.`], ["altered", 7, "Perhaps."]),
  title_other: altered("Nearly the title.", ["Open the reading", "Close the reading"], ["altered", 0, "Open Close"]),
  title_in_capitals: altered(
    "The title in capitals.",
    ["Open the reading rooms", "OPEN THE READING ROOMS"],
    DROPPED_TITLE,
  ),
  paragraph_missing: altered("A paragraph is missing.", [`${SECOND}\n\n`, ""], ["dropped", 2, SECOND]),
  paragraph_added: altered(
    "A paragraph between.",
    ["What we ask", "So be it.\n\nWhat we ask"],
    ["added", null, "So be it."],
  ),
  paragraph_after_title: altered(
    "A paragraph after the title.",
    [TITLE, `${TITLE}By Ada\n\n`],
    ["added", null, "By Ada"],
  ),
  demand_missing: altered(
    "A demand is missing.",
    ["2. Heat the rooms in winter.\n\n3.", "2."],
    ["dropped", 5, "Heat the rooms in winter."],
    ["altered", 6, "2."],
  ),
  demands_merged: altered(
    "Two demands as one.",
    ["Sundays.\n\n2. Heat", "Sundays. Heat"],
    ["merged", 5, "Heat the rooms in winter."],
  ),
  demand_split: altered("A demand as two.", ["Heat the rooms in", "Heat the rooms\n\n• in"], ["altered", 5, "•"]),
  demand_moved: altered(
    "A demand after the end.",
    [ITEMS, `${ITEMS.replace("2. Heat the rooms in winter.\n\n3", "2")}`],
    ["dropped", 5, "Heat the rooms in winter."],
    ["altered", 6, "2."],
  ),
  paragraph_as_an_item: {
    about: "The last paragraph as one more demand, and repeated after it.",
    copy: plainCopy(edited([LAST, `• ${LAST}\n\n${LAST}`])),
    verdict: "altered",
    changes: [["added", null, `• ${LAST}`]],
  },
  number_other: altered("Another number.", ["3. Publish", "4. Publish"], ["altered", 6, "4."]),
  word_struck: {
    ...altered("A word is struck.", ["not", "not"], ["altered", 1, "not"]),
    copy: plainCopy(TEXT, marked("struck", "not")),
  },
  word_raised: {
    ...altered("A word is raised.", ["2019", "2019"], ["altered", 2, "2019 ²⁰¹⁹"]),
    copy: plainCopy(TEXT, marked("superscript", "2019")),
  },
};

/** What cannot be told, or is no copy at all. */
const OTHER_CASES: Readonly<Record<string, CompareCase>> = {
  picture_within: {
    about: "A picture within.",
    copy: plainCopy(TEXT, { unread: [{ why: "picture", where: "a picture after the title", at: TITLE.length }] }),
    verdict: "inconclusive",
    changes: [],
  },
  truncated: {
    about: "It ends before its end.",
    copy: plainCopy(`${TITLE}${FIRST}`, { unread: [{ why: "truncated", where: "the end" }] }),
    verdict: "inconclusive",
    changes: droppedBut(0, 1),
  },
  unrelated: {
    about: "Another text.",
    copy: plainCopy("The weather in the town was fine."),
    verdict: "unrelated",
    changes: droppedBut(),
  },
};

export const COMPARE_CASES: Readonly<Record<string, CompareCase>> = {
  ...VALID_CASES,
  ...PART_CASES,
  ...ALTERED_CASES,
  ...OTHER_CASES,
};
