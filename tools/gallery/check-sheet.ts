import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "@undersigned/core/compare/copy-report.ts";
import { readConfig } from "@undersigned/server/config.ts";
import { serve } from "@undersigned/server/main.ts";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { openBrowser } from "../../tests/browser.ts";
import { COPIES, openCopied, WITH_PICTURE } from "../../tests/checked-copies.ts";

/*
 * One sheet with a check of each verdict, checks.png, and the two texts of an altered one, check-texts.png: `node
 * tools/gallery/check-sheet.ts FOLDER`, such as docs/design. Each is a page of a server that is started for it, which was given the
 * copy as anybody gives one.
 */

const [folder = "gallery"] = process.argv.slice(2);
/** Few colours are on these pages. */
const SMALL = { palette: true, colours: 32, compressionLevel: 9 } as const;
const VERDICTS = [
  "identical",
  "faithful",
  "excerpt",
  "superseded",
  "altered",
  "mixed",
  "inconclusive",
  "unrelated",
] as const;
const [WIDTH, HEIGHT, ACROSS, GAP] = [760, 980, 4, 24];

const dataDir = mkdtempSync(join(tmpdir(), "undersigned-sheet-"));
const server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir, RATE_LIMIT: "off" }));
const browser = await openBrowser();
try {
  await openCopied(server.depositary, "rooms");
  const pages: Buffer[] = [];
  for (const verdict of VERDICTS) pages.push(await takePicture(verdict));
  await layOut(pages);
  await takeTexts();
} finally {
  await browser.close();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function takePicture(verdict: Verdict): Promise<Buffer> {
  const page = await check(verdict, WIDTH);
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: WIDTH, height: HEIGHT } });
  await page.close();
  return picture;
}

async function takeTexts(): Promise<void> {
  const page = await check("altered", 1120);
  const picture = await page.locator(".passages").screenshot();
  await sharp(picture).png(SMALL).toFile(join(folder, "check-texts.png"));
  await page.close();
}

/** The page of a copy that is given and judged as it should be. */
async function check(verdict: Verdict, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: HEIGHT } });
  await page.goto(`${server.url}/check`);
  await page.getByLabel("The text").fill(COPIES[verdict]);
  if (verdict === "inconclusive") {
    await page.locator("input[name=rich]").evaluate((input, words) => input.setAttribute("value", words), WITH_PICTURE);
  }
  await page.getByRole("button", { name: "Check it" }).click();
  await page.waitForLoadState("networkidle");
  const shown = await page.locator(`.verdict.${verdict}`).count();
  if (shown !== 1)
    throw new Error(`the copy for ${verdict} was judged otherwise: ${await page.locator("h1").textContent()}`);
  return page;
}

async function layOut(pages: readonly Buffer[]): Promise<void> {
  const down = Math.ceil(pages.length / ACROSS);
  const size = { width: ACROSS * (WIDTH + GAP) + GAP, height: down * (HEIGHT + GAP) + GAP };
  const placed = pages.map((input, at) => {
    const left = GAP + (at % ACROSS) * (WIDTH + GAP);
    return { input, left, top: GAP + Math.floor(at / ACROSS) * (HEIGHT + GAP) };
  });
  const sheet = sharp({ create: { ...size, channels: 3, background: "#d9d3c7" } }).composite(placed);
  await sharp(await sheet.png().toBuffer())
    .resize({ width: size.width / 2 })
    .png(SMALL)
    .toFile(join(folder, "checks.png"));
}
