import { createHmac } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { decodeUtf8, encodeUtf8 } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { readIfThere, removeIfThere, writeDurably } from "./files.ts";
import type { Finding } from "./finding.ts";
import { readJson } from "./listing.ts";

/** Where messages wait until they are delivered, below the monitor's folder. */
export const SPOOL_FOLDER = "_webhooks";

/** Where findings are posted to, in the form of Standard Webhooks. */
export type Webhook = {
  /** Keeps a message on disk. The same finding kept again is the same message. */
  keep(finding: Finding): Promise<void>;
  /** Posts every message whose time has come, oldest first. Answers how many are left. */
  deliver(): Promise<number>;
};

type Message = {
  readonly id: string;
  /** Seconds. */
  readonly created: number;
  readonly attempts: number;
  /** Not before this time, seconds. */
  readonly next: number;
  readonly body: string;
};

/** Milliseconds for one attempt. */
const PATIENCE = 15_000;
/** Seconds before the second attempt; then twice as long each time, an hour at most. */
const FIRST_PAUSE = 30;
const LONGEST_PAUSE = 3_600;

type Options = {
  readonly url: URL;
  /** `whsec_` and base64; null to send unsigned. */
  readonly secret: Uint8Array | null;
  readonly folder: string;
  /** Seconds. */
  readonly now: () => number;
  readonly onFailure: (message: string) => void;
};

export function makeWebhook({ url, secret, folder, now, onFailure }: Options): Webhook {
  const spool = join(folder, SPOOL_FOLDER);
  const place = (id: string) => join(spool, `${id}.json`);
  async function write(message: Message): Promise<void> {
    await writeDurably(place(message.id), encodeUtf8(JSON.stringify(message)));
  }
  async function post({ id, body }: Message): Promise<string | null> {
    const timestamp = String(now());
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      ...(secret === null ? {} : { "webhook-signature": signMessage(secret, id, timestamp, body) }),
    };
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal });
      await response.body?.cancel();
      return response.ok ? null : `it answered with status ${response.status}`;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return cause instanceof Error ? cause.message : String(cause);
    }
  }
  return {
    async keep(finding) {
      const { time, severity } = finding;
      const id = `msg_${finding.id}_${time}`;
      const body = JSON.stringify({
        type: `finding.${severity}`,
        timestamp: new Date(time * 1000).toISOString(),
        data: finding,
      });
      if ((await readIfThere(place(id))) === null) await write({ id, created: time, attempts: 0, next: time, body });
    },
    async deliver() {
      const messages = await readSpool(spool);
      let left = messages.length;
      for (const message of messages) {
        if (message.next > now()) continue;
        const failure = await post(message);
        if (failure === null) {
          await removeIfThere(place(message.id));
          left -= 1;
          continue;
        }
        const attempts = message.attempts + 1;
        const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(20, attempts - 1));
        await write({ ...message, attempts, next: now() + pause });
        onFailure(`The webhook ${url.host} did not take a message: ${failure}. It is tried again in ${pause} s.`);
        // What fails for one fails for the next: it is not pressed.
        break;
      }
      return left;
    },
  };
}

async function readSpool(folder: string): Promise<Message[]> {
  await mkdir(folder, { recursive: true });
  const messages: Message[] = [];
  for (const name of await readdir(folder)) {
    const bytes = name.endsWith(".json") ? await readIfThere(join(folder, name)) : null;
    const message = bytes === null ? null : readJson(bytes);
    if (message === null) continue;
    const { id, created, attempts, next, body } = message;
    if (typeof id !== "string" || typeof body !== "string" || `${id}.json` !== name) continue;
    messages.push({ id, body, created: Number(created), attempts: Number(attempts), next: Number(next) });
  }
  return messages.sort((one, other) => one.created - other.created || (one.id < other.id ? -1 : 1));
}

/** `v1,` and base64 of HMAC-SHA-256 over id, time and body (Standard Webhooks, "Signature scheme"). */
export function signMessage(secret: Uint8Array, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/**
 * The secret of a file: `whsec_` and 24 to 64 bytes in base64.
 * @throws RefusedError `invalid_field`
 */
export function parseSecret(bytes: Uint8Array): Uint8Array {
  const text = decodeUtf8(bytes).trim();
  const secret = Buffer.from(text.replace(/^whsec_/, ""), "base64");
  if (!text.startsWith("whsec_") || secret.length < 24 || secret.length > 64) {
    throw new RefusedError(
      "invalid_field",
      "The secret of a webhook is whsec_ and 24 to 64 bytes in base64. Make one with: echo whsec_$(openssl rand -base64 32)",
    );
  }
  return secret;
}
