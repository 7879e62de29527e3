import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { decodeList, LIST_BYTES } from "./decode-list.ts";
import { formatCsv } from "./format-csv.ts";
import { readInviteRows } from "./invite-rows.ts";
import { matchColumns } from "./match-columns.ts";
import { LIST_ROWS, readList } from "./read-list.ts";

const LIST = "Organisation,E-Mail\nMüßiggang e. V.,büro@müßiggang.example\nÉtude,etude@study.example\n";

function utf16(text: string, { big = false, mark = true } = {}): Buffer {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  return big ? bytes.swap16() : bytes;
}

function read(text: string, languages: readonly [string, ...string[]] = ["en"]) {
  const { rows } = readList(text);
  const columns = matchColumns(rows);
  return { columns, rows: readInviteRows(rows, columns, languages) };
}

const problems = (text: string) => read(text).rows.map(({ line, problem }) => [line, problem?.kind ?? "invites"]);

describe("the bytes of a list", () => {
  test("are read in whichever encoding a spreadsheet program wrote them", () => {
    const windows = "Organisation;E-Mail\r\nCaf\u00e9 \u20ac;cafe@place.example\r\n";
    const bytes = Buffer.from(windows.replace("\u20ac", "\x80"), "latin1");
    const ways = [
      [Buffer.from(LIST), "utf-8", LIST],
      [Buffer.from(`\ufeff${LIST}`), "utf-8", LIST],
      [utf16(LIST), "utf-16le", LIST],
      [utf16(LIST, { big: true }), "utf-16be", LIST],
      [utf16(LIST, { mark: false }), "utf-16le", LIST],
      [utf16(LIST, { big: true, mark: false }), "utf-16be", LIST],
      [bytes, "windows-1252", windows],
    ] as const;
    for (const [given, encoding, text] of ways) assert.deepEqual(decodeList(given), { text, encoding });
  });

  test("that are no list are refused, with what to do", () => {
    const spreadsheet = Buffer.from("504b0304140006000800", "hex");
    const refused: [Uint8Array, RegExp][] = [
      [spreadsheet, /\.xlsx.*CSV/],
      [Buffer.from("d0cf11e0a1b11ae1", "hex"), /old Excel file.*CSV/],
      [Buffer.from("%PDF-1.7"), /PDF.*CSV/],
      [Buffer.from("a\0bcdefghijklmnopqrstuvwxyz"), /not a text/],
      [Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from("a\0\x00\xd8", "latin1")]), /UTF-16, but was cut/],
      [new Uint8Array(LIST_BYTES + 1), /5\.0 MB, and at most 5 MB/],
    ];
    for (const [bytes, message] of refused) assert.throws(() => decodeList(bytes), message);
  });
});

describe("a list", () => {
  test("may be cut by commas, semicolons, tabs or bars, with commas within its cells", () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const text = `Name${delimiter}Mail\n"Bread, Roses; Books"${delimiter}a@bread.example\nClub${delimiter}b@club.example\n`;
      const list = readList(text);
      assert.equal(list.delimiter, delimiter);
      assert.deepEqual(list.rows[1]?.cells, ["Bread, Roses; Books", "a@bread.example"]);
    }
    assert.equal(readList("a@bread.example\nb@club.example").rows.length, 2);
  });

  test("keeps a quoted line break within its cell, and its lines are counted as an editor counts them", () => {
    const rows = readList(
      'Name,Mail\r\n"Friends of\r\nthe Library",a@library.example\r\n\r\n,\r\nClub,b@club.example\r\n',
    ).rows;
    assert.deepEqual(rows, [
      { line: 1, cells: ["Name", "Mail"] },
      { line: 2, cells: ["Friends of the Library", "a@library.example"] },
      { line: 6, cells: ["Club", "b@club.example"] },
    ]);
  });

  test("may be ragged, and quotation marks within a cell are words", () => {
    const { rows } = read(
      'Organisation,Mail,Place\nClub "Left Bank",a@club.example\nB,b@b.example,Town,more,and more\nC\n',
    );
    assert.deepEqual(
      rows.map(({ name, problem }) => [name, problem?.kind]),
      [
        ['Club "Left Bank"', undefined],
        ["B", undefined],
        ["C", "no-mailbox"],
      ],
    );
  });

  test("with a quotation mark that is not closed is refused with the line", () => {
    assert.throws(() => readList('Name,Mail\n"Club,a@club.example\nB,b@b.example\n'), /quotation mark.*line \d/);
    assert.throws(() => readList(`Name,Mail\n"${"x\n".repeat(15_000)}`), MalformedError);
  });

  test("of 50,000 rows is refused with the limit and what to do, and one of 5,000 is read at once", () => {
    const rows = (count: number) =>
      `Name,Mail\n${Array.from({ length: count }, (_, i) => `Club ${i},c${i}@club.example\n`).join("")}`;
    assert.throws(() => readList(rows(50_000)), /about 50,00\d rows, and at most 5,000.*Split it/);
    const start = performance.now();
    assert.equal(read(rows(LIST_ROWS)).rows.filter(({ problem }) => problem === null).length, LIST_ROWS);
    assert.ok(performance.now() - start < 5_000);
    assert.throws(() => readList(rows(LIST_ROWS + 1)), /at most 5,000/);
  });

  test("that is empty, or has too many columns, is refused", () => {
    assert.throws(() => readList(" \r\n\t\n"), /empty/);
    assert.throws(() => readList(`${"a,".repeat(61)}b\n`), /62 columns, and at most 60/);
  });
});

