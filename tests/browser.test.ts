import assert from "node:assert/strict";
import { test } from "node:test";
import { openBrowser } from "./browser.ts";

test("the browser of the tests starts and runs a page", async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent("<title>Letter</title><h1>Ten benches</h1><p>长椅 مقعد клупа ᚠ 🪑</p>");
    await page.screenshot();
    assert.equal(await page.title(), "Letter");
    assert.equal(await page.locator("h1").textContent(), "Ten benches");
  } finally {
    await browser.close();
  }
});
