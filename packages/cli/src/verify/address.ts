import { RefusedError } from "@undersigned/core/errors.ts";

/** Whether an address never leaves this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname) || hostname === "[::1]";
}

/** The address of the depositary `host`, as `--origin` takes it. */
export function siteOf(host: string): string {
  const plain = `http://${host}`;
  return URL.canParse(plain) && isLoopback(new URL(plain)) ? plain : `https://${host}`;
}

/**
 * An address that may be asked: https, or plain http on this machine.
 * @param option how the user gave it, for the message
 * @throws RefusedError `invalid_field`
 */
export function parseAddress(text: string, option: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== "" || url.password !== "") {
    throw new RefusedError("invalid_field", `${option} is not an address such as https://letters.example: ${text}`);
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url))) return url;
  throw new RefusedError(
    "invalid_field",
    `${option} must begin with https://: over plain http anybody on the way could answer. Only this machine itself may be asked by http.`,
  );
}

const STATEMENT_PAGE = /^\/s\/([A-Za-z0-9-]{1,100})(?:\/[^/]*)?\/?$/;
const BUNDLE = /^\/api\/v1\/statements\/[A-Za-z0-9-]{1,100}\/bundle$/;

/**
 * Where the bundle is of the statement whose page, or bundle, this is.
 * @throws RefusedError `invalid_field`
 */
export function findBundleAddress(page: URL): URL {
  const slug = STATEMENT_PAGE.exec(page.pathname)?.[1];
  if (slug === undefined && !BUNDLE.test(page.pathname)) {
    throw new RefusedError(
      "invalid_field",
      `this is not the address of a statement, which looks like ${page.origin}/s/NAME: ${page.href}`,
    );
  }
  const bundle = new URL(slug === undefined ? page.pathname : `/api/v1/statements/${slug}/bundle`, page.origin);
  // Opens a statement that is shown only to those with its link.
  const key = page.searchParams.get("key");
  if (key !== null) bundle.searchParams.set("key", key);
  return bundle;
}
