import { RefusedError } from "@undersigned/core/errors.ts";
import { tellNumber as number } from "@undersigned/core/verify/tell.ts";
import { readConfig } from "@undersigned/server/config.ts";
import { beginSuccessor, restore } from "@undersigned/server/restore/restore.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { startProgress } from "../progress.ts";
import { formatRestored, formatSuccession } from "./print.ts";

export type RestoreOptions = {
  from?: string[];
  dataDir?: string;
  dryRun?: boolean;
  successor?: string;
  json?: boolean;
};

export async function runRestore({
  from,
  dataDir,
  dryRun = false,
  successor,
  json,
}: RestoreOptions): Promise<ExitStatus> {
  if ((from === undefined) === (successor === undefined)) {
    throw new RefusedError("invalid_field", "Give either --from, with a mirror, or --successor, with a host name.");
  }
  const config = readConfig({
    ...process.env,
    ...(dataDir === undefined ? {} : { DATA_DIR: dataDir, DATA_DIR_FILE: "" }),
  });
  const warn = (message: string) => void process.stderr.write(`${message}\n`);
  if (successor !== undefined) {
    const report = await beginSuccessor(config, successor, { dryRun, warn });
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatSuccession(report));
    return EXIT.yes;
  }
  let reading = "";
  const progress = startProgress((entry) => `Reading ${reading}, entry ${number(entry)}`);
  try {
    const report = await restore(config, {
      from: from ?? [],
      dryRun,
      warn,
      tell(log, entry) {
        reading = log;
        progress.tell(entry, null);
      },
    });
    progress.end();
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatRestored(report));
    return report.complete ? EXIT.yes : EXIT.no;
  } catch (error) {
    progress.end();
    if (!(error instanceof RefusedError && error.code === "unavailable")) throw error;
    // A mirror that does not answer tells nothing about what it holds.
    process.stderr.write(`${error.message}\n`);
    return EXIT.unknown;
  }
}
