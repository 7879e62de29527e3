import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@undersigned/server/config.ts";
import { serve } from "@undersigned/server/main.ts";
import sharp from "sharp";
import { setUpAdministrator } from "../../tests/accounts.ts";
import { openBrowser } from "../../tests/browser.ts";
import { escapeXml, packDocx } from "../../tests/make-docx.ts";

/*
 * The picture of the guide in which a Word file is reviewed: `node tools/gallery/import-review.ts FILE [WIDTH [dark]]`. A depositary of its own
 * reads the file, as anybody's would.
 */

const heading = (words: string, level: number) => paragraph(words, `<w:pStyle w:val="Heading${level}"/>`);
const item = (words: string) => paragraph(words, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>');

function paragraph(words: string, properties = ""): string {
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${escapeXml(words)}</w:t></w:r></w:p>`;
}

/** With a word that somebody added with "track changes", and nobody decided on. */
function trackedItem(before: string, added: string, after: string): string {
  const run = (words: string) => `<w:r><w:t xml:space="preserve">${escapeXml(words)}</w:t></w:r>`;
  return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run(before)}<w:ins w:id="1" w:author="A">${run(added)}</w:ins>${run(after)}</w:p>`;
}

const LETTER = [
  paragraph("Open letter"),
  heading("Open the reading rooms on Sundays", 1),
  paragraph("Riverbend, 3 November 2026"),
  paragraph("Dear members of the council,"),
  paragraph(
    "Reading rooms are where a town meets its own mind. On Sundays they stay closed, and so does the town. Whoever works all week never sees them open.",
  ),
  heading("What we ask", 2),
  paragraph("We call on the council of Riverbend to:"),
  item("open every reading room on Sundays from ten to six;"),
  trackedItem("heat ", "nearly ", "all of them in winter;"),
  item("pay whoever looks after them as it pays others."),
  paragraph("Yours sincerely,"),
  paragraph("Signed by:"),
  ...["Quillfeather Society", "Friends of Reading Rooms", "Ada Winter, librarian, Lakeside", "Alder Club"].map((name) =>
    paragraph(name),
  ),
  ...["Bo Dale, teacher, Moorside", "Birch Society", "Cy Moor, carpenter", "and 37 more"].map((name) =>
    paragraph(name),
  ),
].join("");

const [file = "import-review.png", width = "1440", scheme = "light"] = process.argv.slice(2);
const dataDir = await mkdtemp(join(tmpdir(), "undersigned-gallery-"));
const server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir }));
const browser = await openBrowser({ fonts: "machine" });
try {
  const { token } = await setUpAdministrator(server.depositary);
  const context = await browser.newContext({
    viewport: { width: Number(width), height: 2_350 },
    colorScheme: scheme === "dark" ? "dark" : "light",
  });
  await context.addCookies([{ name: "undersigned", value: token, url: server.url }]);
  const page = await context.newPage();
  await page.goto(`${server.url}/admin/imports`);
  await page.setInputFiles("input[type=file]", {
    name: "open-letter.docx",
    mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    buffer: Buffer.from(packDocx({ body: LETTER })),
  });
  await page.getByRole("button", { name: "Read the file" }).click();
  await page.waitForLoadState("networkidle");
  const shot = await page.screenshot();
  // A few colours: the picture is a third as large.
  await sharp(shot).resize({ width: 1_200, withoutEnlargement: true }).png({ palette: true, colours: 48 }).toFile(file);
} finally {
  await browser.close();
  await server.close();
  await rm(dataDir, { recursive: true });
}
