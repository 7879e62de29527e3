import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import { deflateSync, zipSync } from "fflate";
import type { DocxParts } from "../../../../tests/make-docx.ts";
import { makeDocx, packDocx } from "../../../../tests/make-docx.ts";
import { shownBlocks } from "../../../../tests/shown-blocks.ts";
import { extractDocx } from "../extract-docx.ts";

const run = (words: string, look = "") => `<w:r><w:rPr>${look}</w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
const paragraph = (content: string, properties = "") => `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`;
const DRAWING =
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"';

/** The words, and what could not be read with where it stands. */
async function read(body: string, more: Omit<DocxParts, "body"> = {}) {
  const { text, unread } = await extractDocx(packDocx({ body, declarations: DRAWING, ...more }));
  return [text, ...unread.map(({ why, at }) => `${why} ${at}`)];
}

async function refusal(bytes: Uint8Array): Promise<MalformedError> {
  const error = await extractDocx(bytes).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof MalformedError, String(error));
  return error;
}

test("words that Word does not show are no words of the document, however they are hidden", async () => {
  const looks = [
    "<w:vanish/>",
    '<w:color w:val="FFFFFF"/>',
    '<w:color w:val="FEFDFE"/>',
    '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
    '<w:color w:val="336699"/><w:shd w:val="clear" w:fill="336699"/>',
    '<w:color w:val="336699"/><w:shd w:val="solid" w:color="336699" w:fill="FFFFFF"/>',
    '<w:color w:val="000000" w:themeColor="background1"/>',
    '<w:sz w:val="2"/>',
    '<w:w w:val="1"/>',
    '<w:spacing w:val="-400"/>',
    "<w14:textFill><w14:noFill/></w14:textFill>",
    '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>',
    '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr></w14:solidFill></w14:textFill>',
  ];
  const theme = {
    "word/theme/theme1.xml": {
      kind: "theme",
      xml: '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="O"><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1></a:clrScheme></a:themeElements></a:theme>',
    },
  };
  for (const look of looks) {
    const body = paragraph(run("We do ") + run("not ", look) + run("agree."));
    assert.deepEqual(await read(body, { parts: theme }), ["We do agree.", "hidden 6"], look);
  }
  for (const look of [
    '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>',
    '<w:color w:val="808080"/>',
    '<w:vanish w:val="0"/>',
  ]) {
    const body = paragraph(run("We do ") + run("not ", look) + run("agree."));
    assert.deepEqual(await read(body), ["We do not agree."], look);
  }
});

test("what hides a paragraph, a row or a cell hides its words", async () => {
  const hidden = run("hidden");
  const cell = (content: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(content)}</w:tc>`;
  const table = (rows: string) => `<w:tbl><w:tr>${cell(run("shown"))}</w:tr>${rows}</w:tbl>`;
  for (const body of [
    paragraph(hidden, '<w:spacing w:line="20" w:lineRule="exact"/>'),
    paragraph(hidden, '<w:ind w:left="-30000"/>'),
    table(`<w:tr><w:trPr><w:hidden/></w:trPr>${cell(hidden)}</w:tr>`),
    table(`<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>${cell(hidden)}</w:tr>`),
    table(`<w:tr>${cell(hidden, "<w:vMerge/>")}</w:tr>`),
    table(`<w:tr>${cell(run("white", '<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:fill="FFFFFF"/>')}</w:tr>`),
  ]) {
    const [text, ...unread] = await read(paragraph(run("shown")) + body);
    assert.ok(text?.includes("shown") && !text.includes("hidden") && !text.includes("white"), body);
    assert.ok(unread.length === 1 && unread[0]?.startsWith("hidden"), body);
  }
});

test("a style can hide, a style that hides twice shows, and direct formatting decides", async () => {
  const styles = [
    '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>',
    '<w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:basedOn w:val="D"/></w:style>',
    '<w:style w:type="character" w:styleId="D"><w:name w:val="D"/><w:rPr><w:vanish/></w:rPr></w:style>',
  ].join("");
  const style = '<w:pStyle w:val="P"/>';
  assert.deepEqual(await read(paragraph(run("a"), style) + paragraph(run("b")), { styles }), ["b", "hidden 0"]);
  assert.deepEqual(await read(paragraph(run("a", '<w:rStyle w:val="C"/>'), style), { styles }), ["a"]);
  assert.deepEqual(await read(paragraph(run("a", '<w:rStyle w:val="C"/>')) + paragraph(run("b")), { styles }), [
    "b",
    "hidden 0",
  ]);
  assert.deepEqual(await read(paragraph(run("a", '<w:vanish w:val="0"/>'), style), { styles }), ["a"]);
});

