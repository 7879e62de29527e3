import { MalformedError } from "../errors.ts";

/** Greatest length of a web address, in characters, all of them visible ASCII. */
export const WEB_ADDRESS_LIMIT = 2_000;

/**
 * Reads an absolute web address, http or https, in visible ASCII and without a user.
 * @param what how a message calls it
 * @throws MalformedError `malformed`, `too_large`
 */
export function readWebAddress(text: string, what: string): URL {
  if (text.length > WEB_ADDRESS_LIMIT) {
    throw new MalformedError("too_large", `${what} is longer than ${WEB_ADDRESS_LIMIT} characters`);
  }
  const url = /^https?:\/\/[!-~]+$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== "" || url.password !== "") {
    throw new MalformedError("malformed", `${what} is not a whole web address in visible ASCII, without a user`);
  }
  return url;
}
