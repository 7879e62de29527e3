import assert from "node:assert/strict";
import { test } from "node:test";
import { isWithin, parseDomain } from "./domain-name.ts";
import { LookUpProblem } from "./problem.ts";

test("a domain is read as people type it", () => {
  for (const [typed, domain] of [
    ["reading.example", "reading.example"],
    [" Reading.Example. ", "reading.example"],
    ["https://www.reading.example/about?x#y", "www.reading.example"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["пример.example", "xn--e1afmkfd.example"],
    ["reading.co.uk", "reading.co.uk"],
  ] as const) {
    assert.equal(parseDomain(typed), domain);
  }
});

test("what is no domain of anybody’s own is refused with what to type", () => {
  for (const typed of [
    "",
    "example",
    "co.uk",
    "github.io",
    "127.0.0.1",
    "0x7f.1",
    "[::1]",
    "a b.example",
    "a@b.example",
    "-a.example",
    `${"x".repeat(64)}.example`,
    "a..example",
    "a.example:8080",
    "a.123",
  ]) {
    assert.throws(
      () => parseDomain(typed),
      (error) => error instanceof LookUpProblem && error.code === "domain" && /[Tt]ype/.test(error.message),
      typed,
    );
  }
});

test("a look-alike that mixes alphabets is refused", () => {
  // The first letters are Cyrillic and Greek ones.
  for (const typed of ["геading.example", "rеading.example", "readιng.example"]) {
    assert.throws(() => parseDomain(typed), /mixes letters of two alphabets/, typed);
  }
});

test("only the domain and what is below it is within it", () => {
  assert.ok(isWithin("reading.example", "reading.example") && isWithin("www.reading.example", "reading.example"));
  assert.ok(!isWithin("evilreading.example", "reading.example") && !isWithin("example", "reading.example"));
});
