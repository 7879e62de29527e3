import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@undersigned/core/errors.ts";
import PDFDocument from "pdfkit";
import { makePdf, stream, toUnicode, writePdf } from "../../../../tests/make-pdf.ts";
import { shownBlocks } from "../../../../tests/shown-blocks.ts";
import { extractPdf } from "../extract-pdf.ts";

/** What a page written by hand has beside its operators. */
type Written = {
  readonly page?: string;
  readonly resources?: string;
  readonly font?: string;
  readonly more?: readonly string[];
};

/** Pages in Helvetica by their operators. Objects of `more` begin at number 4 + twice the number of pages. */
function written(
  contents: readonly string[],
  { page = "", resources = "", font, more = [] }: Written = {},
): Uint8Array {
  return writePdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${contents.map((_, at) => `${4 + 2 * at} 0 R`).join(" ")}] /Count ${contents.length} >>`,
    font ?? "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...contents.flatMap((content, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> ${resources} >> /Contents ${5 + 2 * at} 0 R ${page} >>`,
      stream(content),
    ]),
    ...more,
  ]);
}

const at = (x: number, y: number, words: string, size = 12) => `BT /F1 ${size} Tf ${x} ${y} Td (${words}) Tj ET\n`;
const BEFORE = at(72, 760, "We ask the council");
const AFTER = at(72, 700, "to open the rooms.");

async function read(bytes: Uint8Array): Promise<string[]> {
  const { text, unread } = await extractPdf(bytes);
  return [text.replaceAll(/\s+/g, " "), ...unread.map(({ why }) => why)];
}

async function refusal(bytes: Uint8Array): Promise<MalformedError> {
  const error = await extractPdf(bytes).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof MalformedError, String(error));
  return error;
}

test("words that a PDF does not show are no words of it, however they are hidden", async () => {
  const hidden = at(72, 730, "never");
  for (const [trick, content, more] of [
    ["not drawn", `3 Tr ${hidden} 0 Tr`, {}],
    ["white", `1 g ${hidden} 0 g`, {}],
    ["nearly white", `0.99 0.98 0.99 rg ${hidden} 0 g`, {}],
    ["in the colour of a box behind", `0.2 0.4 0.6 rg 60 720 200 30 re f ${hidden} 0 g`, {}],
    ["tiny", at(72, 730, "never", 1), {}],
    ["tiny by its matrix", `q 0.05 0 0 0.05 0 0 cm ${at(1440, 14600, "never", 20)} Q`, {}],
    ["beyond the page", at(700, 730, "never"), {}],
    ["clipped away", `q 0 0 10 10 re W n ${hidden} Q`, {}],
    ["under a thick white line", `${hidden} 1 G 14 w 60 734 m 200 734 l S`, {}],
    ["seen through", `/G gs ${hidden} /H gs`, { resources: "/ExtGState << /G << /ca 0 >> /H << /ca 1 >> >>" }],
    ["under a white box", `${hidden} 1 g 60 720 200 30 re f 0 g`, {}],
    ["without width", `BT /F1 12 Tf 1 Tz 72 730 Td (never) Tj 100 Tz ET`, {}],
  ] as const) {
    assert.deepEqual(
      await read(written([BEFORE + content + AFTER], more)),
      ["We ask the council to open the rooms.", "hidden"],
      trick,
    );
  }
  const outside = written([BEFORE + hidden + AFTER + at(72, 100, "cropped")], { page: "/CropBox [0 200 595 842]" });
  assert.deepEqual(await read(outside), ["We ask the council never to open the rooms.", "hidden"]);
});

test("white words on a dark box, a drawn outline and an empty box hide nothing", async () => {
  for (const content of [
    `0 g 60 720 200 30 re f 1 g ${at(72, 730, "never")} 0 g`,
    `1 Tr ${at(72, 730, "never")} 0 Tr`,
    `${at(72, 730, "never")} 60 720 200 30 re S`,
  ])
    assert.deepEqual(await read(written([BEFORE + content + AFTER])), ["We ask the council never to open the rooms."]);
});

test("a layer that is turned off hides its words", async () => {
  const bytes = writePdf([
    "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>",
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /Properties << /L 6 0 R >> >> /Contents 5 0 R >>",
    stream(`${BEFORE}/OC /L BDC ${at(72, 730, "never")} EMC ${AFTER}`),
    "<< /Type /OCG /Name (Layer) >>",
  ]);
  assert.deepEqual(await read(bytes), ["We ask the council to open the rooms.", "hidden"]);
});

