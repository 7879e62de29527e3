import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kind, Level } from "@undersigned/core/signature/entry.ts";
import type { Naming, Seen } from "@undersigned/core/signature/observation.ts";
import { levelOf } from "./level-of.ts";

const DOMAIN = "library.example";
const VKEY = "library.example+0a1b2c3d+AdBelgM8H3uSV20ILagAE3DynGy3WXxUAj/TCUxbaxxP";
const DIGEST = "ab".repeat(32);

const dns = (names: Naming = "version", domain = DOMAIN, vkey = VKEY): Seen => ({
  kind: "dns",
  domain,
  name: `_undersigned.${domain}`,
  names,
  record: names === "key" ? `undersigned=v1 key=${vkey}` : `undersigned=v1 version=${DIGEST}`,
  resolvers: [],
});
const file = (names: Naming = "version", domain = DOMAIN): Seen => ({
  kind: "well-known",
  domain,
  url: `https://${domain}/.well-known/undersigned.json`,
  names,
  sha256: DIGEST,
});
const page = (domain = DOMAIN): Seen => ({
  kind: "web-page",
  domain,
  url: `https://${domain}/news`,
  link: "https://letters.example/s/rooms",
  sha256: DIGEST,
});
const key = (domain = DOMAIN, vkey = VKEY): Seen => ({ kind: "key", domain, vkey, note: "a note" });
const approval = (domain = DOMAIN): Seen => ({ kind: "approval", domain });
const gone = (of: "dns" | "well-known" | "web-page" | "named", domain = DOMAIN): Seen => ({
  kind: "gone",
  domain,
  of,
  resolvers: [],
});
const by = { name: "Union of Libraries", domain: "union.example" };
const openid: Seen = { kind: "openid", issuer: "https://orcid.example", subject: "0000-0002-1825-0097" };
const named: Seen = { kind: "named", by };
const vouch: Seen = { kind: "vouch", by, words: "We know them." };
const ELSEWHERE = "evil.example";

const TABLE: readonly [what: string, kind: Kind, domain: string | null, seen: readonly Seen[], level: Level][] = [
  ["a person by mail", "person", null, [], 1],
  ["a person with an account elsewhere", "person", null, [openid], 2],
  ["a person whom an organisation named", "person", null, [named], 3],
  ["a person with both", "person", null, [named, openid], 3],
  ["a person whose naming was taken back", "person", null, [openid, named, gone("named", by.domain)], 2],
  ["a person whose naming another took back", "person", null, [named, gone("named", ELSEWHERE)], 3],
  ["a person who was named again", "person", null, [named, gone("named", by.domain), named], 3],
  ["a person with what is an organisation's", "person", null, [dns(), page(), key(), approval(), vouch], 1],
  ["an organisation without a domain", "organisation", null, [], 1],
  ["one that was vouched for", "organisation", null, [vouch], 1],
  ["one without a domain that shows somebody's", "organisation", null, [dns(), page(), approval()], 1],
  ["its mailbox", "organisation", DOMAIN, [], 2],
  ["its mailbox and what is a person's", "organisation", DOMAIN, [openid, named], 2],
  ["a record that names the version", "organisation", DOMAIN, [dns()], 3],
  ["a file that names the version", "organisation", DOMAIN, [file()], 3],
  ["a page of its website", "organisation", DOMAIN, [page()], 3],
  ["a record at another domain", "organisation", DOMAIN, [dns("version", ELSEWHERE), page(ELSEWHERE)], 2],
  ["a record that names a key alone", "organisation", DOMAIN, [dns("key")], 2],
  ["a key that nothing names", "organisation", DOMAIN, [key()], 2],
  ["a key that nothing names, and a page", "organisation", DOMAIN, [key(), page()], 3],
  ["a key that a record names", "organisation", DOMAIN, [dns("key"), key()], 4],
  ["a key that a file names", "organisation", DOMAIN, [key(), file("key")], 4],
  ["another key than the record's", "organisation", DOMAIN, [dns("key"), key(DOMAIN, `${VKEY}=`)], 2],
  ["a key that a record elsewhere names", "organisation", DOMAIN, [dns("key", ELSEWHERE), key()], 2],
  ["a key of another domain", "organisation", DOMAIN, [dns("key"), key(ELSEWHERE)], 2],
  ["a second approval alone", "organisation", DOMAIN, [approval()], 2],
  ["a second approval and a record", "organisation", DOMAIN, [approval(), dns()], 4],
  ["a second approval from elsewhere", "organisation", DOMAIN, [approval(ELSEWHERE), dns()], 3],
  ["a record that is gone", "organisation", DOMAIN, [dns(), gone("dns")], 2],
  ["a record that is gone and a page that is not", "organisation", DOMAIN, [dns(), page(), gone("dns")], 3],
  ["a record that came back", "organisation", DOMAIN, [dns(), gone("dns"), dns()], 3],
  ["a record of another domain that is gone", "organisation", DOMAIN, [dns(), gone("dns", ELSEWHERE)], 3],
  ["an approval whose record is gone", "organisation", DOMAIN, [dns(), approval(), gone("dns")], 2],
  ["a key whose record is gone", "organisation", DOMAIN, [dns("key"), key(), gone("dns")], 2],
  ["a key that a file still names", "organisation", DOMAIN, [dns("key"), file("key"), key(), gone("dns")], 4],
];

for (const [what, kind, domain, seen, level] of TABLE) {
  test(`levels: ${what} is level ${level}`, () => assert.equal(levelOf(kind, domain, seen), level));
}