test("tracked changes are never taken silently: each is unread, and one warning counts them all", async () => {
  const body = [
    paragraph(
      run("We ask the ") +
        `<w:del w:id="1"><w:r><w:delText>mayor</w:delText></w:r></w:del><w:ins w:id="2">${run("council")}</w:ins>` +
        run(" to act."),
    ),
    paragraph(`<w:moveFrom w:id="3">${run("Moved away.")}</w:moveFrom>`),
    paragraph(`<w:moveTo w:id="4">${run("Moved here.")}</w:moveTo>`),
    paragraph(run("Joined"), '<w:rPr><w:del w:id="5"/></w:rPr>'),
    paragraph(run("Struck", '<w:strike/><w:rPrChange w:id="6"><w:rPr/></w:rPrChange>')),
    paragraph(run("Bold", '<w:b/><w:rPrChange w:id="7"><w:rPr/></w:rPrChange>')),
  ].join("");
  const { text, unread, warnings } = await extractDocx(packDocx({ body }));
  assert.equal(text, "We ask the council to act.\n\nMoved here.\n\nJoined\n\nStruck\n\nBold");
  assert.deepEqual(
    unread.map(({ why, at }) => `${why} ${at}`),
    ["tracked 11", "tracked 11", "tracked 28", "tracked 28", "tracked 47", "tracked 49"],
  );
  const [warning] = warnings;
  assert.equal(warning?.code, "tracked_changes");
  assert.match(
    warning.message,
    /7 tracked changes .*\(1 insertion, 2 deletions, 2 moves and 2 changes of formatting\), the first after “We ask the”/,
  );
  assert.match(warning.message, /accept or reject/);
  assert.ok(!JSON.stringify(warnings).includes("mayor"));
});

test("comments are counted, and none of their words is taken", async () => {
  const parts = {
    "word/comments.xml": {
      kind: "comments",
      xml: `<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0">${paragraph(run("secret"))}</w:comment></w:comments>`,
    },
  };
  const extracted = await extractDocx(packDocx({ body: paragraph(run("Words")), parts }));
  assert.equal(extracted.text, "Words");
  assert.deepEqual(
    extracted.warnings.map(({ code }) => code),
    ["comments"],
  );
  assert.ok(!JSON.stringify(extracted).includes("secret"));
});

test("headers, footers and notes stand in their regions, and are asked about", async () => {
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const parts = {
    "word/header1.xml": { kind: "header", xml: `<w:hdr ${w}>${paragraph(run("Town Paper"))}</w:hdr>` },
    "word/footer1.xml": { kind: "footer", xml: `<w:ftr ${w}>${paragraph(run("Printed in May"))}</w:ftr>` },
    "word/footnotes.xml": {
      kind: "footnotes",
      xml: `<w:footnotes ${w}><w:footnote w:id="-1" w:type="separator">${paragraph("<w:r><w:separator/></w:r>")}</w:footnote><w:footnote w:id="2">${paragraph(`<w:r><w:footnoteRef/></w:r>${run(" A note.")}`)}</w:footnote></w:footnotes>`,
    },
    "word/header2.xml": { kind: "header", xml: `<w:hdr ${w}>${paragraph(run("Never shown"))}</w:hdr>` },
  };
  const body = `${paragraph(`${run("Words")}<w:r><w:footnoteReference w:id="2"/></w:r>${run(" go on.")}`)}<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId6"/><w:footerReference w:type="default" r:id="rId4"/></w:sectPr>`;
  const extracted = await extractDocx(packDocx({ body, parts }));
  assert.deepEqual(shownBlocks(extracted), [
    "header paragraph: Town Paper",
    "paragraph: Words1 go on.",
    "notes paragraph: 1 A note.",
    "footer paragraph: Printed in May",
  ]);
  assert.deepEqual(
    extracted.marks.map(({ kind, start, end }) => `${kind} ${extracted.text.slice(start, end)}`),
    ["superscript 1", "superscript 1"],
  );
  assert.deepEqual(
    extracted.warnings.map(({ code }) => code),
    ["running_head", "running_head", "notes"],
  );
});

test("pictures and equations are unread where they stand; words of text boxes follow their paragraph", async () => {
  const picture =
    "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
  assert.deepEqual(await read(paragraph(run("One ") + picture + run("two"))), ["One two", "picture 4"]);
  assert.deepEqual(await read(paragraph(`${run("One ")}<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>`)), [
    "One",
    "picture 3",
  ]);
  assert.deepEqual(await read(paragraph(`${run("One ")}<w:r><w:object/></w:r>`)), ["One", "picture 3"]);
  assert.deepEqual(await read(paragraph(`${run("One ")}<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>`)), ["One"]);
  const box = (choice: string, fallback: string) =>
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>${paragraph(run(choice))}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${paragraph(run(fallback))}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
  assert.deepEqual(await read(paragraph(run("Before") + box("In it", "In it")) + paragraph(run("After"))), [
    "Before\n\nIn it\n\nAfter",
  ]);
  const [text, ...unread] = await read(paragraph(run("Before") + box("In it", "Other")) + paragraph(run("After")));
  assert.deepEqual([text, unread], ["Before\n\nIn it\n\nAfter", ["hidden 6"]]);
});

