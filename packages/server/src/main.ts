import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { RefusedError } from "@undersigned/core/errors.ts";
import { claimKey, recordAnswer, releaseKey } from "@undersigned/store/idempotency.ts";
import { addRates } from "@undersigned/store/rates.ts";
import type { Store } from "@undersigned/store/store.ts";
import { openStore } from "@undersigned/store/store.ts";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { createAdministrators } from "./depositary/create-administrators.ts";
import { createDepositary } from "./depositary/create-depositary.ts";
import type { Depositary } from "./depositary/depositary.ts";
import { mac } from "./depositary/seal.ts";
import type { IdempotencyKeys } from "./http/idempotency.ts";
import type { RateLimiter } from "./http/rate-limiter.ts";
import { createSharedLimiter, unlimited } from "./http/rate-limiter.ts";
import type { Log } from "./log.ts";
import { createLog, logFailure } from "./log.ts";
import type { Sender } from "./mail/sender.ts";
import { startSender } from "./mail/sender.ts";
import type { Secrets } from "./secrets.ts";
import { loadSecrets } from "./secrets.ts";

export type RunningServer = {
  /** Address of the site. */
  readonly url: string;
  /** One-time link that makes the first administrator; null once there is one. */
  readonly setupUrl: string | null;
  readonly depositary: Depositary;
  /** Finishes the requests under way, and lets go of everything. */
  close(): Promise<void>;
};

/** How long requests under way may take once the server is told to stop, in milliseconds. */
const PATIENCE = 8_000;
const SHARE_EVERY = 1_000;

/**
 * Starts a depositary: opens (and brings up to date) its database, starts what runs in the background, and listens.
 * @throws RefusedError `configuration` with what to do, when a setting, the data folder, the database or the port is at fault
 */
export async function serve(config: Config): Promise<RunningServer> {
  const { log, flush } = createLog();
  const secrets = loadSecrets(config.dataDir);
  mkdirSync(config.dataDir, { recursive: true });
  const store = await openStore({
    url: config.databaseUrl,
    file: join(config.dataDir, "undersigned.db"),
    warn: (message) => log.warn(message),
  });
  const server = makeServer();
  const port = await listen(server, config).catch(async (error) => {
    await store.close();
    throw error;
  });
  const baseUrl = config.baseUrl ?? `http://localhost:${port}`;
  const { depositary, sender } = await assemble(config, { store, secrets, log, baseUrl });
  const limits = config.rateLimit ? shareLimits(store, secrets, log) : { limiter: unlimited, stop: () => undefined };
  server.handle(createApp(depositary, { config, log, limiter: limits.limiter, idempotency: keepKeys(store) }).fetch);
  const token = await depositary.administrators.setupToken();
  return {
    url: baseUrl,
    setupUrl: token === null ? null : `${baseUrl}/setup?token=${token}`,
    depositary,
    async close() {
      await server.close();
      limits.stop();
      await sender.close();
      await depositary.close();
      flush();
    },
  };
}

type Parts = { store: Store; secrets: Secrets; log: Log; baseUrl: string };

async function assemble(
  config: Config,
  { store, secrets, log, baseUrl }: Parts,
): Promise<{ depositary: Depositary; sender: Sender }> {
  const clock = Date.now;
  const mailConfigured = config.smtpUrl !== null;
  const onError = (error: unknown, what: string) => void logFailure(log, error, { what });
  let sender: Sender | null = null;
  const onMail = () => sender?.wake();
  const { dataDir } = config;
  const depositary = await createDepositary({
    store,
    secrets,
    administrators: createAdministrators({ store, secrets, dataDir, mailConfigured, clock, onMail }),
    baseUrl,
    dataDir,
    mailConfigured,
    rateLimit: config.rateLimit,
    publishInterval: config.publishInterval,
    clock,
    onMail,
    onError,
  });
  const { smtpUrl, mailFrom } = config;
  sender = startSender({ store, secrets, smtpUrl, mailFrom, identity: () => depositary.identity, clock, onError });
  return { depositary, sender };
}

function shareLimits(store: Store, secrets: Secrets, log: Log): { limiter: RateLimiter; stop(): void } {
  const limiter = createSharedLimiter({
    clock: Date.now,
    hide: (bucket) => mac(secrets.macKey, "rate", bucket),
    add: (deltas, now) => addRates(store, deltas, now),
  });
  let sharing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    sharing = sharing
      .then(() => limiter.share())
      .catch((error) => void logFailure(log, error, { what: "sharing rate limits" }));
  }, SHARE_EVERY);
  timer.unref();
  return { limiter, stop: () => clearInterval(timer) };
}

/** Idempotency keys in the database, so that every process knows them. */
function keepKeys(store: Store): IdempotencyKeys {
  return {
    claim: (claim) => claimKey(store, claim),
    record: (keyHash, answer) => recordAnswer(store, keyHash, answer),
    release: (keyHash) => releaseKey(store, keyHash),
  };
}

type Handler = (request: Request, env: unknown) => Response | Promise<Response>;

/** A server that listens before it can answer: requests that come early wait for the handler. */
function makeServer() {
  let ready: (handler: Handler) => void = () => undefined;
  const handler = new Promise<Handler>((resolve) => {
    ready = resolve;
  });
  let known: Handler | null = null;
  const http = createAdaptorServer({
    fetch: (request, env) => (known ? known(request, env) : handler.then((handle) => handle(request, env))),
  }) as Server;
  // Longer than the idle time of proxies, so that they never send on a connection that we are closing.
  http.keepAliveTimeout = 75_000;
  return {
    http,
    handle(handle: Handler) {
      known = handle;
      ready(handle);
    },
    async close() {
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeIdleConnections();
      const timer = setTimeout(() => http.closeAllConnections(), PATIENCE);
      await closed;
      clearTimeout(timer);
    },
  };
}

function listen({ http }: ReturnType<typeof makeServer>, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (cause: Error & { code?: string }) => {
      const why =
        cause.code === "EADDRINUSE"
          ? `Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another.`
          : `Port ${port} on ${host} cannot be listened on (${cause.code ?? cause.message}). Set PORT or HOST to others.`;
      reject(new RefusedError("configuration", why, { cause, field: "PORT" }));
    });
    http.listen(port, host, () => resolve((http.address() as AddressInfo).port));
  });
}