test("pictures are unread where they stand, and what they cover is hidden", async () => {
  const picture = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
  const more = { resources: "/XObject << /I 6 0 R >>", more: [stream("x", picture.slice(3))] };
  const { text, unread } = await extractPdf(written([`${BEFORE}q 100 0 0 20 72 722 cm /I Do Q${AFTER}`], more));
  assert.deepEqual(
    unread.map(({ why, at: place }) => [why, text.slice(0, place).trim().endsWith("council")]),
    [["picture", true]],
  );
  assert.match(unread[0]?.where ?? "", /page 1/);
  const covered = await read(written([`${BEFORE}${at(72, 728, "never")}q 100 0 0 20 72 722 cm /I Do Q${AFTER}`], more));
  assert.deepEqual(covered, ["We ask the council to open the rooms.", "hidden", "picture"]);
});

test("a font whose table contradicts its own names, or says nothing, is unread", async () => {
  const table = (glyphs: [string, number][]) =>
    stream(
      toUnicode(new Map(glyphs))
        .replaceAll(/<00([0-9a-f]{2})> </g, "<$1> <")
        .replace("<0000> <ffff>", "<00> <ff>"),
    );
  const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>";
  const masked = written([at(72, 700, "We do not agree")], {
    font,
    more: [
      table([
        ["w", 0x6f],
        ["W", 0x57],
      ]),
    ],
  });
  const [, ...unread] = await read(masked);
  assert.deepEqual(unread, ["font"]);
  const honest = written([at(72, 700, "We do not agree")], {
    font,
    more: [
      table([
        ["o", 0x6f],
        ["W", 0x57],
      ]),
    ],
  });
  assert.deepEqual(await read(honest), ["We do not agree"]);
  const privateUse = written([at(72, 700, "We do not agree")], { font, more: [table([["\ue000", 0x6f]])] });
  assert.deepEqual((await read(privateUse)).slice(1), ["font"]);
});

test("columns are read one after the other, and said", async () => {
  const column = (x: number, top: number, letter: string) =>
    Array.from({ length: 8 }, (_, line) =>
      at(x, top - line * 14, `${letter}${line} goes on and on for some time`),
    ).join("");
  const two = await extractPdf(
    written([
      at(72, 780, "A heading over both of the columns of this page, as newspapers have them", 14) +
        column(72, 740, "a") +
        column(320, 737, "b"),
    ]),
  );
  assert.match(two.text.replaceAll(/\s+/g, " "), /^A heading .*a0 .*a7 .*b0 .*b7/);
  assert.deepEqual(
    two.warnings.map(({ code }) => code),
    ["columns"],
  );
  const three = await extractPdf(
    written([
      column(40, 740, "a").replaceAll(" for some time", "") +
        column(220, 740, "b").replaceAll(" for some time", "") +
        column(400, 740, "c").replaceAll(" for some time", ""),
    ]),
  );
  assert.match(three.text.replaceAll(/\s+/g, " "), /^a0 .*a7 .*b0 .*b7 .*c0 .*c7/);
});

test("running heads are those that three pages repeat, and they are said", async () => {
  const page = (number: number) =>
    at(72, 810, "Town Paper") +
    at(72, 740, `${["One", "Another", "The last"][number - 1]} page has its words`) +
    at(290, 30, `Page ${number} of 3`);
  const three = await extractPdf(written([1, 2, 3].map(page)));
  assert.deepEqual(
    shownBlocks(three).filter((block) => /^(?:header|footer)/.test(block)),
    [
      "header paragraph: Town Paper",
      "footer paragraph: Page 1 of 3",
      "footer paragraph: Page 2 of 3",
      "footer paragraph: Page 3 of 3",
    ],
  );
  assert.deepEqual(
    three.warnings.map(({ code }) => code),
    ["running_head"],
  );
  const two = await extractPdf(written([1, 2].map(page)));
  assert.ok(!shownBlocks(two).some((block) => /^(?:header|footer)/.test(block)));
});

test("a paragraph that goes on over the end of a page is one, and hyphens at line ends stay", async () => {
  const words = Array.from(
    { length: 60 },
    (_, line) => `Sentence ${line} says that librarians have opened reading rooms for everybody.`,
  ).join(" ");
  const { blocks, text } = await extractPdf(makePdf([{ kind: "paragraph", words }], { height: 400, hyphens: true }));
  assert.equal(blocks.length, 1);
  assert.match(text, /\p{L}-\n\p{L}/u);
  assert.equal(text.replaceAll("-\n", "").replaceAll("\n", " "), words);
});

