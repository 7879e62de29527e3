import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { concatBytes, decodeUtf8 } from "@undersigned/core/bytes.ts";
import type { Cosignature, CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { checkCosignatures } from "@undersigned/core/log/cosignature.ts";
import { parseNote } from "@undersigned/core/log/note.ts";
import type { Witness } from "../packages/cli/src/witness/answer.ts";
import { answerRequest, makeAnswer } from "../packages/cli/src/witness/answer.ts";
import type { Evidence } from "../packages/cli/src/witness/evidence.ts";
import type { WitnessFile } from "../packages/cli/src/witness/file.ts";
import { openWitnessFile } from "../packages/cli/src/witness/file.ts";
import { followLog, readLogs } from "../packages/cli/src/witness/logs.ts";
import { makePage } from "../packages/cli/src/witness/page.ts";
import type { ServerOptions } from "../packages/cli/src/witness/server.ts";
import { serveWitness } from "../packages/cli/src/witness/server.ts";
import type { TestLog } from "./witness-log.ts";

/** The answer to a request over HTTP. */
export type Answered = { readonly status: number; readonly type: string | null; readonly body: string };

/** A witness that runs in this process, on a clock that the test moves. */
export type WitnessPlace = {
  readonly address: string;
  readonly file: WitnessFile;
  readonly alarms: Evidence[];
  readonly failures: string[];
  /** Milliseconds. */
  clock: number;
  post(body: Uint8Array | string): Promise<Answered>;
};

export const START = 1_790_000_000_000;

export function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-witness-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Serves a new witness of the logs. @param change what is done differently, to test failures */
export async function makeWitness(
  t: TestContext,
  logs: readonly TestLog[],
  change: { witness?: Partial<Witness>; server?: Partial<ServerOptions> } = {},
): Promise<WitnessPlace> {
  const file = openWitnessFile(join(makeFolder(t), "witness.db"), { name: "witness.partner.example" });
  for (const { key } of logs) followLog(file.database, key);
  const { database, cosigner, key } = file;
  const alarms: Evidence[] = [];
  const failures: string[] = [];
  const witness: Witness = {
    database,
    cosigner,
    clock: () => place.clock,
    onEvidence: (evidence) => alarms.push(evidence),
    ...change.witness,
  };
  const server = await serveWitness(
    {
      addCheckpoint: (body) => answerRequest(witness, body),
      page: () => makePage(key, readLogs(database)),
      health: () => makeAnswer(200, "ok"),
    },
    { host: "127.0.0.1", port: 0, onFailure: (sentence) => failures.push(sentence), ...change.server },
  );
  t.after(async () => {
    await server.close(0);
    file.close();
  });
  const address = `http://127.0.0.1:${server.port}`;
  const place: WitnessPlace = { address, file, alarms, failures, clock: START, post: (body) => post(address, body) };
  return place;
}

/** Asks a witness to cosign. */
export async function post(address: string, body: Uint8Array | string): Promise<Answered> {
  const content = typeof body === "string" ? body : new Uint8Array(body);
  const response = await fetch(`${address}/add-checkpoint`, { method: "POST", body: content });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
}

/** The cosignature in an answer, verified as C2SP tells a log to: by putting it behind the checkpoint. */
export function cosignatureIn(answer: Answered, checkpoint: Uint8Array, key: CosignerKey): Cosignature {
  const note = parseNote(concatBytes(checkpoint, new TextEncoder().encode(answer.body)));
  const [found, ...others] = checkCosignatures(note, [key]);
  if (found === undefined || others.length > 0)
    throw new Error(`no cosignature in: ${decodeUtf8(checkpoint)}${answer.body}`);
  return found;
}
