import assert from "node:assert/strict";
import { test } from "node:test";
import { hashSpans, joinSpans } from "../wasm/hashing.ts";
import type { Entry, SignEntry } from "./entry.ts";
import { CAPACITIES, formatEntry, KINDS, parseEntry } from "./entry.ts";
import { RepeatedSigns } from "./repeated-signs.ts";

const VERSION = "0123456789abcdef".repeat(4);

function makeSign(change: Partial<SignEntry> = {}): SignEntry {
  const consent = { version: VERSION, kind: "person", capacity: "personal", level: 1, named: false } as const;
  return { act: "sign", ...consent, commitment: "5".repeat(64), ...change };
}

const EVERY_KIND: SignEntry[] = KINDS.flatMap((kind) =>
  CAPACITIES.flatMap((capacity) =>
    [true, false].flatMap((named) => ([1, 2, 3] as const).map((level) => makeSign({ kind, capacity, named, level }))),
  ),
);

function parsed(bytes: Uint8Array): Entry | null {
  try {
    return parseEntry(bytes);
  } catch {
    return null;
  }
}

/** What is found for `bytes`, put behind others so that it does not begin where memory does. */
function find(signs: RepeatedSigns, bytes: Uint8Array): SignEntry | null {
  const file = new Uint8Array(Buffer.concat([Buffer.alloc(37, 0x22), bytes, Buffer.alloc(20, 0x30)]));
  signs.look(file);
  return signs.find(37, 37 + bytes.length);
}

function learn(entries: readonly SignEntry[]): RepeatedSigns {
  const signs = new RepeatedSigns();
  signs.look(new Uint8Array(1));
  for (const entry of entries) signs.keep(formatEntry(entry), entry);
  return signs;
}

test("an entry is found exactly when it is one that was kept, but for its commitment", () => {
  const signs = learn(EVERY_KIND);
  for (const entry of EVERY_KIND) {
    const other = { ...entry, commitment: "fedcba9876543210".repeat(4) };
    assert.deepEqual(find(signs, formatEntry(other)), entry);
  }
  for (const change of [{ version: "e".repeat(64) }, { level: 4, kind: "organisation" }] as const) {
    assert.equal(find(signs, formatEntry(makeSign(change))), null);
  }
});

test("whatever a byte is changed to: what is found, the parser reads as the same", () => {
  const signs = learn(EVERY_KIND);
  let found = 0;
  for (const entry of [
    makeSign(),
    makeSign({ kind: "organisation", capacity: "institutional", named: true, level: 3 }),
  ]) {
    const bytes = formatEntry(entry);
    for (let at = 0; at < bytes.length; at++) {
      for (let value = 0; value < 256; value++) {
        const mangled = Uint8Array.from(bytes);
        mangled[at] = value;
        const sign = find(signs, mangled);
        if (sign === null) continue;
        found += 1;
        const read = parsed(mangled);
        assert.ok(read?.act === "sign", `byte ${at} as ${value}`);
        assert.deepEqual({ ...sign, commitment: "" }, { ...read, commitment: "" });
      }
    }
  }
  // The bytes as they were, other digits at 64 places, and other levels.
  assert.ok(found > 2 * 64 * 16, String(found));
});

test("an entry with a byte more or less anywhere is not found, unless the parser reads it so", () => {
  const signs = learn(EVERY_KIND);
  const bytes = formatEntry(makeSign());
  for (let at = 0; at <= bytes.length; at++) {
    const longer = Uint8Array.from([...bytes.subarray(0, at), 0x30, ...bytes.subarray(at)]);
    const shorter = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
    for (const mangled of [longer, shorter]) {
      if (find(signs, mangled) !== null) assert.ok(parsed(mangled) !== null, `at ${at}`);
    }
  }
});

test("two that take turns in one thread never answer with each other's entries", () => {
  const [people, organisations] = [makeSign(), makeSign({ kind: "organisation", capacity: "institutional" })];
  const first = learn([people]);
  const second = learn([organisations]);
  for (const entry of [people, organisations]) {
    const bytes = formatEntry(entry);
    for (const signs of [first, second, first]) {
      const found = find(signs, bytes);
      if (found !== null) assert.deepEqual(found, entry);
    }
  }
});

test("once anything is hashed, nothing is found in what was looked at before", () => {
  const signs = learn([makeSign()]);
  const bytes = formatEntry(makeSign());
  signs.look(bytes);
  assert.ok(signs.find(0, bytes.length) !== null);
  hashSpans(0, joinSpans([bytes, bytes]));
  assert.equal(signs.find(0, bytes.length), null);
});

test("more kinds than are kept push out the first", () => {
  const entries = Array.from({ length: 200 }, (_, i) => makeSign({ version: i.toString(16).padStart(64, "0") }));
  const signs = learn(entries);
  const found = entries.filter((entry) => {
    const sign = find(signs, formatEntry(entry));
    if (sign !== null) assert.deepEqual(sign, entry);
    return sign !== null;
  });
  assert.ok(found.length > 0 && found.length < entries.length, String(found.length));
  assert.ok(found.includes(entries.at(-1) as SignEntry) && !found.includes(entries[0] as SignEntry));
});

test("a file too long to be looked at is not taken for the one before it", () => {
  const signs = learn([makeSign()]);
  const bytes = formatEntry(makeSign());
  signs.look(bytes);
  assert.ok(signs.find(0, bytes.length) !== null);
  // Nothing of it is an entry, and where the one before had a sign it has none.
  signs.look(new Uint8Array(4 * 65_536 + 1));
  assert.equal(signs.find(0, bytes.length), null);
});
