import assert from "node:assert/strict";
import { test } from "node:test";
import { domainToASCII } from "node:url";
import { findMixedLetters } from "./domain-letters.ts";

const find = (domain: string) => findMixedLetters(domainToASCII(domain));

test("a letter of another script among those that look like it is found, and named", () => {
  assert.deepEqual(find("exаmple.org"), { label: "exаmple", letter: "а", script: "Cyrillic", others: "Latin" });
  assert.deepEqual(find("mail.gοogle.test"), { label: "gοogle", letter: "ο", script: "Greek", others: "Latin" });
  assert.deepEqual(find("библиотекa.test"), { label: "библиотекa", letter: "a", script: "Latin", others: "Cyrillic" });
  assert.deepEqual(find("example.оrg"), { label: "оrg", letter: "о", script: "Cyrillic", others: "Latin" });
  assert.equal(find("ⲁbc.test")?.script, "Coptic");
});

test("a label of one script passes in any script, and so do its digits, hyphens and marks", () => {
  const domains = `library.example bücher.test çiçek-2026.test библиотека.рф βιβλιοθήκη.test مكتبة-٢.test ספריה.test पुस्तकालय.test
    図書館.test 도서관.test ห้องสมุด.test գրադարան.test ბიბლიოთეკა.test ቤተ-መጻሕፍት.test`;
  for (const domain of domains.split(/\s+/)) assert.equal(find(domain), null, domain);
});

test("what is wholly of another script is left to its form in the DNS, which is what is shown", () => {
  assert.equal(find("аррӏе.test"), null);
  assert.equal(domainToASCII("аррӏе.test"), "xn--80ak6aa92e.test");
});

test("Japanese, Chinese and Korean are written with Latin letters in one word, and not with one another", () => {
  for (const domain of ["東京タワーとpark.test", "kbs방송국.test", "abcㄅ漢.test"])
    assert.equal(find(domain), null, domain);
  assert.deepEqual(find("방송국タワ.test"), {
    label: "방송국タワ",
    letter: "タ",
    script: "Katakana",
    others: "Hangul",
  });
});

test("each label is looked at by itself: those of a domain may be of several scripts", () => {
  assert.equal(find("mail.библиотека.test"), null);
});
