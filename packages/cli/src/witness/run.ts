import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatVerifierKey, parseVerifierKey } from "@undersigned/core/log/note.ts";
import { formatContradiction } from "@undersigned/core/verify/contradiction.ts";
import type { ExitStatus } from "../exit-status.ts";
import { EXIT } from "../exit-status.ts";
import { stopWhenTold } from "../stop-when-told.ts";
import { isLoopback, parseAddress } from "../verify/address.ts";
import { fetchKey } from "../verify/fetch-key.ts";
import { answerRequest } from "./answer.ts";
import type { Evidence } from "./evidence.ts";
import { makeContradiction, readEvidence } from "./evidence.ts";
import type { WitnessFile } from "./file.ts";
import { openWitnessFile } from "./file.ts";
import { followLog, keysOf, readLogs } from "./logs.ts";
import { makePage } from "./page.ts";
import { evidenceAsJson, formatAlarm, formatEvidence, formatFollowed, formatStart, policyLine } from "./print.ts";
import type { Answers } from "./server.ts";
import { serveWitness } from "./server.ts";

export type WitnessOptions = {
  readonly name?: string | undefined;
  readonly log?: readonly string[] | undefined;
  readonly url?: string | undefined;
  readonly port: string;
  readonly host: string;
  /** True, or the folder for the proofs. */
  readonly evidence?: boolean | string | undefined;
  readonly serve: boolean;
  readonly json?: boolean | undefined;
};

/** Milliseconds for requests under way when told to stop. */
const CLOSE_WITHIN = 5_000;

/** Runs a witness until it is told to stop, or only says what is in its file. */
export async function runWitness(path: string, options: WitnessOptions): Promise<ExitStatus> {
  const port = readPort(options.port);
  const url = options.url === undefined ? undefined : parseAddress(options.url, "--url").href.replace(/\/$/, "");
  const logs = (options.log ?? []).map(readLogOption);
  const file = openWitnessFile(path, { name: options.name, url });
  try {
    for (const notice of file.notices) console.error(notice);
    for (const log of logs) await follow(file, log);
    if (options.evidence) return printEvidence(file, options.evidence, options.json === true);
    if (!options.serve) {
      printStart(file, file.url ?? addressOf(options.host, port), options.json === true);
      file.close();
      return EXIT.yes;
    }
    await serve(file, { ...options, port });
    return EXIT.yes;
  } catch (error) {
    file.close();
    throw error;
  }
}

async function serve(
  file: WitnessFile,
  options: { host: string; port: number; json?: boolean | undefined },
): Promise<void> {
  const { host, port, json = false } = options;
  const onFailure = (sentence: string) => console.error(sentence);
  const server = await serveWitness(makeAnswers(file), { host, port, onFailure });
  stopWhenTold(async () => {
    await server.close(CLOSE_WITHIN);
    file.close();
  });
  printStart(file, file.url ?? addressOf(host, server.port), json);
  if (file.url === null) {
    console.error("This address is for this machine. Say under which others reach it: --url https://WITNESS.EXAMPLE");
  }
}

function makeAnswers(file: WitnessFile): Answers {
  const { database, cosigner, key, path } = file;
  const onEvidence = (evidence: Evidence) => {
    process.stderr.write(formatAlarm(evidence, path));
  };
  return {
    addCheckpoint: (body) => answerRequest({ database, cosigner, clock: Date.now, onEvidence }, body),
    page: () => makePage(key, readLogs(database)),
    health() {
      readLogs(database);
      return { status: 200, type: "text/plain; charset=utf-8", body: encodeUtf8("ok\n") };
    },
  };
}

function readPort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 65_536;
  if (port <= 65_535) return port;
  throw new RefusedError("invalid_field", `--port is "${text}", which is not a number from 0 to 65535.`);
}

function readLogOption(text: string): string | URL {
  if (/^https?:\/\//i.test(text)) return parseAddress(text, "--log");
  try {
    parseVerifierKey(text.trim());
    return text.trim();
  } catch (cause) {
    if (!(cause instanceof UndersignedError)) throw cause;
    throw new RefusedError(
      "invalid_field",
      `--log takes the verifier key of a log, NAME+ID+KEY, or the address of a depositary, https://…: ${cause.message}.`,
      { cause },
    );
  }
}

/** Follows a log by its key. An address is asked for the key only once: what was pinned then stays. */
async function follow({ database }: WitnessFile, log: string | URL): Promise<void> {
  if (log instanceof URL && keysOf(database, log.host).length > 0) return;
  const key = log instanceof URL ? (await fetchKey(log)).key : parseVerifierKey(log);
  if (!followLog(database, key)) return;
  const asked = log instanceof URL ? log : null;
  process.stderr.write(formatFollowed(key.name, formatVerifierKey(key), asked));
  if (asked !== null && isLoopback(asked)) console.error("It was asked on this machine itself.");
}

function printStart(file: WitnessFile, address: string, json: boolean): void {
  const logs = readLogs(file.database);
  if (json) {
    const followed = logs.map(({ keys, ...log }) => ({ ...log, keys: keys.map(formatVerifierKey) }));
    const { path, key } = file;
    const told = {
      name: key.name,
      vkey: formatCosignerKey(key),
      address,
      policy: policyLine(file, address),
      file: path,
    };
    console.log(JSON.stringify({ ...told, logs: followed }));
  } else process.stdout.write(formatStart(file, logs, address));
}

/** Ends with 0 for no evidence, 1 for proof against a log, 3 for suspicions alone. */
function printEvidence(file: WitnessFile, folder: string | true, json: boolean): ExitStatus {
  const evidence = readEvidence(file.database);
  const files = folder === true ? new Map() : writeProofs(evidence, folder);
  const told = json
    ? `${JSON.stringify(evidenceAsJson(evidence), null, 2)}\n`
    : formatEvidence(evidence, readLogs(file.database), files);
  process.stdout.write(told);
  file.close();
  if (evidence.some(({ kind }) => kind === "two_histories")) return EXIT.no;
  return evidence.length === 0 ? EXIT.yes : EXIT.unknown;
}

/** Writes each proof as a file that anyone can check (spec/contradiction.md). */
function writeProofs(evidence: readonly Evidence[], folder: string): Map<Evidence, string> {
  mkdirSync(folder, { recursive: true });
  const proofs = evidence.filter(({ kind }) => kind === "two_histories");
  return new Map(
    proofs.map((piece, at) => {
      const path = join(folder, `contradiction-${at + 1}.json`);
      writeFileSync(path, formatContradiction(makeContradiction(piece)));
      return [piece, path];
    }),
  );
}

function addressOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
