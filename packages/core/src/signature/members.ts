import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { isDomain } from "../statement/domain.ts";
import type { Hex } from "./entry.ts";

/** An object of JSON whose members are not looked at yet. */
export type JsonObject = { readonly [member: string]: JsonValue };

const DIGEST = /^[0-9a-f]{64}$/;

/** 64 lower-case hexadecimal digits. @throws MalformedError `malformed` */
export function checkDigest(value: JsonValue | undefined, what: string): Hex {
  if (typeof value !== "string" || !DIGEST.test(value)) {
    throw new MalformedError("malformed", `${what} is not 64 lower-case hexadecimal digits`);
  }
  return value;
}

/** @throws MalformedError `malformed` for what is no string */
export function checkString(value: JsonValue | undefined, what: string): string {
  if (typeof value !== "string") throw new MalformedError("malformed", `${what} is not a string`);
  return value;
}

/** A domain in the one spelling of `isDomain`. @throws MalformedError `malformed` */
export function checkDomain(value: JsonValue | undefined, what: string): string {
  const domain = checkString(value, what);
  if (isDomain(domain)) return domain;
  throw new MalformedError("malformed", `${what} is not a domain in lower case, such as reading.example`);
}

/** @throws MalformedError `malformed` unless `value` is an object with all of `required` and nothing but these and `optional` */
export function checkMembers(
  value: JsonValue | undefined,
  what: string,
  required: readonly string[],
  optional: readonly string[],
): JsonObject {
  const object = checkObject(value, what);
  for (const name of required) {
    if (!Object.hasOwn(object, name)) throw new MalformedError("malformed", `the ${what} has no member ${name}`);
  }
  for (const name of Object.keys(object)) {
    if (!required.includes(name) && !optional.includes(name)) {
      throw new MalformedError("malformed", `the ${what} has a member that is not known: ${name.slice(0, 40)}`);
    }
  }
  return object;
}

/** @throws MalformedError `malformed` for what is no object */
export function checkObject(value: JsonValue | undefined, what: string): JsonObject {
  if (value === null || typeof value !== "object" || isArray(value)) {
    throw new MalformedError("malformed", `the ${what} is not an object`);
  }
  return value;
}

/** Array.isArray does not narrow readonly arrays. */
function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
