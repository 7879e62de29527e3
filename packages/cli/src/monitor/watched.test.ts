import assert from "node:assert/strict";
import { test } from "node:test";
import { findWatched, readDomains } from "./watched.ts";

test("a domain covers itself and what lies below it, and nothing that only looks like it", () => {
  const watching = ["partner.example", "reading.example"];
  for (const domain of ["reading.example", "press.reading.example", "a.b.reading.example"]) {
    assert.equal(findWatched(domain, watching), "reading.example", domain);
  }
  for (const domain of [
    "reading.example.evil.net",
    "notreading.example",
    "reading-example",
    "example",
    "reading.example.",
    "READING.example",
    "",
  ]) {
    assert.equal(findWatched(domain, watching), null, domain);
  }
  assert.equal(findWatched(undefined, watching), null);
  assert.equal(findWatched("reading.example", []), null);
});

test("domains are given one by one or in a list, in any case, each once", () => {
  assert.deepEqual(readDomains(["Reading.example,partner.example", " partner.example ", ""]), [
    "partner.example",
    "reading.example",
  ]);
  for (const bad of ["https://reading.example", "reading", "*.example", "office@reading.example", "127.0.0.1"]) {
    assert.throws(() => readDomains([bad]), { code: "invalid_field" }, bad);
  }
});