describe("columns", () => {
  test("are told by their headings in four languages, and by sentences of web forms", () => {
    const headings: [string, string[]][] = [
      ["Organisation,E-mail,Language,Contact person", ["name", "mailbox", "lang", "contact"]],
      ["Ansprechpartner;E-Mail-Adresse;Verein;Sprache", ["contact", "mailbox", "name", "lang"]],
      ["Nom de l’organisation;Adresse électronique;Langue;Contact", ["name", "mailbox", "lang", "contact"]],
      ["Organización;Correo electrónico;Idioma;Persona de contacto", ["name", "mailbox", "lang", "contact"]],
      ["Timestamp,What is the name of your organisation?,Your e-mail address", ["none", "name", "mailbox"]],
      ["Name,Mail,Organization", ["none", "mailbox", "name"]],
    ];
    for (const [heading, meanings] of headings) {
      assert.deepEqual(matchColumns(readList(`${heading}\n`).rows), { meanings, hasHeader: true }, heading);
    }
  });

  test("without a header, or with one in a language that is not known, are told by what they hold", () => {
    const expected = ["none", "mailbox", "name"];
    const body = "1,a@club.example,Club\n2,b@union.example,Union\n3,,Choir\n";
    assert.deepEqual(matchColumns(readList(body).rows), { meanings: expected, hasHeader: false });
    assert.deepEqual(matchColumns(readList(`№,почта,название\n${body}`).rows), { meanings: expected, hasHeader: true });
  });

  test("headed as contact that hold mailboxes are mailboxes", () => {
    const { meanings } = matchColumns(readList("Organisation,Contact\nClub,a@club.example\n").rows);
    assert.deepEqual(meanings, ["name", "mailbox"]);
  });
});

describe("rows", () => {
  test("of names alone invite nobody, and stay in sight", () => {
    assert.deepEqual(problems("Club\nUnion\nChoir\n"), [
      [1, "no-mailbox"],
      [2, "no-mailbox"],
      [3, "no-mailbox"],
    ]);
    assert.deepEqual(problems("Organisation,Mail\nClub,\nUnion,a@union.example"), [
      [2, "no-mailbox"],
      [3, "invites"],
    ]);
  });

  test("with a formula are refused with the line, and nothing of it is evaluated", () => {
    const formulas = ['=HYPERLINK(""http://evil.test"")', "+1+1", "-2", "@SUM(A1)", "＝1+1", " =1+1"];
    const rows = formulas.map((formula) => `"${formula}",a@club.example`).join("\n");
    for (const [, problem] of problems(`Organisation,Mail\n${rows}\n`)) assert.equal(problem, "formula");
    assert.equal(problems("Organisation,Contact,Mail\nClub,=1+1,a@club.example")[0]?.[1], "formula");
  });

  test("with several mailboxes in a cell, a broken one, or a mailbox that came before, say so", () => {
    const text = [
      "Organisation,Mail",
      '"Club","a@club.example; b@club.example"',
      "Union,union at example",
      "Choir,choir@gmail.com",
      "Choir again,C.Hoir+list@googlemail.com",
      'Band,"Ada Winter <ada@band.example>"',
      "Band,mailto:ADA@band.example",
      ",office@nameless.example",
      "Visit www.evil.test now,x@evil.test",
    ].join("\n");
    assert.deepEqual(problems(text), [
      [2, "several-mailboxes"],
      [3, "mailbox"],
      [4, "invites"],
      [5, "twice"],
      [6, "invites"],
      [7, "twice"],
      [8, "no-name"],
      [9, "name"],
    ]);
    const { rows } = read(text);
    assert.deepEqual(rows[2]?.notes, ["free-mail"]);
    assert.equal(rows[4]?.mailbox, "ada@band.example");
  });

  test("with a language are read in it where the statement has it", () => {
    const text = `Organisation,Mail,Language\n${["Deutsch", "fr-CA", "español", "", "Klingon"].map((lang, i) => `C${i},c${i}@club.example,${lang}`).join("\n")}`;
    const { rows } = read(text, ["en", "de", "fr", "es"]);
    assert.deepEqual(
      rows.map(({ lang }) => lang),
      ["de", "fr", "es", "en", "en"],
    );
    assert.deepEqual(rows[4]?.notes, ["language"]);
  });
});

test("a list that is handed out holds no formula", () => {
  const csv = formatCsv([["=1+1", "+2", "-3", "@x", " =4", "\t5", "＝6", 'say "a"', "plain"]]);
  assert.equal(csv, `\ufeff"'=1+1","'+2","'-3","'@x","' =4","'\t5","'＝6","say ""a""","plain"\r\n`);
});
