import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import chromium, { inflate } from "@sparticuz/chromium";
import type { Browser } from "playwright-core";
import { chromium as driver } from "playwright-core";

/** Made for one page on somebody else's machine: a closed page would take the browser with it; pages must obey their policy. */
const UNWANTED = new Set(["--single-process", "--disable-web-security", "--allow-running-insecure-content"]);

/**
 * Starts the Chromium that came with npm, with the shared libraries that came with it: nothing of the machine's is needed
 * beyond the C library. Fails, and never skips, where it cannot start.
 * @param options.fonts "own": only the fonts that came with it, the same on every machine; "machine": whatever is installed
 */
export async function openBrowser(options: { readonly fonts?: "own" | "machine" } = {}): Promise<Browser> {
  const home = await unpack();
  try {
    return await driver.launch({
      executablePath: join(home, "chromium"),
      args: chromium.args.filter((argument) => !UNWANTED.has(argument)),
      env: {
        ...process.env,
        LD_LIBRARY_PATH: join(home, "al2023", "lib"),
        ...(options.fonts === "machine" ? {} : { FONTCONFIG_FILE: join(home, "own-fonts.conf") }),
      },
    });
  } catch (error) {
    throw new Error(`Chromium does not start here, so pages cannot be looked at. Unpacked in ${home}.`, {
      cause: error,
    });
  }
}

/**
 * Unpacks the browser once for each user and version. It is unpacked aside and then moved as a whole, so that two test
 * files that begin at once never see half of it.
 */
async function unpack(): Promise<string> {
  const installed = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..");
  const { version } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  const home = join(tmpdir(), `undersigned-browser-${version}-${process.getuid?.() ?? "user"}`);
  if (existsSync(home)) return home;
  const aside = await mkdtemp(`${home}-`);
  await withTemporaryFolder(aside, async () => {
    chromium.setGraphicsMode = false;
    await chromium.executablePath();
    await inflate(join(installed, "bin", "al2023.tar.br"));
  });
  await writeFile(join(aside, "own-fonts.conf"), fontConfiguration(home));
  try {
    await rename(aside, home);
  } catch {
    // Another process was first, and its browser is as good as ours.
    await rm(aside, { recursive: true, force: true });
  }
  return home;
}

/** The one that came with it names folders of another machine; without any font, the browser dies at the first odd letter. */
function fontConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(home, "fonts")}</dir><cachedir>${join(home, "fonts-cache")}</cachedir></fontconfig>
`;
}

/** The package unpacks into the folder for temporary files, which Node reads from TMPDIR each time. */
async function withTemporaryFolder(folder: string, work: () => Promise<void>): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
