import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import addressparser from "nodemailer/lib/addressparser";
import type { LookupSettings } from "./lookup/lookup-settings.ts";
import { parseAddressRule, parseResolvers, readAuthorities, systemResolvers } from "./lookup/lookup-settings.ts";
import type { OpenIdProvider } from "./openid/provider-setting.ts";
import { readOpenIdProviders } from "./openid/provider-setting.ts";
import { readWitnessPolicy } from "./witness-policy.ts";

/** Everything that can be set from outside. Nothing else in the server reads the environment. */
export type Config = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Address of the site without a trailing slash; null: `http://localhost:PORT`. */
  readonly baseUrl: string | null;
  /** Absolute path. */
  readonly dataDir: string;
  /** PostgreSQL connection address; null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  readonly smtpUrl: string | null;
  /** `Name <mailbox>` or a bare mailbox; null: `noreply@` and the site's host. */
  readonly mailFrom: string | null;
  readonly rateLimit: boolean;
  /** How many reverse proxies stand before us, each appending to X-Forwarded-For. 0: none is trusted. */
  readonly trustProxy: number;
  /** Milliseconds from the start of one publish round to the start of the next. */
  readonly publishInterval: number;
  /** Days for which it is kept who did what with accounts and sessions. */
  readonly trailDays: number;
  /** Who is asked to cosign the log of heads, each with an address; null: nobody. */
  readonly witnessPolicy: Policy | null;
  /** Where people have accounts by which they can say who they are. */
  readonly openIdProviders: readonly OpenIdProvider[];
  /** How domains and websites of signatories are looked at. */
  readonly lookup: LookupSettings;
};

type Environment = Readonly<Record<string, string | undefined>>;
type Setting = { name: string; value: string };

/**
 * Reads every setting, each from `NAME` or from the file that `NAME_FILE` names (WITNESS_POLICY and OPENID_PROVIDERS are
 * a file's name themselves); an empty value counts as absent.
 * @throws RefusedError `configuration`, naming the variable, what is wrong with its value, and what to do
 */
export function readConfig(env: Environment): Config {
  return {
    port: readSetting(env, "PORT", parseWholeNumber(0, 65535)) ?? 8080,
    host: readSetting(env, "HOST", parseHost) ?? "127.0.0.1",
    baseUrl: readSetting(env, "BASE_URL", parseBaseUrl),
    dataDir: resolve(readSetting(env, "DATA_DIR", (setting) => setting.value) ?? "data"),
    databaseUrl: readSetting(env, "DATABASE_URL", parseDatabaseUrl),
    smtpUrl: readSetting(env, "SMTP_URL", parseSmtpUrl),
    mailFrom: readSetting(env, "MAIL_FROM", parseMailFrom),
    rateLimit: readSetting(env, "RATE_LIMIT", parseSwitch) ?? true,
    trustProxy: readSetting(env, "TRUST_PROXY", parseTrustProxy) ?? 0,
    trailDays: readSetting(env, "TRAIL_DAYS", parseWholeNumber(7, 3650)) ?? 365,
    publishInterval: readSetting(env, "PUBLISH_INTERVAL", parseWholeNumber(50, 60_000)) ?? 250,
    witnessPolicy: readNamedFile(env, "WITNESS_POLICY", readWitnessPolicy) ?? null,
    openIdProviders: readNamedFile(env, "OPENID_PROVIDERS", readOpenIdProviders) ?? [],
    lookup: readLookup(env),
  };
}

/** What outgoing requests go by: also those of commands that run no server. @throws RefusedError `configuration` */
export function readLookup(env: Environment): LookupSettings {
  return {
    resolvers: readSetting(env, "RESOLVERS", parseResolvers) ?? systemResolvers(),
    authorities: readNamedFile(env, "LOOKUP_CA_FILE", readAuthorities) ?? null,
    addresses: readSetting(env, "LOOKUP_ADDRESSES", parseAddressRule) ?? { also: [] },
    httpsPort: readSetting(env, "LOOKUP_HTTPS_PORT", parseWholeNumber(1, 65535)) ?? 443,
  };
}

