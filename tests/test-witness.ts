import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { encodeBase64, encodeUtf8, equalBytes } from "@undersigned/core/bytes.ts";
import { UndersignedError } from "@undersigned/core/errors.ts";
import { openCheckpoint } from "@undersigned/core/log/checkpoint.ts";
import type { CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { signCosignature } from "@undersigned/core/log/cosignature.ts";
import { checkConsistency } from "@undersigned/core/log/merkle.ts";
import type { NoteSignature, VerifierKey } from "@undersigned/core/log/note.ts";
import { formatNote, parseNote } from "@undersigned/core/log/note.ts";
import type { WitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { parseWitnessRequest } from "@undersigned/core/log/witness-request.ts";
import { makeTestCosigner } from "./test-signer.ts";

/** What a witness holds of a log. */
export type WitnessHolds = { readonly size: number; readonly root: Uint8Array };

/** Answers in place of an honest witness; it may look at what was asked. */
export type Misbehaviour = (response: ServerResponse, request: WitnessRequest) => void;

/** A C2SP tlog-witness of one log over HTTP, which can also be told to be slow, forgetful or false. */
export type TestWitness = {
  readonly key: CosignerKey;
  readonly url: string;
  /** Every request that was read so far. */
  readonly asked: WitnessRequest[];
  /** Requests that wait for an answer, or for `letGo`. */
  waiting(): number;
  holds: WitnessHolds;
  /** Null: honest. */
  misbehave: Misbehaviour | null;
  /** From now on requests wait before anything is done with them, until `letGo`. */
  holdBack(): void;
  letGo(): void;
  /** Its cosignature of any text. */
  cosign(text: string, time?: number): string;
  stop(): Promise<void>;
  /** Listens again where it did before. */
  restart(): Promise<void>;
};

export const NOTHING_HELD: WitnessHolds = { size: 0, root: new Uint8Array(32) };

/**
 * @param seed of its key
 * @param log the key of the log that it knows; asked for at each request, since a log's name may be settled later
 */
export async function startWitness(name: string, seed: number, log: () => VerifierKey): Promise<TestWitness> {
  const { cosigner, key } = makeTestCosigner(name, seed);
  let server = createServer();
  let gate: { opened: Promise<void>; open: () => void } | null = null;
  let waiting = 0;
  const witness: TestWitness = {
    key,
    url: "",
    asked: [],
    holds: NOTHING_HELD,
    misbehave: null,
    waiting: () => waiting,
    holdBack() {
      gate ??= makeGate();
    },
    letGo() {
      gate?.open();
      gate = null;
    },
    cosign: (text, time = Math.floor(Date.now() / 1000)) => formatLine(signCosignature(text, time, cosigner)),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    async restart() {
      server = await listen(answer, Number(new URL(witness.url).port));
    },
  };

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = parseWitnessRequest(new Uint8Array(await buffer(incoming)));
    witness.asked.push(request);
    waiting += 1;
    await gate?.opened;
    response.once("close", () => {
      waiting -= 1;
    });
    if (witness.misbehave === null) send(response, judge(witness, log(), request));
    else witness.misbehave(response, request);
  }

  server = await listen(answer, 0);
  return Object.assign(witness, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

type Answer = { readonly status: number; readonly body?: string; readonly type?: string };

/** The answers of C2SP tlog-witness, in the order of its checks. */
function judge(witness: TestWitness, log: VerifierKey, { old, proof, checkpoint }: WitnessRequest): Answer {
  const { text } = parseNote(checkpoint);
  if (text.split("\n")[0] !== log.name) return { status: 404 };
  try {
    const { size, root } = openCheckpoint(checkpoint, log, log.name);
    const { holds } = witness;
    if (old > size) return { status: 400 };
    if (old !== holds.size || (old === size && !equalBytes(root, holds.root))) {
      return { status: 409, body: `${holds.size}\n`, type: "text/x.tlog.size" };
    }
    if (!isConsistent(holds, { size, root }, proof)) return { status: 422 };
    witness.holds = { size, root };
    return { status: 200, body: witness.cosign(text) };
  } catch (error) {
    if (error instanceof UndersignedError) return { status: 403 };
    throw error;
  }
}

function send(response: ServerResponse, { status, body = "", type = "text/plain" }: Answer): void {
  response.writeHead(status, { "Content-Type": type }).end(body);
}

function isConsistent(before: WitnessHolds, after: WitnessHolds, proof: readonly Uint8Array[]): boolean {
  if (before.size === 0) return proof.length === 0;
  try {
    checkConsistency({
      oldSize: before.size,
      oldRoot: before.root,
      newSize: after.size,
      newRoot: after.root,
      proof,
    });
    return true;
  } catch {
    return false;
  }
}

/** A signature line alone. */
export function formatLine(signature: NoteSignature): string {
  return new TextDecoder().decode(formatNote("x\n", [signature]).slice(encodeUtf8("x\n\n").length));
}

/** A line that has the form of a signature and is none. */
export function falseLine({ name, keyId }: CosignerKey, bytes: number): string {
  return `\u2014 ${name} ${encodeBase64(new Uint8Array([...keyId, ...new Uint8Array(bytes)]))}\n`;
}

async function listen(
  answer: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
): Promise<Server> {
  const server = createServer((incoming, response) => {
    // A request that the depositary broke off cannot be answered, and need not be.
    answer(incoming, response).catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function makeGate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
