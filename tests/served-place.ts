import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createApp } from "../packages/server/src/app.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { SignatureInput } from "../packages/server/src/depositary/signing.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { IdempotencyKeys } from "../packages/server/src/http/idempotency.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import type { OpenPlace } from "./depositary.ts";
import { mailedToken, makeSignature } from "./depositary.ts";

/** An answer on its way from a depositary to whoever asked. */
export type Answer = { readonly status: number; readonly body: Uint8Array };

/** Changes the answer to a path, as a dishonest depositary or something in between would; null leaves it. */
export type Tamper = (path: string, answer: Answer) => Answer | null;

/** A depositary behind a socket on loopback, of which the answers can be changed on their way. */
export type ServedPlace = {
  readonly url: URL;
  /** Answers with another depositary from now on. */
  answerWith(depositary: Depositary): void;
  tamper(change: Tamper | null): void;
  /** Paths that were asked for since this was asked last. */
  asked(): string[];
  close(): Promise<void>;
};

const idempotency: IdempotencyKeys = {
  claim: async () => ({ kind: "new" }),
  record: async () => undefined,
  release: async () => undefined,
};

export async function servePlace(first: Depositary): Promise<ServedPlace> {
  const log = pino({ level: "silent" });
  const appOf = (depositary: Depositary) =>
    createApp(depositary, { config: { trustProxy: 0 }, log, limiter: unlimited, idempotency });
  let app = appOf(first);
  let change: Tamper | null = null;
  let asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const answering = async () => {
      const real = await app.request(path);
      const answer = { status: real.status, body: new Uint8Array(await real.arrayBuffer()) };
      const { status, body } = change?.(path, answer) ?? answer;
      response.writeHead(status).end(body);
    };
    answering().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    answerWith(depositary) {
      app = appOf(depositary);
    },
    tamper(next) {
      change = next;
    },
    asked() {
      const paths = asked;
      asked = [];
      return paths;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Signs and confirms, and waits until it is published. Returns the index in the statement's log, and the mailed token. */
export async function signPublished(
  { depositary }: OpenPlace,
  statement: StatementView,
  name: string,
  change: Partial<SignatureInput> = {},
): Promise<{ index: number; token: string }> {
  const mailbox = change.mailbox ?? `${name.toLowerCase().replaceAll(/[^a-z]/g, "")}@post.example`;
  const input = makeSignature(statement, { name, ...change, mailbox });
  const linkKey = statement.linkKey ?? undefined;
  await depositary.signing.submit(statement.id, input, { address: "127.0.0.1", linkKey });
  const token = await mailedToken(depositary, mailbox, "confirm");
  const { index, receipt } = await depositary.signing.confirm({ token });
  if (receipt === null) throw new Error("the signature was not published in time");
  return { index, token };
}
