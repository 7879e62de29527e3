import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import type { JsonValue } from "@undersigned/core/json.ts";
import { formatCanonicalJson } from "@undersigned/core/json.ts";
import type { Observation, Seen } from "@undersigned/core/signature/observation.ts";
import { OBSERVATION_FORMAT } from "@undersigned/core/signature/observation.ts";
import { READING_KEY, READING_NOTE, SIGNED } from "./signature-note-cases.ts";

export const DOMAIN = "reading.example";
export const RECORD = `undersigned=v1 version=${SIGNED.version}`;
const KEY_RECORD = `undersigned=v1 key=${READING_KEY}`;
export const RESOLVERS = [
  { resolver: "192.0.2.53:53", records: ["v=spf1 -all", RECORD] },
  { resolver: "[2001:db8::53]:53", records: [RECORD] },
];

type Dns = Extract<Seen, { kind: "dns" }>;

export const DNS: Dns = {
  kind: "dns",
  domain: DOMAIN,
  name: `_undersigned.${DOMAIN}`,
  names: "version",
  record: RECORD,
  resolvers: RESOLVERS,
};
export const WELL_KNOWN: Seen = {
  kind: "well-known",
  domain: DOMAIN,
  url: `https://${DOMAIN}/.well-known/undersigned.json`,
  names: "version",
  sha256: "5b0c".repeat(16),
};
export const PAGE: Seen = {
  kind: "web-page",
  domain: DOMAIN,
  url: `https://www.${DOMAIN}/news/2026?id=7`,
  link: "https://sign.example/s/peace-now/v/1",
  sha256: "5b0c".repeat(16),
};
export const KEY: Seen = { kind: "key", domain: DOMAIN, vkey: READING_KEY, note: READING_NOTE };
export const OPENID: Seen = { kind: "openid", issuer: "https://orcid.org", subject: "0000-0002-1825-0097" };
export const VOUCH: Seen = {
  kind: "vouch",
  by: { name: "Reading Association", domain: DOMAIN, index: 12 },
  words: "We have worked with this choir for ten years. It meets in our house.",
};
export const NAMED: Seen = { kind: "named", by: { name: "Reading Association", domain: DOMAIN } };
export const GONE: Seen = {
  kind: "gone",
  domain: DOMAIN,
  of: "dns",
  resolvers: RESOLVERS.map(({ resolver }) => ({ resolver, records: [] })),
};

/** Members of JSON, also those that no observation has. */
export type Members = { readonly [member: string]: JsonValue | undefined };

export const BASE = { format: OBSERVATION_FORMAT, ...SIGNED, time: "2026-11-20T10:15:00Z" } as const;

/** The canonical JSON of an observation with these members besides those that all have; undefined leaves one out. */
export function text(seen: Members): string {
  return decodeUtf8(formatCanonicalJson(JSON.parse(JSON.stringify({ ...BASE, ...seen }))));
}

/** By name: what it is about, and its members besides those that all have. */
export const VALID_OBSERVATIONS: Readonly<Record<string, readonly [about: string, seen: Members]>> = {
  valid_dns: ["Two resolvers found the record, one of them beside another.", DNS],
  valid_dns_of_a_key: [
    "The record names the organisation's key.",
    { ...DNS, names: "key", record: KEY_RECORD, resolvers: [{ resolver: "192.0.2.53:53", records: [KEY_RECORD] }] },
  ],
  valid_dns_beside_hostile_records: [
    "Whatever else stands at the name is kept as it came.",
    {
      ...DNS,
      resolvers: [{ resolver: "192.0.2.53:53", records: ["", "\u202e\u0000\n<script>", "\u00ff", RECORD, RECORD] }],
    },
  ],
  valid_dns_at_its_limits: [
    "16 resolvers with names of 100 characters, one of them with 32 records, one record of 4,096 characters.",
    {
      ...DNS,
      resolvers: Array.from({ length: 16 }, (_, i) => ({
        resolver: `${String(i).padStart(2, "0")}${"r".repeat(98)}`,
        records: i > 0 ? [RECORD] : [RECORD, "x".repeat(4_096), ...Array.from({ length: 30 }, (_, at) => `${at}`)],
      })),
    },
  ],
  valid_well_known: ["The file at the domain's well-known address names the version.", WELL_KNOWN],
  valid_well_known_of_a_key: ["It names the organisation's key.", { ...WELL_KNOWN, names: "key" }],
  valid_web_page: ["A page below the domain links to the version.", PAGE],
  valid_web_page_at_the_domain: ["The page is on the domain itself.", { ...PAGE, url: `https://${DOMAIN}/` }],
  valid_web_page_on_a_port: ["The page is on a port of its own.", { ...PAGE, url: `https://${DOMAIN}:8443/a` }],
  valid_web_page_with_a_link_in_upper_case: [
    "The link is kept as it stands there.",
    { ...PAGE, link: "HTTPS://Sign.Example/s/peace-now" },
  ],
  valid_key: ["The organisation's own key has signed the version.", KEY],
  valid_approval: ["A second representative approved.", { kind: "approval", domain: DOMAIN }],
  valid_approval_with_a_role: [
    "Its role may be shown.",
    { kind: "approval", domain: DOMAIN, role: "Treasurer of the board" },
  ],
  valid_openid: ["A provider knows the account.", OPENID],
  valid_vouch: ["An organisation vouches for another, in words.", VOUCH],
  valid_named: ["An organisation names a person as its own.", NAMED],
  valid_gone: ["What was there is not there any more.", GONE],
  valid_gone_naming: ["It named a person, and took that back.", { ...GONE, of: "named", resolvers: [] }],
  valid_gone_vouch: ["It vouched, and took that back.", { ...GONE, of: "vouch", resolvers: [] }],
  valid_gone_well_known: ["The file is gone: no resolver says so.", { ...GONE, of: "well-known", resolvers: [] }],
  valid_gone_web_page: ["A page is gone: no resolver says so.", { ...GONE, of: "web-page", resolvers: [] }],
};

/** A valid observation of each kind, for tests. */
export const OBSERVATIONS: readonly Observation[] = Object.values(VALID_OBSERVATIONS).map(([, seen]) =>
  JSON.parse(text(seen)),
);
