import { resolve } from "node:path";
import { tellCount } from "@undersigned/core/verify/tell.ts";
import { readConfig } from "@undersigned/server/config.ts";
import type { MoveReport } from "@undersigned/server/handover/move.ts";
import { move } from "@undersigned/server/handover/move.ts";
import { openPlace } from "@undersigned/server/handover/open-place.ts";
import { wrap } from "../layout.ts";
import { parseAddress } from "../verify/address.ts";
import { askYes } from "./ask.ts";

export type MoveOptions = { to: string; export?: string; dataDir?: string; yes?: boolean; json?: boolean };

export async function runMove(options: MoveOptions): Promise<void> {
  const { dataDir, yes = false, json } = options;
  const to = /^https?:\/\//i.test(options.to) ? parseAddress(options.to, "--to").host : options.to;
  const config = readConfig({
    ...process.env,
    ...(dataDir === undefined ? {} : { DATA_DIR: dataDir, DATA_DIR_FILE: "" }),
  });
  const onNotice = (message: string) => void process.stderr.write(`${message}\n`);
  const store = await openPlace(config, onNotice);
  try {
    if (!yes) await askYes(`Move the depositary in ${config.dataDir} to ${to}, for good?`);
    const exportTo = options.export === undefined ? null : resolve(options.export);
    const place = { store, dataDir: config.dataDir, witnessPolicy: config.witnessPolicy, clock: Date.now };
    const report = await move({ ...place, to, exportTo, onNotice });
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatMoved(report));
  } finally {
    await store.close();
  }
}

function formatMoved({ from, to, vkey, size, statements, folder, resumed }: MoveReport): string {
  const logs = tellCount(statements, "statement goes on", "statements go on");
  return [
    wrap(`${from} has moved to ${to}; ${logs} there.${resumed ? " It had been cut off, and is done now." : ""}`),
    `Key: ${vkey}\n`,
    wrap(`The log of heads of ${from} has ended with entry ${size - 1}, counted from 0.`),
    "\n",
    wrap(`Now: set BASE_URL to https://${to} and start the server.`),
    wrap(
      `Let a web server go on answering at ${from}: the files in ${folder} under their paths, and everything else with a redirection to ${to}. Keep that folder, it is the only copy of that log.`,
    ),
    wrap(
      `Tell each witness the new key (its operator runs: undersigned witness FILE --log '${vkey}') and whoever checks with a policy.`,
    ),
  ].join("");
}
