import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { parseMailbox } from "./mailbox.ts";

const read: [typed: string, address: string, canonical: string][] = [
  ["anna@example.org", "anna@example.org", "anna@example.org"],
  ["  Anna.Maria@Example.ORG ", "Anna.Maria@example.org", "anna.maria@example.org"],
  ["anna+open@example.org", "anna+open@example.org", "anna+open@example.org"],
  ["An.Na+open.letter@googlemail.com", "An.Na+open.letter@googlemail.com", "anna@gmail.com"],
  ["a.n.n.a@gmail.com", "a.n.n.a@gmail.com", "anna@gmail.com"],
  ["a.b+c@outlook.com", "a.b+c@outlook.com", "a.b@outlook.com"],
  ["anna+1@me.com", "anna+1@me.com", "anna@icloud.com"],
  ["an-n_a.x+1@pm.me", "an-n_a.x+1@pm.me", "annax@proton.me"],
  ["+@gmail.com", "+@gmail.com", "+@gmail.com"],
  ["o'brien@example.ie", "o'brien@example.ie", "o'brien@example.ie"],
  ["info@Bücher.example", "info@xn--bcher-kva.example", "info@xn--bcher-kva.example"],
  ["info@例え.テスト", "info@xn--r8jz45g.xn--zckzah", "info@xn--r8jz45g.xn--zckzah"],
  ["ju\u0308rgen@example.de", "jürgen@example.de", "jürgen@example.de"],
  ["x@mail.sub.example.co.uk", "x@mail.sub.example.co.uk", "x@mail.sub.example.co.uk"],
];
for (const [typed, address, canonical] of read) {
  test(`read: ${typed}`, () => {
    const mailbox = parseMailbox(typed);
    assert.equal(mailbox.address, address);
    assert.equal(mailbox.canonical, canonical);
    assert.equal(`${mailbox.local}@${mailbox.domain}`, address);
  });
}

const refused = [
  "",
  "@",
  "anna",
  "anna@",
  "@example.org",
  "anna@localhost",
  "anna@example.org, ben@example.org",
  "Anna <anna@example.org>",
  '"anna"@example.org',
  "anna @example.org",
  "anna@exam ple.org",
  "anna@example..org",
  ".anna@example.org",
  "an..na@example.org",
  "anna@[127.0.0.1]",
  "anna@127.0.0.1",
  "anna@0x7f.1",
  "anna@example.org\r\nBcc: ben@example.org",
  "anna\0@example.org",
  "anna@example.org/x",
  "anna@example.org:25",
  "anna@-example.org",
  "anna@exa_mple.org",
  "anna@exa%6dple.org",
  "anna\u202e@example.org",
  `${"a".repeat(65)}@example.org`,
  `anna@${"a".repeat(64)}.org`,
  `anna@${"abcdefgh.".repeat(30)}org`,
  "a".repeat(1_000_000),
];
for (const typed of refused) {
  test(`refused: ${JSON.stringify(typed.slice(0, 40))}`, () => {
    assert.throws(() => parseMailbox(typed), MalformedError);
  });
}
