import assert from "node:assert/strict";
import { test } from "node:test";
import { domainToASCII } from "node:url";
import { RefusedError } from "@undersigned/core/errors.ts";
import { checkOwnDomain, ownDomainOf } from "./own-domain.ts";

const OWN: readonly [mailbox: string, domain: string | null][] = [
  ["office@library.example", "library.example"],
  ["office@Mail.Library.Example", "library.example"],
  ["office@mail.library.co.uk", "library.co.uk"],
  ["ada@example.org.evil.test", "evil.test"],
  ["ada@library.example.org", "example.org"],
  ["ada@club.github.io", "club.github.io"],
  ["ada@city.kawasaki.jp", "city.kawasaki.jp"],
  ["ada@библиотека.рф", domainToASCII("библиотека.рф")],
  ["ada@аррӏе.test", "xn--80ak6aa92e.test"],
  ["ada@gmail.com", null],
  ["ada@yahoo.co.jp", null],
  ["ada@vip.qq.com", null],
  ["ada@github.io", null],
  ["ada@co.uk", null],
];

test("the domain of a mailbox is the one that somebody registered", () => {
  for (const [mailbox, domain] of OWN) assert.equal(ownDomainOf(mailbox), domain, mailbox);
});

test("a mailbox where anybody can have one is refused, with what to do instead", () => {
  for (const mailbox of ["ada@gmail.com", "ada@github.io", "ada@co.uk"]) {
    assert.throws(
      () => checkOwnDomain(mailbox),
      (error: unknown) =>
        error instanceof RefusedError &&
        error.code === "invalid_field" &&
        error.field === "mailbox" &&
        error.message.includes("own domain") &&
        error.message.includes(mailbox.slice(4)),
      mailbox,
    );
  }
});

test("a look-alike is refused by the letter that gives it away; an honest domain in any script passes", () => {
  assert.throws(() => checkOwnDomain("office@lіbrary.example"), /the letter “і” is Cyrillic and the others are Latin/);
  for (const mailbox of ["office@library.example", "info@библиотека.test", "info@図書館.test"]) checkOwnDomain(mailbox);
});