test("raised and lowered letters are marked, and letters that are printed twice stand once", async () => {
  const content = `BT /F1 12 Tf 72 700 Td (10) Tj /F1 7 Tf 5 Ts (6) Tj 0 Ts /F1 12 Tf ( H) Tj /F1 7 Tf -3 Ts (2) Tj 0 Ts /F1 12 Tf (O) Tj ET ${at(72, 650, "Bold")}${at(72.3, 650, "Bold")}`;
  const { text, marks } = await extractPdf(written([content]));
  assert.equal(text, "106 H2O\n\nBold");
  assert.deepEqual(
    marks.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ["superscript 6", "subscript 2"],
  );
});

test("words that a line goes through are struck, words over a line are not", async () => {
  const content = `${at(72, 700, "struck")}0.5 w 60 704 m 200 704 l S ${at(72, 650, "struck")}60 653 100 1 re f ${at(72, 600, "underlined")}60 597 m 200 597 l S`;
  const { text, marks } = await extractPdf(written([content]));
  assert.deepEqual(
    marks.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ["struck struck", "struck struck"],
  );
  assert.match(text, /underlined/);
});

test("spaces are what the eye sees: a gap parts words, an overprinted space does not", async () => {
  const [gap] = await read(written([`BT /F1 12 Tf 72 700 Td [(re) -400 (sign)] TJ ET`]));
  assert.equal(gap, "re sign");
  const [none] = await read(written([`BT /F1 12 Tf 72 700 Td [(re ) 278 (sign)] TJ ET`]));
  assert.equal(none, "resign");
  const [spaced] = await read(written([`BT /F1 12 Tf 4 Tc 72 700 Td (spaced out) Tj ET`]));
  assert.equal(spaced, "spaced out");
});

test("a locked PDF, a scan, one without words, a damaged one and what is none are refused as what they are", async () => {
  const pdfkit = (options: PDFKit.PDFDocumentOptions) =>
    new Promise<Uint8Array>((resolve) => {
      const document = new PDFDocument(options);
      const chunks: Buffer[] = [];
      document.on("data", (chunk: Buffer) => chunks.push(chunk));
      document.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
      document.text("Words");
      document.end();
    });
  assert.equal((await refusal(await pdfkit({ userPassword: "a" }))).code, "source_encrypted");
  assert.equal((await extractPdf(await pdfkit({ ownerPassword: "a" }))).text, "Words");
  const picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
  const scan = await refusal(
    written(["q 595 0 0 842 0 0 cm /I Do Q"], { resources: "/XObject << /I 6 0 R >>", more: [stream("x", picture)] }),
  );
  assert.deepEqual([scan.code, /is a scan/.test(scan.message)], ["source_without_words", true]);
  const drawn = await refusal(written([`${"1 1 m 2 9 3 9 29 4 c 5 9 6 6 7 1 c f ".repeat(500)}`]));
  assert.deepEqual([drawn.code, /drawn/.test(drawn.message)], ["source_without_words", true], drawn.message);
  assert.equal((await refusal(written([""]))).code, "source_without_words");
  assert.equal((await refusal(new Uint8Array())).code, "source_empty");
  assert.equal((await refusal(Buffer.from("plain words"))).code, "unsupported");
  assert.equal((await refusal(Buffer.from("%PDF-1.7 and nothing more"))).code, "source_damaged");
});

test("forms within forms that would draw a billion things are refused with the limit", async () => {
  const forms = Array.from({ length: 9 }, (_, depth) =>
    stream(
      depth === 8 ? "0 0 1 1 re f" : "/X Do ".repeat(10),
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X ${7 + depth} 0 R >> >>`,
    ),
  );
  const { code, message } = await refusal(
    written([`/X Do ${BEFORE}`], { resources: "/XObject << /X 6 0 R >>", more: forms }),
  );
  assert.equal(code, "too_large");
  assert.match(message, /Page 1 .*(?:500,000 things|5 seconds)/);
});

test("no byte that is changed makes anything but words or a refusal", async () => {
  const good = makePdf([{ kind: "paragraph", words: "Words" }]);
  for (let place = 0; place < good.length; place += 5) {
    const changed = good.slice();
    changed[place] = (changed[place] ?? 0) ^ 0x55;
    await extractPdf(changed).catch((error: unknown) =>
      assert.ok(error instanceof MalformedError, `${place}: ${error}`),
    );
  }
});
