import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyMemory } from "./memory.ts";
import { makeReport, worstOf } from "./report.ts";

function makeMemory() {
  return emptyMemory({ host: "letters.example", vkey: "", trusted: "given", since: 0 });
}

test("what is wrong is told once, stands, and is told again when it is so no longer", () => {
  const memory = makeMemory();
  const visit = (found: boolean, reach: "all" | "nothing" = "all") => {
    const report = makeReport(memory, () => 1);
    if (found) report.found("key_changed", "Another key.");
    report.settle(reach);
    const codes = memory.untold.map(({ code }) => code);
    memory.untold = [];
    return codes;
  };
  assert.deepEqual(visit(true), ["key_changed"]);
  assert.deepEqual(visit(true), []);
  assert.equal(worstOf(memory), "alarm");
  // A visit that came to no end says nothing about it.
  assert.deepEqual(visit(false, "nothing"), []);
  assert.equal(worstOf(memory), "alarm");
  assert.deepEqual(visit(false), ["resolved"]);
  assert.equal(worstOf(memory), null);
});

test("two signed histories stay so, whatever is shown later", () => {
  const memory = makeMemory();
  makeReport(memory, () => 1).found("fork", "Two histories.");
  makeReport(memory, () => 2).settle("all");
  assert.equal(worstOf(memory), "alarm");
});

test("what is wrong with a statement stands until it is looked at again", () => {
  const memory = makeMemory();
  makeReport(memory, () => 1).found("entries_differ", "Other entries.", { statement: "letters.example/s/a" });
  makeReport(memory, () => 2).settle("all");
  assert.equal(worstOf(memory), "alarm");
  const later = makeReport(memory, () => 3);
  later.lookedAt("letters.example/s/a");
  later.settle("all");
  assert.equal(worstOf(memory), null);
});

test("events are told each time, and do not stand", () => {
  const memory = makeMemory();
  const report = makeReport(memory, () => 1);
  report.found("watched_signed", "One.", { about: "1" });
  report.found("watched_signed", "Two.", { about: "2" });
  report.found("watched_signed", "Two.", { about: "2" });
  report.settle("all");
  assert.equal(memory.untold.length, 2);
  assert.deepEqual(memory.standing, []);
});
