import { join } from "node:path";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
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
import { settleSecrets } from "./handover/settle-secrets.ts";
import type { IdempotencyKeys } from "./http/idempotency.ts";
import type { RateLimiter } from "./http/rate-limiter.ts";
import { createSharedLimiter, unlimited } from "./http/rate-limiter.ts";
import { makeServer } from "./http/server.ts";
import type { SharedCache } from "./http/shared-cache.ts";
import { createSharedCache } from "./http/shared-cache.ts";
import type { Log } from "./log.ts";
import { createLog, logFailure } from "./log.ts";
import type { Sender } from "./mail/sender.ts";
import { startSender } from "./mail/sender.ts";
import type { Secrets } from "./secrets.ts";
import { loadSecrets } from "./secrets.ts";
import { logWitness } from "./witness-log.ts";

export type RunningServer = {
  /** Address of the site. */
  readonly url: string;
  /** One-time link that makes the first administrator; null once there is one. */
  readonly setupUrl: string | null;
  /** What whoever starts it should know before anything else: sentences. */
  readonly notices: readonly string[];
  readonly depositary: Depositary;
  /** Finishes requests and mails under way, within ten seconds, and lets go of everything. */
  close(): Promise<void>;
};

/** How long requests and mails under way may take once the server is told to stop, in milliseconds. */
const PATIENCE = 7_000;
const SHARE_EVERY = 1_000;
const COUNT_EVERY = 10_000;

/**
 * Starts a depositary: opens (and brings up to date) its database, starts what runs in the background, and listens.
 * @throws RefusedError `configuration` with what to do, when a setting, the data folder, the database or the port is at fault
 */
export async function serve(config: Config, { log, flush } = createLog()): Promise<RunningServer> {
  // First: it also says what is wrong with the data folder.
  loadSecrets(config.dataDir);
  const store = await openDatabase(config, log);
  const cache = createSharedCache();
  const server = makeServer(cache);
  try {
    const port = await server.listen(config);
    const baseUrl = config.baseUrl ?? `http://localhost:${port}`;
    const told: string[] = [];
    const onNotice = (message: string) => {
      log.warn(message);
      told.push(message);
    };
    const secrets = await settleSecrets(config.dataDir, store, onNotice);
    const { depositary, sender } = await assemble(config, { store, secrets, log, baseUrl, onNotice });
    const limits = config.rateLimit ? shareLimits(store, secrets, log) : { limiter: unlimited, stop: () => undefined };
    const { limiter } = limits;
    server.answerWith(createApp(depositary, { config, log, limiter, idempotency: keepKeys(store) }).fetch);
    const counting = logServed(cache, log);
    const token = await depositary.administrators.setupToken();
    const close = async () => {
      await Promise.all([server.close(PATIENCE), sender.close(PATIENCE)]);
      clearInterval(counting);
      limits.stop();
      await depositary.close();
      flush();
    };
    let closing: Promise<void> | null = null;
    return {
      url: baseUrl,
      setupUrl: token === null ? null : `${baseUrl}/setup?token=${token}`,
      notices: [...noticesOf(config, baseUrl), ...told],
      depositary,
      close() {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await server.close(0);
    await store.close();
    throw error;
  }
}

async function openDatabase({ databaseUrl, dataDir }: Config, log: Log): Promise<Store> {
  const file = join(dataDir, "undersigned.db");
  try {
    return await openStore({ url: databaseUrl, file, warn: (message) => log.warn(message) });
  } catch (cause) {
    if (cause instanceof UndersignedError) throw cause;
    const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
    const what =
      databaseUrl === null
        ? `The database ${file} cannot be opened${code}. Check that the data folder is whole, and that this user may write it.`
        : `The database that DATABASE_URL names cannot be reached${code}. Check that it runs, and its host, name and password.`;
    throw new RefusedError("configuration", what, { cause, field: databaseUrl === null ? "DATA_DIR" : "DATABASE_URL" });
  }
}

type Parts = {
  store: Store;
  secrets: Secrets;
  log: Log;
  baseUrl: string;
  onNotice: (message: string) => void;
};

async function assemble(
  config: Config,
  { store, secrets, log, baseUrl, onNotice }: Parts,
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
    lookup: config.lookup,
    openIdProviders: config.openIdProviders,
    rateLimit: config.rateLimit,
    publishInterval: config.publishInterval,
    trailDays: config.trailDays,
    witnessPolicy: config.witnessPolicy,
    onWitness: (change) => logWitness(log, change),
    clock,
    onMail,
    onNotice,
    onError,
  });
  const { smtpUrl, mailFrom } = config;
  const identity = () => depositary.identity;
  const receipts = depositary.mailedReceipts;
  sender = startSender({ store, secrets, smtpUrl, mailFrom, identity, receipts, clock, onError });
  return { depositary, sender };
}

function shareLimits(store: Store, secrets: Secrets, log: Log): { limiter: RateLimiter; stop(): void } {
  const limiter = createSharedLimiter({
    clock: Date.now,
    hide: (bucket) => mac(secrets.macKey, "rate", bucket),
    add: (deltas, now) => addRates(store, deltas, now),
  });
  let sharing = false;
  const timer = setInterval(async () => {
    if (sharing) return;
    sharing = true;
    try {
      await limiter.share();
    } catch (error) {
      logFailure(log, error, { what: "sharing rate limits" });
    }
    sharing = false;
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

/** Pages answered from memory pass by the request log: they are counted. */
function logServed(cache: SharedCache, log: Log): NodeJS.Timeout {
  return setInterval(() => {
    const count = cache.countServed();
    if (count > 0) log.info({ count, seconds: COUNT_EVERY / 1000 }, "answered from memory");
  }, COUNT_EVERY).unref();
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

function noticesOf({ rateLimit, baseUrl: given, host, smtpUrl, lookup }: Config, baseUrl: string): string[] {
  const notices: string[] = [];
  if (given === null && (smtpUrl !== null || !LOOPBACK.test(host))) {
    notices.push(`BASE_URL is not set: links in mails, and the name in everything signed, will be ${baseUrl}.`);
  }
  if (!rateLimit) {
    notices.push("RATE LIMITS ARE OFF (RATE_LIMIT=off). Anybody may send any number of mails through this server.");
  }
  if (lookup.addresses === "any") {
    notices.push(
      "LOOKUP_ADDRESSES=any: who signs can make this server ask any address that it reaches, inside your network too.",
    );
  }
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol === "http:" && !LOOPBACK.test(hostname)) {
    notices.push("BASE_URL is not https: passwords and links can be read on their way.");
  }
  return notices;
}
