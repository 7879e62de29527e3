import { mkdir, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { VERDICTS } from "@undersigned/core/compare/copy-report.ts";
import { errorPage, notFoundPage } from "@undersigned/server/pages/error-page.ts";
import { mountPublicPages } from "@undersigned/server/pages/public/mount.ts";
import { Hono } from "hono";
import type { Browser, Page } from "playwright-core";
import { findAccessibilityFaults } from "../tests/axe.ts";
import { openBrowser } from "../tests/browser.ts";
import { sample } from "./gallery/sample.ts";

/*
 * Pictures of the public pages, to look at: `node tools/gallery.ts FOLDER [WORD]`. Every page at three widths, light and
 * dark, and as paper; WORD chooses the pages whose name holds it.
 */

const PAGES: Readonly<Record<string, string>> = {
  home: "/",
  letter: "/s/benches",
  "letter-ar": "/s/benches/ar",
  "letter-sr": "/s/benches/sr-Cyrl",
  "letter-zh": "/s/benches/zh-Hans",
  "letter-closed": "/s/closed",
  "letter-link": "/s/link?key=k",
  "letter-new": "/s/new",
  signatories: "/s/benches/signatories",
  known: "/s/benches/signatories/1",
  "known-gone": "/s/benches/signatories/6",
  check: "/s/benches/check",
  ...Object.fromEntries([...VERDICTS, "altered-ar"].map((verdict) => [`check-${verdict}`, `/checks/${verdict}`])),
  "check-one": "/checks/altered?show=one",
  "check-published": "/c/altered",
  "check-publish": "/checks/altered/publish",
  "signed-on": "/s/benches/signed-on?date=2026-11-20",
  organisation: "/o/library.example.org",
  logo: "/logo?token=t",
  sign: "/s/benches/sign",
  "sign-ar": "/s/benches/sign?lang=ar",
  "sign-organisation": "/s/benches/sign?as=organisation",
  "sign-closed": "/s/closed/sign",
  sent: "/s/benches/sign/sent?pending=x",
  confirm: "/confirm?token=t",
  "confirm-unnamed": "/confirm?token=unnamed",
  "confirm-done": "/confirm?token=done",
  manage: "/manage?token=t",
  "manage-withdraw": "/manage/withdraw?token=t",
  "manage-request": "/s/benches/manage",
  "letter-again": "/s/again",
  versions: "/s/again/versions",
  "version-old": "/s/again/versions/1/en",
  "version-old-ar": "/s/again/versions/1/ar",
  "version-changes": "/s/again/versions/2/changes",
  "version-changes-ar": "/s/again/versions/2/changes?lang=ar",
  "manage-again": "/manage?token=again",
  again: "/manage/again?token=again",
  "again-ar": "/manage/again?token=again-ar",
  "again-stays": "/manage/again?token=again-stays",
  "again-shown": "/manage/again?token=again-shown",
  invited: "/invited?token=t",
  "invited-deciding": "/invited?token=deciding",
  "invited-unwilling": "/invited?token=unwilling",
  "invited-sheet": "/invited/sheet?token=s",
  "invited-sign": "/invited/sign?token=t",
  dispute: "/s/benches/dispute?of=1",
  "dispute-sent": "/s/benches/dispute/sent?dispute=d",
  "dispute-confirm": "/dispute?token=t",
  "dispute-open": "/dispute?token=open",
  "dispute-key": "/dispute?token=key",
  disputes: "/s/benches/disputes",
  unsubscribe: "/invited/unsubscribe?token=t",
  verify: "/s/benches/verify",
  missing: "/s/nothing",
  refused: "/confirm?token=bad",
};

/** Pages that only a form leads to: where it is, and which button is pressed. */
const POSTED: Readonly<Record<string, { path: string; button: string }>> = {
  "sign-errors": { path: "/s/benches/sign", button: "Send me the mail to confirm" },
  done: { path: "/confirm?token=t", button: "Yes, I sign" },
  declined: { path: "/confirm?token=t", button: "This wasn’t me" },
  withdrawn: { path: "/manage/withdraw?token=t", button: "Yes, withdraw it" },
};

const VIEWS = [
  { name: "360", width: 360, scheme: "light" },
  { name: "820", width: 820, scheme: "light" },
  { name: "1440", width: 1440, scheme: "light" },
  { name: "dark", width: 1000, scheme: "dark" },
] as const;

const [folder = "gallery", word = ""] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const { url, stop } = await startSample();
const browser = await openBrowser({ fonts: "machine" });
try {
  for (const view of VIEWS) await takePictures(browser, view);
  await takePaper(browser);
} finally {
  await browser.close();
  stop();
}

function startSample(): Promise<{ url: string; stop(): void }> {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'",
    );
  });
  app.onError((error, c) => errorPage(c, error));
  app.notFound((c) => notFoundPage(c));
  mountPublicPages(app, sample, { address: () => "127.0.0.1" });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info: AddressInfo) =>
      resolve({ url: `http://127.0.0.1:${info.port}`, stop: () => server.close() }),
    );
  });
}

async function takePictures(from: Browser, view: (typeof VIEWS)[number]): Promise<void> {
  const page = await from.newPage({ viewport: { width: view.width, height: 900 }, colorScheme: view.scheme });
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404"))
      console.error(`${page.url()}: ${message.text()}`);
  });
  for (const [name, path] of Object.entries(PAGES).filter(([one]) => one.includes(word))) {
    await page.goto(url + path, { waitUntil: "networkidle" });
    await picture(page, `${name}-${view.name}`);
  }
  for (const [name, { path, button }] of Object.entries(POSTED).filter(([one]) => one.includes(word))) {
    await page.goto(url + path);
    // The browser's own checks would keep an empty form from being sent, and our words from being seen.
    await page.locator("form").evaluateAll((forms) => {
      for (const form of forms) form.setAttribute("novalidate", "");
    });
    await page.getByRole("button", { name: button }).click();
    await page.waitForLoadState("networkidle");
    await picture(page, `${name}-${view.name}`);
  }
  await page.close();
}

async function picture(page: Page, name: string): Promise<void> {
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  if (overflow !== 0) console.error(`${name}: wider than the window by ${overflow} px`);
  for (const fault of await findAccessibilityFaults(page)) console.error(`${name}: ${fault}`);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  console.error(name);
}

async function takePaper(from: Browser): Promise<void> {
  const page = await from.newPage();
  for (const name of ["letter", "letter-ar", "signatories"].filter((one) => one.includes(word))) {
    await page.goto(url + (PAGES[name] ?? "/"), { waitUntil: "networkidle" });
    await writeFile(join(folder, `${name}.pdf`), await page.pdf({ preferCSSPageSize: true }));
    console.error(`${name}.pdf`);
  }
  await page.close();
}
