import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { checkMembers, checkString } from "./members.ts";
import { readWebAddress } from "./web-address.ts";

/** Greatest length of an account's name at its issuer, in characters (OpenID Connect Core section 2: 255, all of them ASCII). */
export const SUBJECT_LIMIT = 255;

/** An account at an OpenID Connect provider, such as an ORCID iD: `https://orcid.org` and `0000-0002-1825-0097`. */
export type Account = { readonly issuer: string; readonly subject: string };

/**
 * Issuer and subject, and nothing else. An issuer is compared byte for byte by all who use it (OpenID Connect Core section 2), so it
 * is not asked to be as a browser writes it.
 * @throws MalformedError `malformed`, `too_large`
 */
export function checkAccount(value: JsonValue | undefined): Account {
  const account = checkMembers(value, "account", ["issuer", "subject"], []);
  const issuer = checkString(account.issuer, "issuer");
  const subject = checkString(account.subject, "subject");
  if (readWebAddress(issuer, "issuer").protocol !== "https:" || /[?#]/.test(issuer)) {
    throw new MalformedError("malformed", "issuer is not an https:// address without ? and #");
  }
  if (subject.length > SUBJECT_LIMIT) {
    throw new MalformedError("too_large", `subject is longer than ${SUBJECT_LIMIT} characters`);
  }
  if (!/^[!-~]+$/.test(subject)) {
    throw new MalformedError("malformed", "subject is empty, or holds other characters than visible ASCII");
  }
  return { issuer, subject };
}