function readSetting<T>(env: Environment, name: string, parse: (setting: Setting) => T): T | null {
  const direct = env[name]?.trim();
  const file = env[`${name}_FILE`]?.trim();
  if (!file) return direct ? parse({ name, value: direct }) : null;
  if (direct) throw refuse(name, `is set twice, by ${name} and by ${name}_FILE`, "Remove one of them.");
  let value: string;
  try {
    value = readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new RefusedError(
      "configuration",
      `${name}_FILE names ${file}, which cannot be read (${codeOf(cause)}). Make it readable for this user, or correct the path.`,
      { cause, field: `${name}_FILE` },
    );
  }
  if (value === "") throw refuse(`${name}_FILE`, `names ${file}, which is empty`, "Write the value into it.");
  return parse({ name, value });
}

/** A setting whose value is a file's name anyhow, so that there is nothing for `…_FILE` to mean. */
function readNamedFile<T>(env: Environment, name: string, read: (file: string) => T): T | undefined {
  if (env[`${name}_FILE`]?.trim()) {
    throw refuse(`${name}_FILE`, "is no setting", `${name} itself names the file: set that instead.`);
  }
  const file = env[name]?.trim();
  return file ? read(resolve(file)) : undefined;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

/** The value itself is repeated only where it cannot hold a password. */
function refuse(name: string, fault: string, remedy: string): RefusedError {
  return new RefusedError("configuration", `${name} ${fault}. ${remedy}`, { field: name });
}

function parseWholeNumber(least: number, greatest: number): (setting: Setting) => number {
  return ({ name, value }) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= greatest) return number;
    throw refuse(name, `is "${value}"`, `Use a whole number from ${least} to ${greatest}.`);
  };
}

function parseHost({ name, value }: Setting): string {
  if (/^[0-9A-Za-z.:_-]+$/.test(value)) return value;
  throw refuse(name, `is "${value}"`, "Use an address to listen on, such as 127.0.0.1, or 0.0.0.0 for every network.");
}

function parseBaseUrl({ name, value }: Setting): string {
  const example = "Use the address that people type, such as https://sign.example.org";
  if (!URL.canParse(value)) throw refuse(name, `is "${value}", which is not a web address`, `${example}.`);
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refuse(name, `is "${value}", which is not a web address`, `${example}.`);
  }
  if (url.username || url.password) throw refuse(name, "holds a user name or password", `${example}.`);
  if (url.pathname !== "/" || url.search || url.hash) {
    throw refuse(name, `is "${value}", with something after the host`, `${example}, with nothing after it.`);
  }
  return url.origin;
}

function parseDatabaseUrl({ name, value }: Setting): string {
  const protocol = URL.canParse(value) ? new URL(value).protocol : "";
  if (protocol === "postgres:" || protocol === "postgresql:") return value;
  throw refuse(
    name,
    "is not the address of a PostgreSQL database",
    "Use postgres://USER:PASSWORD@HOST:5432/DATABASE, or leave it out to use SQLite in the data folder.",
  );
}

function parseSmtpUrl({ name, value }: Setting): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && (url.protocol === "smtp:" || url.protocol === "smtps:") && url.hostname !== "") return value;
  throw refuse(
    name,
    "is not the address of a mail server",
    "Use smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://USER:PASSWORD@HOST:465 (TLS); write @ or / inside a password as %40 or %2F.",
  );
}

function parseMailFrom({ name, value }: Setting): string {
  const parsed = /[\r\n]/.test(value) ? [] : addressparser(value, { flatten: true });
  if (parsed.length === 1 && /^[^\s@]+@[^\s@]+$/.test(parsed[0]?.address ?? "")) return value;
  throw refuse(name, `is "${value}"`, "Use one address, such as Joint statements <sign@example.org>.");
}

function parseSwitch({ name, value }: Setting): boolean {
  if (value === "on") return true;
  if (value === "off") return false;
  throw refuse(name, `is "${value}"`, "Use on, or off for tests and load on your own machine.");
}

function parseTrustProxy({ name, value }: Setting): number {
  if (/^(true|yes|on)$/.test(value)) return 1;
  if (/^(false|no|off)$/.test(value)) return 0;
  if (/^(?:\d|10)$/.test(value)) return Number(value);
  throw refuse(name, `is "${value}"`, "Use the number of reverse proxies before this server, 0 to 10; 1 is usual.");
}
