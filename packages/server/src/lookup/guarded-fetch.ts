import type { IncomingMessage } from "node:http";
import { request as openRequest } from "node:https";
import { isIP } from "node:net";
import { getCACertificates } from "node:tls";
import { LookUpProblem } from "./problem.ts";
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

export type Fetched = {
  /** Where it came from in the end. */
  readonly url: string;
  readonly body: Uint8Array;
};

/** Milliseconds in all, with redirects and the asking of names. */
const TIME_LIMIT = 10_000;
/** Bytes of a body. */
export const BODY_LIMIT = 1_048_576;
const HEADER_LIMIT = 16_384;
const REDIRECT_LIMIT = 3;
/** Addresses of one name that are tried. */
const ADDRESS_LIMIT = 4;

/**
 * Fetches one file over https, for whoever typed the address: nothing of ours may be reached that way.
 *
 * Names are asked of our resolvers once, every address is checked, and the connection goes to the address that was checked:
 * a name that changes its answer meanwhile (DNS rebinding) changes nothing. The certificate is checked for the name.
 * Redirects lead only to the same host, or to it with or without `www.`.
 * @param types media types of which the answer must have one
 * @throws LookUpProblem
 */
export async function guardedFetch(guard: Guard, address: string, types: readonly string[]): Promise<Fetched> {
  const late = AbortSignal.timeout(TIME_LIMIT);
  const first = new URL(address);
  let url = first;
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects++) {
    checkAddress(guard, url);
    const answer = await inTime(fetchOnce(guard, url, late), late, url);
    const { status } = answer;
    if (status === 200) return { url: url.href, body: await inTime(readBody(answer.response, url, types), late, url) };
    answer.response.destroy();
    if (status < 300 || status > 399) throw badStatus(url, status);
    url = followed(first, url, answer.response.headers.location ?? "");
  }
  throw new LookUpProblem(
    "redirect",
    `${first.href} redirects more than ${REDIRECT_LIMIT} times. Let it answer by itself.`,
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

async function fetchOnce(guard: Guard, url: URL, late: AbortSignal): Promise<Answer> {
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
      return await connect(guard, url, address, late);
    } catch (error) {
      if (late.aborted) throw error;
      failure = error;
    }
  }
  throw describeFailure(url, failure);
}

/** One request to one address, which was checked; the name is for the certificate and the host header alone. */
function connect(guard: Guard, url: URL, address: string, signal: AbortSignal): Promise<Answer> {
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
        "Accept-Encoding": "identity",
        Accept: "*/*",
        Connection: "close",
      },
      agent: false,
      ca: guard.authorities === null ? undefined : [...getCACertificates("default"), guard.authorities],
      minVersion: "TLSv1.2",
      maxHeaderSize: HEADER_LIMIT,
      signal,
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

/** Where a redirect leads, if it may. */
function followed(first: URL, from: URL, location: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isSame = url !== null && bareHost(url) === bareHost(first);
  if (isSame && url.protocol === "https:") return url;
  throw new LookUpProblem(
    "redirect",
    `${from.href} redirects to ${url === null ? "nowhere" : `${url.protocol}//${url.host}`}, which is not followed: only ${bareHost(first)} and www.${bareHost(first)} themselves, over https, can speak for it. Put the file there, or use the DNS record instead.`,
  );
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^www\./, "");
}

async function readBody(response: IncomingMessage, url: URL, types: readonly string[]): Promise<Uint8Array> {
  const {
    "content-encoding": encoding = "identity",
    "content-type": given = "",
    "content-length": length,
  } = response.headers;
  try {
    if (encoding !== "identity") {
      throw new LookUpProblem(
        "encoding",
        `${url.href} came compressed (${encoding}) although plain was asked for. Let the server honour “Accept-Encoding: identity” there.`,
      );
    }
    const type = (given.split(";")[0] ?? "").trim().toLowerCase();
    if (!types.includes(type)) {
      throw new LookUpProblem(
        "content_type",
        `${url.href} came as “${type || "nothing"}”, and ${types.join(" or ")} was expected. Perhaps it is another page, such as one for errors.`,
      );
    }
    if (Number(length ?? 0) > BODY_LIMIT) throw tooLarge(url);
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of response) {
      size += part.length;
      if (size > BODY_LIMIT) throw tooLarge(url);
      parts.push(part);
    }
    return new Uint8Array(Buffer.concat(parts));
  } finally {
    response.destroy();
  }
}

function tooLarge(url: URL): LookUpProblem {
  return new LookUpProblem(
    "too_large",
    `${url.href} is longer than 1 MiB, and was not read to its end. Use a smaller page, or the DNS record instead.`,
  );
}

/** What was under way when the time was over is over too: the signal has cut its connection. */
async function inTime<T>(work: Promise<T>, late: AbortSignal, url: URL): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    late.addEventListener("abort", () => reject(tooSlow(url)), { once: true });
  });
  try {
    return await Promise.race([work, over]);
  } catch (error) {
    if (late.aborted) throw tooSlow(url);
    throw error instanceof LookUpProblem ? error : describeFailure(url, error);
  }
}

function tooSlow(url: URL): LookUpProblem {
  return new LookUpProblem(
    "too_slow",
    `${url.href} did not come whole within ${TIME_LIMIT / 1000} seconds. Look again in some minutes, or use the DNS record instead.`,
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
function describeFailure(url: URL, error: unknown): LookUpProblem {
  if (error instanceof LookUpProblem) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (/CERT|ALTNAME|SELF_SIGNED|ISSUER|SIGNATURE/.test(code)) {
    return new LookUpProblem(
      "certificate",
      `The certificate of ${url.hostname} does not hold (${code}). A browser would warn of it too: renew it, or use the DNS record instead.`,
      { cause: error },
    );
  }
  return new LookUpProblem(
    "unreachable",
    `${url.hostname} could not be reached over https (${code}). Open ${url.href} in a browser; if it opens there, look again in some minutes, or use the DNS record instead.`,
    { cause: error },
  );
}
