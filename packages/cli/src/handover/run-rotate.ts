import { readConfig } from "@undersigned/server/config.ts";
import { openPlace } from "@undersigned/server/handover/open-place.ts";
import type { RotateReport } from "@undersigned/server/handover/rotate.ts";
import { rotate } from "@undersigned/server/handover/rotate.ts";
import { wrap } from "../layout.ts";
import { askYes } from "./ask.ts";

export type RotateOptions = { dataDir?: string; yes?: boolean; json?: boolean };

export async function runRotate({ dataDir, yes = false, json }: RotateOptions): Promise<void> {
  const config = readConfig({
    ...process.env,
    ...(dataDir === undefined ? {} : { DATA_DIR: dataDir, DATA_DIR_FILE: "" }),
  });
  const store = await openPlace(config, (message) => void process.stderr.write(`${message}\n`));
  try {
    if (!yes) await askYes(`Replace the signing key of the depositary in ${config.dataDir}, for good?`);
    const { witnessPolicy } = config;
    const report = await rotate({ store, dataDir: config.dataDir, witnessPolicy, clock: Date.now });
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatRotated(report));
  } finally {
    await store.close();
  }
}

function formatRotated({ origin, from, to, size, resumed }: RotateReport): string {
  const done = resumed
    ? `The key of ${origin} had been replaced already, and that was cut off: it is finished now.`
    : `The key of ${origin} is replaced.`;
  return [
    wrap(done),
    `Old key: ${from}\n`,
    `New key: ${to}\n`,
    wrap(`Both signed this at entry ${size - 1} of the log of heads, counted from 0.`),
    "\n",
    wrap("Now: back up secrets.json, start the server, and publish the new key wherever the old one stands."),
    wrap(
      `Tell each witness the new key (its operator runs: undersigned witness FILE --log '${to}') and whoever checks with a policy.`,
    ),
  ].join("");
}
