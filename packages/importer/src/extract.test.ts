import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { MalformedError } from "@undersigned/core/errors.ts";
import { strToU8, zipSync } from "fflate";
import { extract } from "./extract.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

async function refusal(bytes: Uint8Array, code: string, message: RegExp, line?: number): Promise<void> {
  await assert.rejects(extract(bytes, {}), (error) => {
    assert.ok(error instanceof MalformedError);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    assert.equal(error.line, line);
    return true;
  });
}

test("text is text, and tells its bytes", async () => {
  const { source, text, lang, warnings } = await extract(utf8("Open the rooms.\n"), {});
  assert.deepEqual(source, {
    kind: "text",
    sha256: "7cda363bc9fd9554826fe1364c346c7e87f31cf6af451a65154e6e14f29ae875",
    bytes: 16,
  });
  assert.deepEqual([text, lang, warnings], ["Open the rooms.", null, []]);
});

test("the content says what kind it is, then what whoever brought it says", async () => {
  const kind = async (content: string, hints: Parameters<typeof extract>[1] = {}) =>
    (await extract(utf8(content), hints)).source.kind;
  assert.equal(await kind("<!DOCTYPE html><p>Open"), "html");
  assert.equal(await kind("\n<!-- saved --><html><p>Open", { name: "a.txt" }), "html");
  assert.equal(await kind("<p>Open</p>"), "html");
  assert.equal(await kind("We <b>open</b> it", { type: "text/html; charset=utf-8" }), "html");
  assert.equal(await kind("We <b>open</b> it"), "text");
  assert.equal(await kind("5 < 6, and open", { type: "text/html" }), "text");
  assert.equal(await kind("# Open\n\nOpen the rooms.\n", { name: "a.txt" }), "markdown");
  assert.equal(await kind("# 4 is the number\nof the room", { name: "a.txt" }), "text");
  assert.equal(await kind("# Open the rooms\n\nNow."), "markdown");
  assert.equal(await kind("Open *now*", { name: "letter.md" }), "markdown");
  assert.equal(await kind("Open *now*", { type: "text/plain", url: "https://letters.example/a.md?x" }), "markdown");
  assert.equal(await kind("<p>Open</p>", { kind: "text" }), "text");
  assert.equal(await kind("#1 of all rooms"), "text");
});

test("characters are read as their mark, their header or their page says", async () => {
  const words = async (bytes: Uint8Array, type?: string) =>
    (await extract(bytes, type === undefined ? {} : { type })).text;
  const wide = (text: string, flip: boolean) =>
    Uint8Array.from(
      [...text].flatMap((character) => {
        const code = character.charCodeAt(0);
        return flip ? [code >> 8, code & 255] : [code & 255, code >> 8];
      }),
    );
  assert.equal(await words(utf8("\ufeffJe suis né")), "Je suis né");
  assert.equal(await words(wide("\ufeffJe suis né", false)), "Je suis né");
  assert.equal(await words(wide("\ufeffJe suis né", true)), "Je suis né");
  assert.equal(await words(wide("Je suis né", false)), "Je suis né");
  assert.equal(await words(wide("Мы здесь", true)), "Мы здесь");
  assert.equal(await words(latin1("Je suis n\xe9"), "text/plain; charset=ISO-8859-1"), "Je suis né");
  assert.equal(await words(latin1('<html><meta charset="windows-1251"><p>\xcc\xfb')), "Мы");
  assert.equal(await words(utf8('<!-- <meta charset=koi8-r> --><meta charset="UTF-16"><p>né')), "né");
});

test("characters that cannot be read are refused with their byte and line, and what to do", async () => {
  await refusal(
    latin1("Un\ndeux caf\xe9s"),
    "source_encoding",
    /byte 12 \(line 2\) is no character in UTF-8; perhaps .*Windows-1252.*save it again/,
    2,
  );
  await refusal(
    latin1("n\xc3\xa9 et caf\xe9"),
    "source_encoding",
    /up to byte 11 \(line 1\) it is UTF-8 and there it is not, so it mixes/,
    1,
  );
  await refusal(
    latin1("a\xed\xa0\x80b"),
    "source_encoding",
    /byte 2 \(line 1\) begins half of a character \(a lone surrogate\)/,
    1,
  );
  await refusal(
    latin1("\xff\xfea\x00\x3d\xd8b\x00"),
    "source_encoding",
    /byte 5 \(line 1\) is no character in UTF-16LE/,
    1,
  );
  await refusal(
    latin1("<meta charset=x-made-up><p>a"),
    "source_encoding",
    /its characters are “x-made-up”, which is not read/,
  );
  await refusal(latin1("\xff\xfe\x00\x00a\x00\x00\x00"), "source_encoding", /UTF-32/);
});

test("nothing, white space and what is no text are refused as what they are", async () => {
  await refusal(utf8(""), "source_empty", /nothing in it/);
  await refusal(utf8(" \n\ufeff\t"), "source_empty", /only white space/);
  await refusal(latin1("a\x00b\x01c"), "unsupported", /byte 2 is zero/);
  await refusal(latin1("\x89PNG\r\n\x1a\n\x00"), "unsupported", /a picture \(PNG\).*type its words/);
  await refusal(latin1("\xff\xd8\xff\xe0\x00"), "unsupported", /a picture \(JPEG\)/);
  await refusal(latin1("RIFF\x00\x00\x00\x00WEBP"), "unsupported", /WebP/);
  await refusal(latin1("{\\rtf1 words}"), "unsupported", /RTF.*save it as Word/);
  await refusal(latin1("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "unsupported", /before 2007/);
  await refusal(latin1(`\xd0\xcf\x11\xe0${[..."EncryptedPackage"].join("\x00")}\x00`), "source_encrypted", /password/);
  await refusal(utf8("From: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n"), "unsupported", /MHTML/);
  await refusal(latin1(`\x1f\x8b${deflateRawSync("x").toString("latin1")}\x00`), "unsupported", /gzip/);
});

test("archives are told by what they hold", async () => {
  const zip = (name: string, content = "x") => zipSync({ [name]: strToU8(content) }, { level: 0 });
  await refusal(zip("xl/workbook.xml"), "unsupported", /a spreadsheet/);
  await refusal(zip("ppt/presentation.xml"), "unsupported", /a presentation/);
  await refusal(
    zip("mimetype", "application/vnd.oasis.opendocument.text"),
    "unsupported",
    /OpenDocument.*save it as Word/,
  );
  await refusal(zip("letter.txt"), "unsupported", /compressed folder \(ZIP\).*the one file/);
});

test("more bytes than may be are refused with the limit", async () => {
  await refusal(
    new Uint8Array(5_242_881).fill(0x61),
    "too_large",
    /5242881 bytes, and a text or page may have at most 5242880/,
  );
  assert.equal((await extract(new Uint8Array(5_242_880).fill(0x61), {})).text.length, 5_242_880);
});
