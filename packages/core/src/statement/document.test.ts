import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeUtf8 } from "../bytes.ts";
import { checkDocument, DOCUMENT_FORMATS, DOCUMENT_LIMIT, isDocumentFormat, isPdf } from "./document.ts";

const text = (words: string) => encodeUtf8(words);

test("plain text of any script is a text, markup only the words that it is", () => {
  for (const words of ["Dear all,\r\n\tno.\f\n", "نعم\n", "<script>alert(1)</script>", "\uFEFFwith a mark"]) {
    checkDocument(text(words), "txt");
    checkDocument(text(words), "md");
    assert.throws(() => checkDocument(text(words), "pdf"), { code: "malformed" });
  }
});

test("a PDF is one by its first bytes, whatever its name says", () => {
  const pdf = text("%PDF-1.7\nbinary");
  assert.ok(isPdf(pdf));
  checkDocument(pdf, "pdf");
  assert.throws(() => checkDocument(pdf, "txt"), { code: "malformed" });
  for (let length = 0; length < 5; length++) assert.ok(!isPdf(pdf.subarray(0, length)), `${length} bytes`);
  assert.throws(() => checkDocument(text(" %PDF-1.7"), "pdf"), { code: "malformed" });
});

test("what is no text is none: other files, control characters, broken UTF-8, nothing at all", () => {
  assert.throws(() => checkDocument(new Uint8Array([0x50, 0x4b, 3, 4]), "txt"), { code: "malformed" });
  for (const char of ["\u0000", "\u001b", "\u0085", "\u007f"])
    assert.throws(() => checkDocument(text(`a${char}b`), "txt"), { code: "malformed" });
  assert.throws(() => checkDocument(new Uint8Array([0xff, 0xfe, 0x41, 0]), "txt"), { code: "not_utf8" });
  for (const format of DOCUMENT_FORMATS)
    assert.throws(() => checkDocument(new Uint8Array(0), format), { code: "malformed" });
});

test("a document has at most two mebibytes", () => {
  checkDocument(new Uint8Array(DOCUMENT_LIMIT).fill(0x61), "txt");
  assert.throws(() => checkDocument(new Uint8Array(DOCUMENT_LIMIT + 1).fill(0x61), "txt"), { code: "too_large" });
});

test("three endings and no other", () => {
  assert.ok(isDocumentFormat("pdf"));
  for (const ending of ["html", "PDF", "", "tx"]) assert.ok(!isDocumentFormat(ending), ending);
});
