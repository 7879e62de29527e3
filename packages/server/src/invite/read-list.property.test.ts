import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import fc from "fast-check";
import { parseMailbox } from "../depositary/mailbox.ts";
import { decodeList } from "./decode-list.ts";
import { formatCsv } from "./format-csv.ts";
import type { InviteRow } from "./invite-rows.ts";
import { readInviteRows } from "./invite-rows.ts";
import { matchColumns } from "./match-columns.ts";
import { LIST_ROWS, readList } from "./read-list.ts";

/** Reads bytes as a list; null where they are refused in words. */
function read(bytes: Uint8Array): InviteRow[] | null {
  try {
    const { rows } = readList(decodeList(bytes).text);
    return readInviteRows(rows, matchColumns(rows), ["en", "de"]);
  } catch (error) {
    assert.ok(error instanceof MalformedError, String(error));
    return null;
  }
}

/** What holds of every row, wherever it came from. */
function checkRows(rows: readonly InviteRow[]): void {
  assert.ok(rows.length <= LIST_ROWS + 1);
  const seen = new Set<string>();
  for (const { problem, mailbox, name, lang, contact } of rows) {
    assert.ok(["en", "de"].includes(lang));
    if (problem !== null) continue;
    const { canonical } = parseMailbox(mailbox);
    assert.ok(!seen.has(canonical), "a mailbox is invited twice");
    seen.add(canonical);
    assert.match(name, /^[^=+\-@＝＋－＠\s]/u);
    assert.doesNotMatch(name + contact, /[\r\n\t]/);
  }
}

const LIST = Buffer.from(
  '\ufeffOrganisation;E-Mail;Sprache\r\n"Bücher; und\r\nmehr";a@buecher.example;de\r\nClub "Left";b@club.example;\r\n;;\r\n=1+1;x@x.example;en\r\n',
);

test("a list that is mangled, byte by byte, is read or refused in words, and never invites what is no mailbox", () => {
  for (let at = 0; at < LIST.length; at++) {
    for (const byte of [0x00, 0x0a, 0x0d, 0x22, 0x2c, 0x3b, 0x3d, 0x40, 0x80, 0xff]) {
      const mangled = Buffer.from(LIST);
      mangled[at] = byte;
      checkRows(read(mangled) ?? []);
    }
    checkRows(read(LIST.subarray(0, at)) ?? []);
    checkRows(read(LIST.subarray(at)) ?? []);
  }
});

test("any bytes and any words are read or refused in words", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => checkRows(read(bytes) ?? [])));
  const piece = fc.constantFrom(
    ",",
    ";",
    "\t",
    '"',
    "\n",
    "\r\n",
    " ",
    "=",
    "@",
    "a@b.example",
    "Club",
    "é",
    "\u202e",
    "\ufeff",
  );
  const words = fc.array(fc.oneof(piece, fc.string({ unit: "grapheme", maxLength: 5 })), { maxLength: 60 });
  fc.assert(
    fc.property(words, (parts) => checkRows(read(Buffer.from(parts.join(""))) ?? [])),
    { numRuns: 500 },
  );
});

test("what is handed out is read again as it was, but for what a spreadsheet program would run", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "B", "é", ",", '"', ";", "="), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const kept = readList(decodeList(Buffer.from(formatCsv(rows))).text).rows.map(({ cells }) => cells);
      assert.deepEqual(
        kept,
        rows.map((row) => row.map((value) => (value.startsWith("=") ? `'${value}` : value))),
      );
    }),
  );
});

test("a cell or a row as long as may be takes no time out of proportion", () => {
  const start = performance.now();
  for (const fill of ["a", "a@", "a.", '"', "a<", "=", "\u0301", ",", "é"]) {
    const cell = fill.repeat(18_000 / fill.length);
    read(Buffer.from(Array.from({ length: 200 }, () => `${cell};x@x.example`).join("\n")));
  }
  assert.ok(performance.now() - start < 20_000);
});
