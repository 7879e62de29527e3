import { MalformedError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { checkMembers, checkString } from "./members.ts";

/** Most resolvers of one observation. */
export const RESOLVERS_LIMIT = 16;
/** Greatest length of a resolver's name, in characters, all of them visible ASCII. */
export const RESOLVER_LIMIT = 100;
/** Most TXT records in one resolver's answer, and the greatest length of each in UTF-16 units. */
export const RECORDS_LIMIT = 32;
export const RECORD_LIMIT = 4_096;

/** What one resolver answered. */
export type ResolverAnswer = {
  /** `ADDRESS:PORT` of the resolver, or a name that says whose it is. */
  readonly resolver: string;
  /** The texts of the TXT records, in the order given; empty: it said that there are none. */
  readonly records: readonly string[];
};

/** A list of answers, each of another resolver. @throws MalformedError `malformed`, `too_large` */
export function checkResolverAnswers(value: JsonValue | undefined): ResolverAnswer[] {
  const answers = checkList(value, RESOLVERS_LIMIT, "resolvers").map((each) => {
    const answer = checkMembers(each, "answer of a resolver", ["resolver", "records"], []);
    const resolver = checkString(answer.resolver, "resolver");
    if (resolver.length > RESOLVER_LIMIT || !/^[!-~]+$/.test(resolver)) {
      throw new MalformedError("malformed", `resolver is not 1 to ${RESOLVER_LIMIT} characters of visible ASCII`);
    }
    return { resolver, records: checkList(answer.records, RECORDS_LIMIT, "records").map(checkRecord) };
  });
  if (new Set(answers.map(({ resolver }) => resolver)).size === answers.length) return answers;
  throw new MalformedError("malformed", "one resolver is there twice");
}

/** Whoever holds the domain writes its records, and anything at all may stand there. */
function checkRecord(value: JsonValue): string {
  const record = checkString(value, "a record");
  if (record.length <= RECORD_LIMIT) return record;
  throw new MalformedError("too_large", `a record is longer than ${RECORD_LIMIT} characters`);
}

function checkList(value: JsonValue | undefined, most: number, what: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw new MalformedError("malformed", `${what} is not a list`);
  if (value.length > most) throw new MalformedError("too_large", `${what} has more than ${most} members`);
  return value;
}