test("what a field does is no word, what it shows is; what Word writes anew is unread", async () => {
  const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const code = (words: string) => `<w:r><w:instrText>${words}</w:instrText></w:r>`;
  assert.deepEqual(
    await read(
      paragraph(
        `${run("See ")}${mark("begin")}${code('HYPERLINK "https://a.example"')}${run("not this")}${mark("separate")}${run("here")}${mark("end")}${run(".")}`,
      ),
    ),
    ["See here."],
  );
  assert.deepEqual(
    await read(paragraph(`${run("Say ")}${mark("begin")}${code("MACROBUTTON x not")}${mark("end")}${run("yes")}`)),
    ["Say yes", "generated 4"],
  );
  assert.deepEqual(
    await read(
      paragraph(
        `${run("On ")}<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>${run("Monday")}</w:sdtContent></w:sdt>`,
      ),
    ),
    ["On Monday", "generated 3"],
  );
  assert.deepEqual(await read(`${paragraph(run("One "))}<w:altChunk r:id="rId9"/>`), ["One", "frame 3"]);
});

test("characters that are elements, symbols by their number, and marks", async () => {
  const { text, marks, unread } = await extractDocx(
    packDocx({
      body: paragraph(
        `<w:r><w:t>re</w:t><w:noBreakHyphen/><w:t>sign</w:t><w:br/><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:tab/><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Odd" w:char="F041"/></w:r>${run("10")}${run("6", '<w:vertAlign w:val="superscript"/>')}${run("not", "<w:dstrike/>")}${run("no", "<w:strike/>")}${run("up", "<w:caps/>")}${run("7", '<w:position w:val="10"/><w:sz w:val="12"/>')}${run("a", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')}<w:r><w:t> trimmed </w:t></w:r>`,
      ),
    }),
  );
  assert.equal(text, "re\u2011sign\nco\u00adop\t✓106notnoup7trimmed");
  assert.deepEqual(
    marks.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ["superscript 6", "struck notno", "superscript 7"],
  );
  assert.deepEqual(
    unread.map(({ why }) => why),
    ["font", "font"],
  );
});

test("links lead where a text can hold that", async () => {
  const parts = { "word/x.xml": { xml: "<x/>" } };
  const field = (address: string, words: string) =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "${address}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(words)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
  const body = paragraph(
    `${run("See ")}${field("https://a.example/", "here")}${run(", not ")}${field("file:///etc", "there")}`,
  );
  const { text, links } = await extractDocx(packDocx({ body, parts }));
  assert.deepEqual(
    links?.map(({ start, end, href }) => [text.slice(start, end), href]),
    [["here", "https://a.example/"]],
  );
});

