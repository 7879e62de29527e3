import { encodeHex, encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { ErrorCode } from "@undersigned/core/errors.ts";
import { formatNamedKey, makeNamedKey } from "@undersigned/core/log/named-key.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import { makeTestCosigner, makeTestSigner } from "../../tests/test-signer.ts";
import type { VectorBytes } from "../../tests/witness-vectors.ts";
import { A, B, D, LOG, THREE, witnessKey } from "./policy-keys.ts";

const OTHER_LOG = formatVerifierKey(makeTestSigner("reading.example", 2).key);
const SAME_LOG = formatVerifierKey(makeTestSigner("reading.example", 1).key);
const ML_DSA = formatNamedKey(makeNamedKey("witness1.example", 6, makeTestCosigner("w", 31).key.publicKey));

type Refused = { about: string; policy: string | VectorBytes; line: number | null; error?: ErrorCode };

/** Policies that are refused. */
export const REFUSED_POLICIES: Readonly<Record<string, Refused>> = {
  empty: { about: "An empty file has no quorum.", policy: "", line: null },
  quorum_missing: { about: "No quorum line.", policy: THREE, line: null },
  quorum_twice: { about: "Two quorum lines, though they agree.", policy: `${THREE}quorum a\nquorum a\n`, line: 5 },
  quorum_unknown: { about: "Nothing has the quorum's name.", policy: `${THREE}quorum d\n`, line: 4 },
  quorum_defined_later: { about: "The quorum names a later line.", policy: `quorum a\n${THREE}`, line: 1 },
  quorum_without_name: { about: "The quorum has no name.", policy: "quorum\n", line: 1 },
  quorum_of_two: { about: "The quorum names two witnesses.", policy: `${THREE}quorum a b\n`, line: 4 },
  quorum_none_upper_case: { about: "NONE is a name that nothing has.", policy: "quorum NONE\n", line: 1 },
  keyword_unknown: { about: "A word that begins no line.", policy: `${THREE}wittness d ${D}\nquorum a\n`, line: 4 },
  keyword_upper_case: { about: "Keywords are in lower case.", policy: `LOG ${LOG}\nquorum none\n`, line: 1 },
  comment_behind: { about: "A remark has a line of its own.", policy: `log ${LOG} # ours\nquorum none\n`, line: 1 },
  log_without_key: { about: "A log without a key.", policy: "log\nquorum none\n", line: 1 },
  log_with_key_of_witness: {
    about: "The key of a witness in the place of a log's.",
    policy: `log ${A}\nquorum none\n`,
    line: 1,
    error: "unsupported",
  },
  log_key_damaged: {
    about: "A letter of a key's name is another.",
    policy: `log ${LOG.replace("letters", "lettres")}\nquorum none\n`,
    line: 1,
    error: "not_canonical",
  },
  log_twice: { about: "A log twice.", policy: `log ${LOG}\nlog ${OTHER_LOG}\nlog ${LOG}\nquorum none\n`, line: 3 },
  log_twice_other_name: {
    about: "One public key as two logs.",
    policy: `log ${LOG}\nlog ${SAME_LOG}\nquorum none\n`,
    line: 2,
  },
  witness_without_name: { about: "A witness without a name.", policy: `witness ${A}\nquorum none\n`, line: 1 },
  witness_without_name_with_address: {
    about: "A witness without a name, so that its key stands in the place of the name.",
    policy: `witness ${A} https://witness1.example\nquorum none\n`,
    line: 1,
  },
  witness_with_key_of_log: {
    about: "The key of a log in the place of a witness's.",
    policy: `witness a ${LOG}\nquorum a\n`,
    line: 1,
    error: "unsupported",
  },
  witness_ml_dsa_44: {
    about: "A witness with a key of a kind that is not read yet.",
    policy: `witness a ${ML_DSA}\nquorum a\n`,
    line: 1,
    error: "unsupported",
  },
  witness_key_small_order: {
    about: "A public key under which anyone can sign.",
    policy: `witness a witness1.example+00000000+BAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nquorum a\n`,
    line: 1,
  },
  witness_name_twice: {
    about: "Two witnesses of one name.",
    policy: `witness a ${A}\nwitness a ${B}\nquorum a\n`,
    line: 2,
  },
  witness_key_twice: {
    about: "One key under two names would count twice.",
    policy: `witness a ${A}\nwitness b ${A}\nquorum a\n`,
    line: 2,
  },
  witness_key_twice_other_key_name: {
    about: "One public key under two key names would count twice.",
    policy: `witness a ${A}\nwitness b ${witnessKey(1, "other.example")}\nquorum a\n`,
    line: 2,
  },
  witness_named_none: { about: "None is no name.", policy: `witness none ${A}\nquorum none\n`, line: 1 },
  witness_more_words: { about: "A word too many.", policy: `witness a ${A} https://a.example x\nquorum a\n`, line: 1 },
  group_without_members: { about: "A group without members.", policy: `${THREE}group g all\nquorum g\n`, line: 4 },
  group_threshold_zero: { about: "None of two.", policy: `${THREE}group g 0 a b\nquorum g\n`, line: 4 },
  group_threshold_above: { about: "Three of two.", policy: `${THREE}group g 3 a b\nquorum g\n`, line: 4 },
  group_threshold_leading_zero: { about: "02 for 2.", policy: `${THREE}group g 02 a b\nquorum g\n`, line: 4 },
  group_threshold_word: { about: "A word that is no number.", policy: `${THREE}group g two a b\nquorum g\n`, line: 4 },
  group_threshold_missing: { about: "The number was left out.", policy: `${THREE}group g a b c\nquorum g\n`, line: 4 },
  group_member_unknown: {
    about: "A member that nothing defines.",
    policy: `${THREE}group g any a d\nquorum g\n`,
    line: 4,
  },
  group_member_defined_later: {
    about: "A member that a later line defines.",
    policy: `group g any a\nwitness a ${A}\nquorum g\n`,
    line: 1,
  },
  group_member_itself: { about: "A group in itself.", policy: `${THREE}group g any a g\nquorum g\n`, line: 4 },
  group_member_twice: { about: "A member twice.", policy: `${THREE}group g 2 a a\nquorum g\n`, line: 4 },
  group_member_of_two_groups: {
    about: "A witness in two groups would count twice.",
    policy: `${THREE}group g any a b\ngroup h any b c\ngroup q all g h\nquorum q\n`,
    line: 5,
  },
  group_member_none: { about: "None is no member.", policy: `${THREE}group g any a none\nquorum g\n`, line: 4 },
  group_named_as_witness: {
    about: "A group of a witness's name.",
    policy: `${THREE}group a any b c\nquorum a\n`,
    line: 4,
  },
  group_named_none: { about: "None is no name.", policy: `${THREE}group none any a\nquorum none\n`, line: 4 },
  last_newline_missing: { about: "The file is cut, or seems so.", policy: `${THREE}quorum a`, line: 4 },
  carriage_return: { about: "Line ends as in Windows.", policy: `witness a ${A}\r\nquorum a\r\n`, line: 1 },
  byte_order_mark: { about: "A byte order mark.", policy: "\ufeffquorum none\n", line: 1 },
  control_character: { about: "A form feed in a remark.", policy: "# a\n# b\u000c\nquorum none\n", line: 2 },
  delete_character: { about: "U+007F in a remark.", policy: "# \u007f\nquorum none\n", line: 1 },
  no_break_space: {
    about: "A no-break space parts no words, so the line begins with no word that is known.",
    policy: "quorum\u00a0none\n",
    line: 1,
  },
  not_utf8: {
    about: "C2SP lets bytes be any; here they are UTF-8.",
    policy: { hex: encodeHex(Uint8Array.of(...encodeUtf8("# caf"), 0xe9, ...encodeUtf8("\nquorum none\n"))) },
    line: 1,
    error: "not_utf8",
  },
  bytes_65537: {
    about: "One byte more than is read.",
    policy: `${`#${"x".repeat(98)}\n`.repeat(655)}#${"x".repeat(23)}\nquorum none\n`,
    line: null,
    error: "too_large",
  },
  groups_1001: {
    about: "A group more than is read.",
    policy: `${THREE}group 0 any a\n${Array.from({ length: 1000 }, (_, i) => `group ${i + 1} any ${i}\n`).join("")}quorum 1000\n`,
    line: 1004,
    error: "too_large",
  },
};
