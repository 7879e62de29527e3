import type { IncomingMessage } from "node:http";
import { request as openRequest } from "node:https";
import { isIP } from "node:net";
import { getCACertificates } from "node:tls";
import type { Fetched, FetchRules } from "./fetch-rules.ts";
import { LookUpProblem } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { findAddresses } from "./resolver.ts";

/** What outgoing requests go by. */
export type Guard = {
  /** `ADDRESS:PORT` of each resolver. */
  readonly resolvers: readonly string[];
  /** Whether an address may be connected to. */
  readonly allows: (address: string) => boolean;
  /** 443, but in tests. */
  readonly port: number;
  /** Certificate authorities beside those that Node knows, PEM; null: none. */
  readonly authorities: string | null;
  /** Says who asks. */
  readonly userAgent: string;
};

const HEADER_LIMIT = 16_384;
/** Addresses of one name that are tried. */
const ADDRESS_LIMIT = 4;

/**
 * Fetches one file over https, for whoever typed the address: nothing of ours may be reached that way.
 *
 * Names are asked of our resolvers once, every address is checked, and the connection goes to the address that was checked:
 * a name that changes its answer meanwhile (DNS rebinding) changes nothing. The certificate is checked for the name. Redirects
 * are gone through the same way.
 * @throws LookUpProblem
 */
export async function guardedFetch(guard: Guard, address: string, rules: FetchRules): Promise<Fetched> {
  const late = AbortSignal.timeout(rules.timeLimit);
  const first = new URL(address);
  let url = first;
  for (let redirects = 0; redirects <= rules.redirectLimit; redirects++) {
    checkAddress(guard, url);
    const answer = await inTime(fetchOnce(guard, url, { late, rules }), { late, url, rules });
    const { status, response } = answer;
    if (status === 200) {
      const read = await inTime(readBody(response, url, rules), { late, url, rules });
      return { url: url.href, ...read };
    }
    response.destroy();
    if (status < 300 || status > 399) throw badStatus(url, status);
    url = followed({ first, from: url, location: response.headers.location ?? "" }, rules);
  }
  throw new LookUpProblem(
    "redirect",
    `${first.href} redirects more than ${rules.redirectLimit} times. Let it answer by itself.`,
  );
}

type Answer = { readonly status: number; readonly response: IncomingMessage };

function checkAddress({ port }: Guard, url: URL): void {
  const { protocol, hostname, username, password } = url;
  // "" is 443, the port of https.
  const isPort = url.port === "" || url.port === String(port);
  if (protocol === "https:" && isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && username + password === "" && isPort)
    return;
  throw new LookUpProblem(
    "redirect",
    `${url.href} is not looked at: an address must begin with https:// and the name of a host, without port or password.`,
  );
}

type Asking = { readonly late: AbortSignal; readonly rules: FetchRules };

async function fetchOnce(guard: Guard, url: URL, { late, rules }: Asking): Promise<Answer> {
  const addresses = await findAddresses(guard.resolvers, url.hostname);
  const forbidden = addresses.find((address) => !guard.allows(address));
  if (forbidden !== undefined) {
    throw new LookUpProblem(
      "private_address",
      `${url.hostname} leads to ${forbidden}, which is not an address of the public internet, so it was not looked at. Its A and AAAA records must hold public addresses only.`,
    );
  }
  let failure: unknown = null;
  for (const address of addresses.slice(0, ADDRESS_LIMIT)) {
    try {
      return await connect(guard, url, address, { late, rules });
    } catch (error) {
      if (late.aborted) throw error;
      failure = error;
    }
  }
  throw describeFailure(url, failure, rules);
}

/** One request to one address, which was checked; the name is for the certificate and the host header alone. */
function connect(guard: Guard, url: URL, address: string, { late, rules }: Asking): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = openRequest({
      host: address,
      port: guard.port,
      servername: url.hostname,
      path: `${url.pathname}${url.search}`,
      method: "GET",
      headers: {
        Host: guard.port === 443 ? url.hostname : `${url.hostname}:${guard.port}`,
        "User-Agent": guard.userAgent,
        "Accept-Encoding": rules.encodings.length === 0 ? "identity" : rules.encodings.join(", "),
        Accept: "*/*",
        Connection: "close",
      },
      agent: false,
      ca: guard.authorities === null ? undefined : [...getCACertificates("default"), guard.authorities],
      minVersion: "TLSv1.2",
      maxHeaderSize: HEADER_LIMIT,
      signal: late,
    });
    asking.on("error", reject);
    asking.on("response", (response) => {
      // Cut off when nobody reads any more: without a listener that would end the process.
      response.on("error", () => undefined);
      resolve({ status: response.statusCode ?? 0, response });
    });
    asking.end();
  });
}

type Redirect = { readonly first: URL; readonly from: URL; readonly location: string };

/** Where a redirect leads, if it may. */
function followed({ first, from, location }: Redirect, { followsElsewhere }: FetchRules): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : null;
  // Where any host may be followed to, http:// is asked for as https://, as it was at the beginning.
  if (followsElsewhere && url?.protocol === "http:" && url.port === "") url.protocol = "https:";
  const isAllowed = url !== null && (followsElsewhere || bareHost(url) === bareHost(first));
  if (isAllowed && url.protocol === "https:") return url;
  const only = followsElsewhere
    ? "only addresses that begin with https:// are."
    : `only ${bareHost(first)} and www.${bareHost(first)} themselves, over https, can speak for it. Put the file there, or use the DNS record instead.`;
  throw new LookUpProblem(
    "redirect",
    `${from.href} redirects to ${url === null ? "nowhere" : `${url.protocol}//${url.host}`}, which is not followed: ${only}`,
  );
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^www\./, "");
}

/** What was under way when the time was over is over too: the signal has cut its connection. */
async function inTime<T>(work: Promise<T>, { late, url, rules }: Asking & { readonly url: URL }): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    late.addEventListener("abort", () => reject(tooSlow(url, rules)), { once: true });
  });
  try {
    return await Promise.race([work, over]);
  } catch (error) {
    if (late.aborted) throw tooSlow(url, rules);
    throw error instanceof LookUpProblem ? error : describeFailure(url, error, rules);
  }
}

function tooSlow(url: URL, { timeLimit, instead }: FetchRules): LookUpProblem {
  return new LookUpProblem(
    "too_slow",
    `${url.href} did not come whole within ${timeLimit / 1000} seconds. Look again in some minutes, or ${instead}.`,
  );
}

function badStatus(url: URL, status: number): LookUpProblem {
  const isGone = status === 404 || status === 410;
  const what = isGone ? "There is nothing at" : "No page came from";
  return new LookUpProblem(
    isGone ? "status_gone" : "status",
    `${what} ${url.href} (the server answers with ${status}). Open that address in a browser where you are not signed in, to see what we see.`,
  );
}

/** Node's and OpenSSL's reasons, of which only certificates have names that help. */
function describeFailure(url: URL, error: unknown, { instead }: FetchRules): LookUpProblem {
  if (error instanceof LookUpProblem) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (/CERT|ALTNAME|SELF_SIGNED|ISSUER|SIGNATURE/.test(code)) {
    return new LookUpProblem(
      "certificate",
      `The certificate of ${url.hostname} does not hold (${code}). A browser would warn of it too: renew it, or ${instead}.`,
      { cause: error },
    );
  }
  return new LookUpProblem(
    "unreachable",
    `${url.hostname} could not be reached over https (${code}). Open ${url.href} in a browser; if it opens there, look again in some minutes, or ${instead}.`,
    { cause: error },
  );
}
