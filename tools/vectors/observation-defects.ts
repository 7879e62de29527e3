import { formatNamedKey, makeNamedKey } from "@undersigned/core/log/named-key.ts";
import { formatVerifierKey } from "@undersigned/core/log/note.ts";
import type { ObservationVector } from "../../tests/evidence-vectors.ts";
import { makeTestSigner } from "../../tests/test-signer.ts";
import type { Members } from "./observation-samples.ts";
import {
  DNS,
  DOMAIN,
  GONE,
  KEY,
  NAMED,
  OPENID,
  PAGE,
  RECORD,
  RESOLVERS,
  VOUCH,
  WELL_KNOWN,
} from "./observation-samples.ts";
import { READING_NOTE } from "./signature-note-cases.ts";

/** Refused as malformed unless a code is given. */
export const REFUSED_OBSERVATIONS: Readonly<
  Record<string, readonly [about: string, seen: Members, error?: ObservationVector["error"]]>
> = {
  format_of_another_edition: [
    "It is of another edition.",
    { ...DNS, format: "undersigned/observation@v2" },
    "unsupported",
  ],
  format_missing: ["The format is missing.", { ...DNS, format: undefined }],
  kind_unknown: ["A kind that is not known.", { kind: "fax", domain: DOMAIN }, "unsupported"],
  kind_missing: ["The kind is missing.", { ...DNS, kind: undefined }],
  kind_null: ["The kind is null.", { ...DNS, kind: null }],
  member_unknown: ["A member too many.", { ...DNS, note: "x" }],
  member_of_another_kind: ["A member of another kind.", { ...WELL_KNOWN, record: RECORD }],
  statement_of_the_log_of_heads: ["The origin is of no statement.", { ...DNS, statement: "sign.example" }],
  statement_an_address: [
    "A web address in place of an origin.",
    { ...DNS, statement: "https://sign.example/s/peace-now" },
  ],
  version_in_upper_case: ["The digest is in upper case.", { ...PAGE, version: "A1F3".repeat(16) }],
  version_missing: ["The version is missing.", { ...PAGE, version: undefined }],
  time_without_zone: ["The time has no zone.", { ...DNS, time: "2026-11-20T10:15:00" }],
  time_with_milliseconds: ["The time has milliseconds.", { ...DNS, time: "2026-11-20T10:15:00.000Z" }],
  time_31_november: ["There is no such day.", { ...DNS, time: "2026-11-31T10:15:00Z" }],
  time_as_a_number: ["The time is a number.", { ...DNS, time: 1_795_000_000 }],
  domain_in_upper_case: ["The domain is in upper case.", { ...NAMED, by: { name: "A", domain: "Reading.example" } }],
  domain_in_another_script: ["The domain is a U-label.", { kind: "approval", domain: "bücher.example" }],
  domain_with_a_final_dot: ["The domain ends with a dot.", { kind: "approval", domain: "reading.example." }],
  domain_an_ip_address: ["The domain is an address.", { kind: "approval", domain: "192.0.2.1" }],
  domain_of_one_label: ["The domain has one label.", { kind: "approval", domain: "localhost" }],
  domain_null: ["The domain is null.", { kind: "approval", domain: null }],
  dns_name_of_another_domain: ["The record stands at another domain.", { ...DNS, name: "_undersigned.other.example" }],
  dns_name_without_label: ["The record stands at the domain itself.", { ...DNS, name: DOMAIN }],
  dns_record_of_another_version: [
    "The record names another version.",
    {
      ...DNS,
      record: `undersigned=v1 version=${"b".repeat(64)}`,
      resolvers: [{ resolver: "192.0.2.53:53", records: [`undersigned=v1 version=${"b".repeat(64)}`] }],
    },
  ],
  dns_record_with_more_behind: [
    "Something follows the version.",
    { ...DNS, record: `${RECORD} x`, resolvers: [{ resolver: "192.0.2.53:53", records: [`${RECORD} x`] }] },
  ],
  dns_record_of_a_version_where_a_key_is_named: [
    "It is said to name a key, and names a version.",
    { ...DNS, names: "key" },
  ],
  dns_record_of_a_key_of_another_domain: [
    "The record names a key of another domain.",
    {
      ...DNS,
      names: "key",
      record: `undersigned=v1 key=${formatVerifierKey(makeTestSigner("other.example", 41).key)}`,
      resolvers: [
        {
          resolver: "192.0.2.53:53",
          records: [`undersigned=v1 key=${formatVerifierKey(makeTestSigner("other.example", 41).key)}`],
        },
      ],
    },
  ],
  dns_names_unknown: ["It names neither version nor key.", { ...DNS, names: "statement" }],
  dns_resolver_that_did_not_answer_so: [
    "One of two resolvers has no such record.",
    { ...DNS, resolvers: [RESOLVERS[0] ?? null, { resolver: "192.0.2.54:53", records: ["v=spf1 -all"] }] },
  ],
  dns_resolvers_none: ["Nobody was asked.", { ...DNS, resolvers: [] }],
  dns_resolver_twice: [
    "One resolver is there twice.",
    { ...DNS, resolvers: [RESOLVERS[1] ?? null, RESOLVERS[1] ?? null] },
  ],
  dns_resolvers_17: [
    "More resolvers than there may be.",
    { ...DNS, resolvers: Array.from({ length: 17 }, (_, i) => ({ resolver: `192.0.2.${i}:53`, records: [RECORD] })) },
    "too_large",
  ],
  dns_resolver_with_a_space: [
    "A resolver's name holds a space.",
    { ...DNS, resolvers: [{ resolver: "a b", records: [RECORD] }] },
  ],
  dns_resolver_of_101_characters: [
    "A resolver's name is too long.",
    { ...DNS, resolvers: [{ resolver: "r".repeat(101), records: [RECORD] }] },
  ],
  dns_resolver_with_a_member_too_many: [
    "An answer has a member too many.",
    { ...DNS, resolvers: [{ resolver: "192.0.2.53:53", records: [RECORD], ttl: 300 }] },
  ],
  dns_records_33: [
    "More records than there may be.",
    { ...DNS, resolvers: [{ resolver: "192.0.2.53:53", records: [RECORD, ...new Array<string>(32).fill("")] }] },
    "too_large",
  ],
  dns_record_of_4097_characters: [
    "A record is too long.",
    { ...DNS, resolvers: [{ resolver: "192.0.2.53:53", records: [RECORD, "x".repeat(4_097)] }] },
    "too_large",
  ],
  dns_record_as_a_number: [
    "A record is a number.",
    { ...DNS, resolvers: [{ resolver: "192.0.2.53:53", records: [RECORD, 1] }] },
  ],
  dns_records_too_many_altogether: [
    "Each answer is within its limits, and the whole is not.",
    {
      ...DNS,
      resolvers: Array.from({ length: 16 }, (_, i) => ({
        resolver: `192.0.2.${i}:53`,
        records: [RECORD, "x".repeat(4_096)],
      })),
    },
    "too_large",
  ],
  well_known_of_another_domain: [
    "The file is at another domain.",
    { ...WELL_KNOWN, url: "https://other.example/.well-known/undersigned.json" },
  ],
  well_known_by_http: [
    "The file came without TLS.",
    { ...WELL_KNOWN, url: `http://${DOMAIN}/.well-known/undersigned.json` },
  ],
  well_known_below_the_domain: [
    "The file is at a domain below.",
    { ...WELL_KNOWN, url: `https://www.${DOMAIN}/.well-known/undersigned.json` },
  ],
  well_known_digest_of_63_digits: ["The digest has 63 digits.", { ...WELL_KNOWN, sha256: "a".repeat(63) }],
  web_page_of_another_domain: ["The page is elsewhere.", { ...PAGE, url: "https://reading.example.evil.example/" }],
  web_page_of_a_domain_that_ends_alike: ["The page is elsewhere.", { ...PAGE, url: "https://notreading.example/" }],
  web_page_by_http: ["The page came without TLS.", { ...PAGE, url: `http://${DOMAIN}/` }],
  web_page_with_a_user: ["A user stands before the host.", { ...PAGE, url: `https://${DOMAIN}@evil.example/` }],
  web_page_not_as_a_browser_writes_it: ["The host is in upper case.", { ...PAGE, url: "https://READING.example/" }],
  web_page_with_steps_up: ["The path has steps up in it.", { ...PAGE, url: `https://${DOMAIN}/a/../b` }],
  web_page_of_javascript: ["No web address.", { ...PAGE, url: "javascript:alert(1)" }],
  web_page_with_a_backslash: ["The host ends with a backslash.", { ...PAGE, url: `https://evil.example\\.${DOMAIN}/` }],
  web_page_of_2001_characters: [
    "The address is too long.",
    { ...PAGE, url: `https://${DOMAIN}/${"a".repeat(2_001 - 9 - DOMAIN.length)}` },
    "too_large",
  ],
  web_page_link_of_javascript: ["The link is no web address.", { ...PAGE, link: "javascript:alert(1)" }],
  web_page_link_relative: ["The link is not a whole address.", { ...PAGE, link: "/s/peace-now" }],
  web_page_link_with_a_space: ["The link holds a space.", { ...PAGE, link: "https://sign.example/s/peace now" }],
  web_page_link_with_a_user: ["The link has a user.", { ...PAGE, link: "https://sign.example@evil.example/" }],
  key_of_another_domain: ["The key is another domain's.", { ...KEY, domain: "other.example" }],
  key_of_another_version: ["The note signs another version.", { ...KEY, version: "b".repeat(64) }, "digest_mismatch"],
  key_of_another_statement: [
    "The note signs another statement.",
    { ...KEY, statement: "sign.example/s/another" },
    "wrong_origin",
  ],
  key_that_did_not_sign: [
    "The key is not the one that signed.",
    { ...KEY, vkey: formatVerifierKey(makeTestSigner(DOMAIN, 43).key) },
    "signature_missing",
  ],
  key_with_a_damaged_signature: [
    "The signature is damaged.",
    { ...KEY, note: READING_NOTE.replace(/.{8}==\n$|.{8}=\n$|.{8}\n$/, (end) => `AAAA${end.slice(4)}`) },
    "signature_invalid",
  ],
  key_with_a_line_twice: [
    "The line is there twice.",
    { ...KEY, note: `${READING_NOTE}${READING_NOTE.split("\n\n")[1] ?? ""}` },
  ],
  key_of_a_witness: [
    "The key is of another type.",
    { ...KEY, vkey: formatNamedKey(makeNamedKey(DOMAIN, 4, makeTestSigner(DOMAIN, 41).key.publicKey)) },
    "unsupported",
  ],
  key_note_empty: ["The note is empty.", { ...KEY, note: "" }],
  approval_role_empty: ["The role is empty.", { kind: "approval", domain: DOMAIN, role: "" }],
  approval_role_null: ["The role is null.", { kind: "approval", domain: DOMAIN, role: null }],
  approval_role_of_201_code_points: [
    "The role is too long.",
    { kind: "approval", domain: DOMAIN, role: "x".repeat(201) },
    "too_large",
  ],
  openid_issuer_by_http: ["The issuer has no TLS.", { ...OPENID, issuer: "http://orcid.org" }],
  openid_issuer_with_a_query: ["The issuer has a query.", { ...OPENID, issuer: "https://orcid.org/?a" }],
  openid_issuer_with_a_fragment: ["The issuer has a fragment.", { ...OPENID, issuer: "https://orcid.org/#" }],
  openid_subject_empty: ["The subject is empty.", { ...OPENID, subject: "" }],
  openid_subject_not_in_ascii: ["The subject is not in ASCII.", { ...OPENID, subject: "ü" }],
  openid_subject_of_256_characters: ["The subject is too long.", { ...OPENID, subject: "1".repeat(256) }, "too_large"],
  vouch_without_words: ["It vouches without words.", { ...VOUCH, words: undefined }],
  vouch_words_of_2001_code_points: ["The words are too many.", { ...VOUCH, words: "x".repeat(2_001) }, "too_large"],
  vouch_words_with_an_override: ["The words turn their direction.", { ...VOUCH, words: "a\u202eb" }, "text_refused"],
  vouch_by_index_minus_1: ["No such index.", { ...VOUCH, by: { name: "A", domain: DOMAIN, index: -1 } }],
  vouch_by_index_with_a_fraction: ["No such index.", { ...VOUCH, by: { name: "A", domain: DOMAIN, index: 1.5 } }],
  vouch_by_index_null: ["The index is null.", { ...VOUCH, by: { name: "A", domain: DOMAIN, index: null } }],
  named_by_nobody: ["Nobody names.", { ...NAMED, by: undefined }],
  named_by_an_array: ["Whoever names is an array.", { ...NAMED, by: [] }],
  named_by_a_name_alone: ["Whoever names has no domain.", { ...NAMED, by: { name: "A" } }],
  gone_of_a_key: ["What is gone was nothing that is looked for again.", { ...GONE, of: "key" }],
  gone_naming_with_resolvers: ["A resolver says that words were taken back.", { ...GONE, of: "named" }],
  gone_vouch_with_resolvers: ["A resolver says that it does not vouch any more.", { ...GONE, of: "vouch" }],
  gone_at_no_domain: [
    "Nobody is named as the one who took it back.",
    { ...GONE, of: "vouch", domain: undefined, resolvers: [] },
  ],
  gone_by_an_organisation: [
    "Who took it back is told as of a vouch.",
    { kind: "gone", by: { name: "Reading Association", domain: DOMAIN }, of: "vouch", resolvers: [] },
  ],
  gone_without_resolvers: ["Nobody was asked.", { ...GONE, resolvers: [] }],
};
