import type { PolicyFields, PolicyVector } from "../../tests/witness-vectors.ts";
import { A, B, C, D, E, LOG, THREE, witnessKey } from "./policy-keys.ts";

type Case = {
  about: string;
  policy: string;
  written: string;
  describes: string;
  read: PolicyFields;
  quorums?: NonNullable<PolicyVector["quorums"]>;
};

const BOTH = witnessKey(-29, "letters.example");
const log = { key: LOG, url: null };
const three = [
  { name: "a", key: A, url: null },
  { name: "b", key: B, url: null },
  { name: "c", key: C, url: null },
];

/** Policies that are read. */
export const VALID_POLICIES: Readonly<Record<string, Case>> = {
  valid: {
    about: "A depositary and two of three witnesses.",
    policy: `log ${LOG}\n\n${THREE}group signatories 2 a b c\nquorum signatories\n`,
    written: `log ${LOG}\n${THREE}group signatories 2 a b c\nquorum signatories\n`,
    describes: "2 of 3 witnesses: a, b, c",
    read: {
      logs: [log],
      witnesses: three,
      groups: [{ name: "signatories", threshold: 2, members: ["a", "b", "c"] }],
      quorum: "signatories",
    },
    quorums: [
      { cosigned: [], met: false },
      { cosigned: [A], met: false },
      { cosigned: [A, A, A], met: false },
      { cosigned: [A, D], met: false },
      { cosigned: [C, A], met: true },
      { cosigned: [A, B, C], met: true },
    ],
  },
  valid_quorum_none: {
    about: "No witness is asked for.",
    policy: "quorum none\n",
    written: "quorum none\n",
    describes: "no witness",
    read: { logs: [], witnesses: [], groups: [], quorum: "none" },
    quorums: [
      { cosigned: [], met: true },
      { cosigned: [A], met: true },
    ],
  },
  valid_quorum_one_witness: {
    about: "One witness is the quorum. Its line may have an address.",
    policy: `witness a ${A} https://witness1.example/\nquorum a\n`,
    written: `witness a ${A} https://witness1.example/\nquorum a\n`,
    describes: "the witness a",
    read: { logs: [], witnesses: [{ name: "a", key: A, url: "https://witness1.example/" }], groups: [], quorum: "a" },
    quorums: [
      { cosigned: [], met: false },
      { cosigned: [B], met: false },
      { cosigned: [A], met: true },
    ],
  },
  valid_same_public_key_other_name: {
    about: "A cosignature under another key name is another's, though the public key is the same.",
    policy: `witness a ${A}\nquorum a\n`,
    written: `witness a ${A}\nquorum a\n`,
    describes: "the witness a",
    read: { logs: [], witnesses: [{ name: "a", key: A, url: null }], groups: [], quorum: "a" },
    quorums: [{ cosigned: [witnessKey(1, "other.example")], met: false }],
  },
  valid_groups_of_groups: {
    about: "Groups of groups, of witnesses and of both.",
    policy: `${THREE}witness d ${D}\nwitness e ${E}\ngroup x 2 a b c\ngroup y any d\ngroup z all x y\ngroup q 1 z e\nquorum q\n`,
    written: `${THREE}witness d ${D}\nwitness e ${E}\ngroup x 2 a b c\ngroup y all d\ngroup z all x y\ngroup q any z e\nquorum q\n`,
    describes: "1 of 2 members: z (2 of 2 groups: x (2 of 3 witnesses: a, b, c), y (1 of 1 witness: d)), e",
    read: {
      logs: [],
      witnesses: [...three, { name: "d", key: D, url: null }, { name: "e", key: E, url: null }],
      groups: [
        { name: "x", threshold: 2, members: ["a", "b", "c"] },
        { name: "y", threshold: 1, members: ["d"] },
        { name: "z", threshold: 2, members: ["x", "y"] },
        { name: "q", threshold: 1, members: ["z", "e"] },
      ],
      quorum: "q",
    },
    quorums: [
      { cosigned: [E], met: true },
      { cosigned: [A, B, C], met: false },
      { cosigned: [A, B, D], met: true },
      { cosigned: [D, A], met: false },
    ],
  },
  valid_layout: {
    about: "Spaces, tabs, comments and empty lines wherever they may stand; the quorum before what it does not need.",
    policy: `# who we trust\n\t# an indented remark\n \t \n  witness\ta  ${A}\t \nquorum a\nlog\t${LOG}   https://letters.example/log/ \n`,
    written: `log ${LOG} https://letters.example/log/\nwitness a ${A}\nquorum a\n`,
    describes: "the witness a",
    read: {
      logs: [{ key: LOG, url: "https://letters.example/log/" }],
      witnesses: [{ name: "a", key: A, url: null }],
      groups: [],
      quorum: "a",
    },
  },
  valid_names_not_ascii: {
    about: "Names are compared byte for byte: K and the Kelvin sign are two names, and so are two spellings of é.",
    policy: `# ünïcödé\nwitness K ${A}\nwitness \u212a ${B}\nwitness caf\u00e9 ${C}\nwitness cafe\u0301 ${D}\ngroup \u8b49\u4eba all K \u212a\nquorum \u8b49\u4eba\n`,
    written: `witness K ${A}\nwitness \u212a ${B}\nwitness caf\u00e9 ${C}\nwitness cafe\u0301 ${D}\ngroup \u8b49\u4eba all K \u212a\nquorum \u8b49\u4eba\n`,
    describes: "2 of 2 witnesses: K, \u212a",
    read: {
      logs: [],
      witnesses: [
        { name: "K", key: A, url: null },
        { name: "\u212a", key: B, url: null },
        { name: "caf\u00e9", key: C, url: null },
        { name: "cafe\u0301", key: D, url: null },
      ],
      groups: [{ name: "\u8b49\u4eba", threshold: 2, members: ["K", "\u212a"] }],
      quorum: "\u8b49\u4eba",
    },
  },
  valid_names_like_keywords: {
    about: "Only `none` cannot be a name.",
    policy: `witness all ${A}\nwitness 2 ${B}\nwitness quorum ${C}\ngroup any all all 2 quorum\nquorum any\n`,
    written: `witness all ${A}\nwitness 2 ${B}\nwitness quorum ${C}\ngroup any all all 2 quorum\nquorum any\n`,
    describes: "3 of 3 witnesses: all, 2, quorum",
    read: {
      logs: [],
      witnesses: [
        { name: "all", key: A, url: null },
        { name: "2", key: B, url: null },
        { name: "quorum", key: C, url: null },
      ],
      groups: [{ name: "any", threshold: 3, members: ["all", "2", "quorum"] }],
      quorum: "any",
    },
  },
  valid_one_key_for_log_and_witness: {
    about: "Logs and witnesses are counted apart: one public key may be both.",
    policy: `log ${LOG}\nwitness a ${BOTH}\nquorum none\n`,
    written: `log ${LOG}\nwitness a ${BOTH}\nquorum none\n`,
    describes: "no witness",
    read: {
      logs: [log],
      witnesses: [{ name: "a", key: BOTH, url: null }],
      groups: [],
      quorum: "none",
    },
  },
};