test("lists have their own numbers, whatever Word writes before them; what is more than a number is words", async () => {
  const level = (depth: number, format: string, text: string, more = "") =>
    `<w:lvl w:ilvl="${depth}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${more}</w:lvl>`;
  const numbering = [
    `<w:abstractNum w:abstractNumId="7">${level(0, "lowerLetter", "(%1)")}${level(1, "lowerRoman", "%1.%2")}</w:abstractNum>`,
    `<w:abstractNum w:abstractNumId="8">${level(0, "decimal", "Article %1")}</w:abstractNum>`,
    `<w:abstractNum w:abstractNumId="9">${level(0, "bullet", "\uf0b7", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>')}</w:abstractNum>`,
    `<w:abstractNum w:abstractNumId="10">${level(0, "bullet", "NOT")}</w:abstractNum>`,
    ...[7, 8, 9, 10].map((id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${id}"/></w:num>`),
    '<w:num w:numId="11"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>',
  ].join("");
  const item = (id: number, depth: number, words: string) =>
    paragraph(run(words), `<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${id}"/></w:numPr>`);
  const body = [
    item(7, 0, "a"),
    item(7, 1, "b"),
    item(7, 1, "c"),
    item(7, 0, "d"),
    item(7, 1, "e"),
    item(11, 0, "f"),
    item(8, 0, "g"),
    item(9, 0, "h"),
    item(10, 0, "agree"),
    paragraph(run("Heading"), '<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'),
  ].join("");
  assert.deepEqual(shownBlocks(await extractDocx(packDocx({ body, numbering }))), [
    "item 1.1 (a): a",
    "item 2.2 a.i: b",
    "item 2.2 a.ii: c",
    "item 1.1 (b): d",
    "item 3.2 b.i: e",
    "item 4.1 (e): f",
    "item 5.1 undefined: Article 1 g",
    "item 6.1 •: h",
    "item 7.1 undefined: NOT agree",
    "heading 1: (f) Heading",
  ]);
});

test("any prefix stands for its namespace, strict namespaces and UTF-16 are read", async () => {
  const files = (xml: Uint8Array) =>
    zipSync({
      "_rels/.rels": Buffer.from(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/d.xml"/></Relationships>',
      ),
      "d.xml": new Uint8Array(xml),
    });
  const document = (namespace: string) =>
    `<x:document xmlns:x="${namespace}"><x:body><x:p><x:r><x:t><![CDATA[A & B]]></x:t></x:r></x:p></x:body></x:document>`;
  const strict = document("http://purl.oclc.org/ooxml/wordprocessingml/main");
  assert.equal((await extractDocx(files(Buffer.from(strict)))).text, "A & B");
  const utf16 = Buffer.from(
    `\ufeff${document("http://schemas.openxmlformats.org/wordprocessingml/2006/main")}`,
    "utf16le",
  );
  assert.equal((await extractDocx(files(utf16))).text, "A & B");
});

test("a zip that would unpack to gigabytes, a document type, deep nesting and damage are refused, and say why", async () => {
  const zeros = deflateSync(new Uint8Array(200 * 1_048_576), { level: 9 });
  const good = makeDocx([{ kind: "paragraph", words: "Words" }]);
  const bomb = await refusal(zipOf(zeros, 200 * 1_048_576));
  assert.deepEqual([bomb.code, /32 MiB/.test(bomb.message)], ["too_large", true], bomb.message);
  const liar = await refusal(zipOf(zeros, 100));
  assert.equal(liar.code, "too_large", liar.message);
  const entity = await refusal(withDocumentType());
  assert.deepEqual([entity.code, /document type/.test(entity.message)], ["source_damaged", true]);
  const deep = await refusal(packDocx({ body: "<w:tbl>".repeat(10_000) + "</w:tbl>".repeat(10_000) }));
  assert.deepEqual([deep.code, /256/.test(deep.message)], ["too_large", true]);
  for (const length of [0, 1, 100, good.length - 30, good.length - 1]) {
    const { code } = await refusal(good.subarray(0, length));
    assert.ok(["source_empty", "source_damaged", "unsupported"].includes(code), `${length} ${code}`);
  }
  assert.equal((await refusal(packDocx({ body: "<w:p><w:r></w:p></w:r>" }))).code, "source_damaged");
  assert.equal((await refusal(packDocx({ body: "<w:p/>" }))).code, "source_without_words");
});

test("no byte that is changed makes anything but a document or a refusal", async () => {
  const good = makeDocx([{ kind: "paragraph", words: "Words" }]);
  for (let at = 0; at < good.length; at++) {
    const changed = good.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x55;
    await extractDocx(changed).catch((error: unknown) => assert.ok(error instanceof MalformedError, `${at}: ${error}`));
  }
});

test("what is no .docx is told what it is", async () => {
  const zip = (names: readonly string[]) => zipSync(Object.fromEntries(names.map((name) => [name, Buffer.from("x")])));
  const ole = (stream: string) =>
    Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(512), Buffer.from(stream, "utf16le")]);
  for (const [bytes, code, words] of [
    [ole("WordDocument"), "unsupported", /\(\.doc\)/],
    [ole("EncryptedPackage"), "source_encrypted", /password/],
    [Buffer.from("{\\rtf1 Words}"), "unsupported", /\.rtf/],
    [zip(["content.xml", "META-INF/manifest.xml"]), "unsupported", /\.odt/],
    [zip(["Index/Document.iwa"]), "unsupported", /Pages/],
    [zip(["xl/workbook.xml"]), "unsupported", /spreadsheet/],
    [zip(["word/document.xml", "word/vbaProject.bin"]), "unsupported", /macros/],
    [zip(["a.txt"]), "unsupported", /zip file/],
    [Buffer.from("plain words"), "unsupported", /no Word document/],
  ] as const) {
    const error = await refusal(bytes);
    assert.equal(error.code, code);
    assert.match(error.message, words);
  }
});

function withDocumentType(): Uint8Array {
  return zipSync({
    "_rels/.rels": Buffer.from(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="d.xml"/></Relationships>',
    ),
    "d.xml": Buffer.from(
      '<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>',
    ),
  });
}

/** A zip of one part by these packed bytes, and the size that it claims to have unpacked. */
function zipOf(packed: Uint8Array, claimed: number): Uint8Array {
  const name = Buffer.from("_rels/.rels");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(claimed, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}
