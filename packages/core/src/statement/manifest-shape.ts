import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { checkWords } from "./repertoire.ts";

/** A rule that a manifest breaks. `field` is spelled as in the API: "texts.0.lang". */
export type Problem = { readonly field: string; readonly message: string };

type JsonObject = { readonly [member: string]: JsonValue };

function refuse(field: string, what: string): never {
  throw new MalformedError("malformed", `${field === "" ? "the manifest" : field}: ${what}`);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** An object that has every member of `required`, may have those of `optional`, and has no other. */
export function readObject(
  value: JsonValue | undefined,
  field: string,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (!isObject(value)) refuse(field, "expected an object");
  for (const member of required) {
    if (!Object.hasOwn(value, member)) refuse(field, `the member "${member}" is missing`);
  }
  for (const member of Object.keys(value)) {
    if (required.includes(member) || optional.includes(member)) continue;
    refuse(field, `the member "${member.slice(0, 40).replace(/[^ -~]/g, "?")}" is not known`);
  }
  return value;
}

export function readArray<T>(
  value: JsonValue | undefined,
  field: string,
  readEach: (value: JsonValue, field: string) => T,
): T[] {
  if (!isArray(value)) refuse(field, "expected an array");
  return value.map((each, index) => readEach(each, `${field}.${index}`));
}

export function readString(value: JsonValue | undefined, field: string): string {
  return typeof value === "string" ? value : refuse(field, "expected a string");
}

export function readBoolean(value: JsonValue | undefined, field: string): boolean {
  return typeof value === "boolean" ? value : refuse(field, "expected true or false");
}

/** A member that is true where it stands: what is not so is left out, never written as false. */
export function readTrue(value: JsonValue | undefined, field: string): true {
  return value === true ? value : refuse(field, "expected true: what is false is left out");
}

/** A number without fraction that JSON carries exactly: from -(2^53-1) to 2^53-1. */
export function readInteger(value: JsonValue | undefined, field: string): number {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : refuse(field, "expected an integer");
}

/** One of a closed list of values. */
export function readChoice<T extends string | number>(
  value: JsonValue | undefined,
  field: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === value);
  return found === undefined ? refuse(field, `expected one of ${choices.join(", ")}`) : found;
}

/** The problem of a name or other words of one line (checkWords), or none. */
export function findWordsProblem(words: string, limit: number, field: string): Problem[] {
  try {
    checkWords(words, limit, "it");
    return [];
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return [{ field, message: error.message }];
  }
}
