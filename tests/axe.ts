import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** WCAG 2.0 to 2.2, levels A and AA, and what axe-core recommends beside. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds wrong with the page as it is shown: one line for each element at fault. Empty when nothing is. */
export async function findAccessibilityFaults(page: Page): Promise<string[]> {
  const source = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  // Evaluated by the browser's own debugger, so that the page's content security policy need not let it in.
  await page.evaluate(source);
  const results: AxeResults = await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })`);
  return results.violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id} (${fault.impact}): ${fault.help}: ${node.target.join(" ")}: ${node.html}`),
  );
}
