import { getServers, Resolver } from "node:dns";
import { readFileSync } from "node:fs";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Guard } from "./guarded-fetch.ts";
import type { AddressRule } from "./public-address.ts";
import { allowAddresses } from "./public-address.ts";

export type LookupSettings = {
  /** `ADDRESS:PORT` of each resolver that is asked; all must agree. */
  readonly resolvers: readonly string[];
  /** Certificate authorities beside those that Node knows, PEM; null: none. */
  readonly authorities: string | null;
  readonly addresses: AddressRule;
  readonly httpsPort: number;
};

/** What outgoing requests go by. @param baseUrl of the depositary, which says in each request who asks */
export function makeGuard({ resolvers, authorities, addresses, httpsPort }: LookupSettings, baseUrl: string): Guard {
  const userAgent = `Undersigned (+${baseUrl})`;
  return { resolvers, allows: allowAddresses(addresses), port: httpsPort, authorities, userAgent };
}

type Setting = { readonly name: string; readonly value: string };

const RESOLVER_LIMIT = 8;

/**
 * Reads RESOLVERS.
 * @throws RefusedError `configuration`
 */
export function parseResolvers({ name, value }: Setting): readonly string[] {
  const given = value.split(",").map((part) => part.trim());
  const remedy = "Use addresses, with a port where it is not 53, such as 9.9.9.9,[2620:fe::9]:53.";
  if (given.length > RESOLVER_LIMIT)
    throw refuse(name, `names ${given.length} resolvers`, `At most ${RESOLVER_LIMIT} are asked.`);
  try {
    const resolver = new Resolver();
    resolver.setServers(given);
    if (resolver.getServers().length === given.length) return withPorts(resolver.getServers());
  } catch {
    // What is no address is refused below, as what is one twice.
  }
  throw refuse(name, `is "${value}"`, remedy);
}

/** The resolvers that this machine itself goes by. */
export function systemResolvers(): readonly string[] {
  return withPorts(getServers().slice(0, RESOLVER_LIMIT));
}

/** Node leaves out port 53; what is stored as evidence names it. */
function withPorts(addresses: readonly string[]): readonly string[] {
  return addresses.map((address) => {
    if (/^\[.*\]:\d+$|^[^:]+:\d+$/.test(address)) return address;
    return address.includes(":") ? `[${address}]:53` : `${address}:53`;
  });
}

/**
 * Reads the file that LOOKUP_CA_FILE names.
 * @throws RefusedError `configuration`
 */
export function readAuthorities(file: string): string {
  const name = "LOOKUP_CA_FILE";
  let pem: string;
  try {
    pem = readFileSync(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw refuse(name, `names ${file}, which cannot be read (${code})`, "Correct the path.");
  }
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw refuse(
    name,
    `names ${file}, which holds no certificate`,
    "Use a file in PEM, which begins with -----BEGIN CERTIFICATE-----.",
  );
}

/**
 * Reads LOOKUP_ADDRESSES.
 * @throws RefusedError `configuration`
 */
export function parseAddressRule({ name, value }: Setting): AddressRule {
  if (value === "any") return "any";
  const [first, ...also] = value.split(",").map((part) => part.trim());
  try {
    const rule = { also };
    allowAddresses(rule);
    if (first === "public") return rule;
  } catch {
    // Refused below.
  }
  throw refuse(
    name,
    `is "${value}"`,
    "Use public; or public,ADDRESS/PREFIX to let in a range of your own; or any, for tests.",
  );
}

function refuse(name: string, fault: string, remedy: string): RefusedError {
  return new RefusedError("configuration", `${name} ${fault}. ${remedy}`, { field: name });
}
