import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readConfig } from "../packages/server/src/config.ts";
import type { RunningServer } from "../packages/server/src/main.ts";
import { serve } from "../packages/server/src/main.ts";
import { findAccessibilityFaults } from "./axe.ts";
import { openBrowser } from "./browser.ts";
import { COPIES, openCopied, WITH_PICTURE } from "./checked-copies.ts";
import { makeDraft } from "./depositary.ts";

const ARABIC = `# افتحوا قاعات القراءة

قاعة القراءة هي المكان الذي تلتقي فيه المدينة بعقلها، ولا يجوز أن تغلق.

## ما نطلبه

- افتحوا كل قاعة يوم الأحد.
- ودفّئوها في الشتاء.
`;

let dataDir: string;
let server: RunningServer;
let browser: Browser;

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "undersigned-test-"));
  server = await serve(readConfig({ PORT: "0", DATA_DIR: dataDir, RATE_LIMIT: "off" }));
  await openCopied(server.depositary, "rooms");
  const texts = [{ lang: "ar", markdown: ARABIC, authentic: true }];
  const draft = await server.depositary.drafts.create(makeDraft({ slug: "arabic", texts }));
  await server.depositary.drafts.open(draft.id);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Makes a check beside the pages. @returns the path of its result */
async function check(text: string, kind: "text" | "html" = "text"): Promise<string> {
  const { token } = await server.depositary.checks.make({ source: { kind, text }, statement: null }, {});
  return `/checks/${token}`;
}

const hash = (page: Page) => page.evaluate("location.hash");

test("a copy is pasted, checked and published in a browser without scripts, and no cookie is left", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/s/rooms`);
  await page.getByRole("link", { name: "Check a copy that you found elsewhere" }).click();
  await page.getByLabel("The text").fill(COPIES.altered);
  await page.getByRole("button", { name: "Check it" }).click();
  assert.equal(await page.locator("h1").textContent(), "This copy differs from the signed text.");
  await page.getByRole("link", { name: "As one marked text" }).click();
  assert.match(
    (await page.locator(".passage.altered del").first().textContent()) ?? "",
    /missing in the copy: .*not.*end\./,
  );
  await page.getByRole("link", { name: "Publish it, to cite it" }).click();
  await page.getByRole("button", { name: "Yes, publish it" }).click();
  assert.match(page.url(), /\/c\/[\w-]+$/);
  assert.equal(await page.getByLabel("Address to cite").inputValue(), page.url());
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("axe-core finds nothing wrong, nothing is wider than the window, and no policy is broken", async () => {
  const altered = await check(COPIES.altered);
  const arabic = ARABIC.replaceAll(/^#+ /gm, "").replace("ولا يجوز أن تغلق", "ويجوز أن تغلق");
  const paths = [
    "/check",
    "/s/rooms/check",
    "/s/rooms/signed-on",
    altered,
    `${altered}?show=one`,
    `${altered}/publish`,
    await check(COPIES.identical),
    await check(COPIES.superseded),
    await check(COPIES.unrelated),
    await check(WITH_PICTURE, "html"),
    await check(arabic),
  ];
  for (const { width, colorScheme } of [
    { width: 360, colorScheme: "light" },
    { width: 1440, colorScheme: "dark" },
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
    });
    for (const path of paths) {
      const answer = await page.goto(server.url + path);
      assert.equal(answer?.status(), 200, path);
      for (const fold of await page.locator("details").all())
        await fold.evaluate((one) => one.setAttribute("open", ""));
      assert.deepEqual(await findAccessibilityFaults(page), [], `${path} at ${width}`);
      const wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.equal(wider, 0, `${path} at ${width}`);
    }
    assert.deepEqual(complaints, []);
    await page.close();
  }
});

test("what is pasted with its look is checked with its look, and edited words alone", async () => {
  const page = await browser.newPage();
  const paste = async () => {
    await page.goto(`${server.url}/check`);
    // As a string: it runs in the page, whose names are not known here.
    await page.evaluate(`{
      const box = document.querySelector("textarea");
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", ${JSON.stringify(WITH_PICTURE)});
      box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
      box.value = ${JSON.stringify(COPIES.inconclusive)};
    }`);
    await page.getByText("Headings, lists and links came along.").waitFor();
  };
  const checked = async () => {
    await page.getByRole("button", { name: "Check it" }).click();
    return page.locator("h1").textContent();
  };
  await paste();
  assert.equal(await checked(), "We cannot tell whether this copy is faithful.", "the picture was seen");
  await paste();
  await page.getByLabel("The text").press("Control+End");
  await page.getByLabel("The text").pressSequentially(" ");
  await page.getByText("You have changed the words").waitFor();
  assert.equal(await checked(), "This copy has the whole signed text, word for word.");
  await page.close();
});

test("by keyboard one goes from change to change", async () => {
  const page = await browser.newPage();
  await page.goto(server.url + (await check(COPIES.altered)));
  await page.getByRole("link", { name: "To the first of 2 changes" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await hash(page), "#change-1");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.textContent"), "Next change");
  await page.keyboard.press("Enter");
  assert.equal(await hash(page), "#change-2");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.textContent"), "Previous change");
  await page.close();
});

test("on paper and without colour, what differs has its lines and its signs", async () => {
  const page = await browser.newPage();
  await page.emulateMedia({ media: "print" });
  await page.goto(server.url + (await check(COPIES.altered)));
  const looks = (selector: string) =>
    page
      .locator(`.passage ${selector}`)
      .first()
      .evaluate((one) => {
        const style = (pseudo?: string) => one.ownerDocument.defaultView?.getComputedStyle(one, pseudo);
        return [style()?.textDecorationLine, style("::before")?.content.slice(0, 3)];
      });
  assert.deepEqual(await looks("del"), ["line-through", '"−"']);
  const added = await check(COPIES.identical.replace("town halls are", "town halls now are"));
  await page.goto(server.url + added);
  assert.deepEqual(await looks("ins"), ["underline", '"+"']);
  await page.close();
});
