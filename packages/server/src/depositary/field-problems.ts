import { RefusedError } from "@undersigned/core/errors.ts";
import type { z } from "zod";
import { english } from "../words/catalogue.ts";
import { speak } from "../words/speak.ts";

/** Which rule a field broke; its words are in the catalogue under "fields". */
export type FieldRule = keyof typeof english.fields;

/** What is wrong with one field: as forms show it, as the API returns it. */
export type FieldProblem = {
  /** As the API spells it, members joined by dots: "texts.0.lang". "" for the whole body. */
  readonly field: string;
  readonly rule: FieldRule;
  readonly message: string;
  /** The limit that was passed, where the rule has one. */
  readonly limit?: number;
};

/** A problem with a field, whoever found it: a rule, a parser (then with the place in the text), or the depositary. */
export type RefusedField = {
  readonly field: string;
  readonly message: string;
  readonly rule?: FieldRule | undefined;
  readonly limit?: number | undefined;
  /** 1-based, in code points. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
};

/** One or more fields were refused. `field` and `message` are the first one's. */
export class FieldsRefusedError extends RefusedError {
  readonly problems: readonly RefusedField[];
  constructor(problems: readonly RefusedField[]) {
    const [first] = problems;
    super("invalid_field", first?.message ?? "A field was refused.", { field: first?.field });
    this.problems = problems;
  }
}

/** What a rule of ours leaves in a zod issue, read back by `describeIssues`. */
export type RuleParams = { rule: FieldRule; limit?: number; expected?: string; fault?: string };

/** The problem of one field, in words. */
export function fieldProblem(field: string, params: RuleParams): FieldProblem {
  const { rule, limit, expected = "", fault = "" } = params;
  const say = speak("en");
  const values = { label: labelOf(field), limit: limit === undefined ? "" : say.number(limit), expected, fault };
  const message = say(`fields.${rule}`, values);
  return limit === undefined ? { field, rule, message } : { field, rule, message, limit };
}

/** Nobody mends more fields at a time; a body of thousands of wrong members must not be answered with as many sentences. */
const MOST_PROBLEMS = 100;

/**
 * Problems of a refused input, one for each field at fault (the first rule it broke), the first hundred of them.
 * @param input what was parsed, to tell a member that is missing from one of a wrong type
 */
export function describeIssues(issues: readonly z.core.$ZodIssue[], input: unknown): FieldProblem[] {
  const problems = new Map<string, FieldProblem>();
  for (const issue of issues) {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) {
      if (problems.size === MOST_PROBLEMS) return [...problems.values()];
      const field = path.map(String).join(".");
      if (!problems.has(field)) problems.set(field, fieldProblem(field, paramsOf(issue, input)));
    }
  }
  return [...problems.values()];
}

function paramsOf(issue: z.core.$ZodIssue, input: unknown): RuleParams {
  switch (issue.code) {
    case "custom":
      return isRuleParams(issue.params) ? issue.params : { rule: "other", fault: issue.message };
    case "unrecognized_keys":
      return { rule: "unknown" };
    case "too_big":
      return {
        rule: issue.origin === "string" ? "too_long" : issue.origin === "array" ? "too_many" : "too_great",
        limit: Number(issue.maximum),
      };
    case "too_small":
      if (issue.origin === "string") return { rule: "missing" };
      return { rule: issue.origin === "array" ? "too_few" : "too_small", limit: Number(issue.minimum) };
    case "invalid_value":
      return isMissing(issue.path, input)
        ? { rule: "missing" }
        : { rule: "not_one_of", expected: issue.values.map(String).join(", ") };
    case "invalid_type":
      return isMissing(issue.path, input)
        ? { rule: "missing" }
        : { rule: "wrong_type", expected: nameOfType(issue.expected) };
    default:
      return { rule: "other", fault: issue.message };
  }
}

function isRuleParams(params: unknown): params is RuleParams {
  return typeof params === "object" && params !== null && "rule" in params && String(params.rule) in english.fields;
}

function isMissing(path: readonly PropertyKey[], input: unknown): boolean {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return true;
    value = Reflect.get(value, step);
  }
  return value === undefined;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function nameOfType(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

/** The name that people know a field by; of what has none, its path. */
function labelOf(field: string): string {
  // Members of `names` are languages.
  const name = field.startsWith("names.") ? "names" : (field.split(".").findLast((step) => !/^\d+$/.test(step)) ?? "");
  const labels: Readonly<Record<string, string>> = english.labels;
  return Object.hasOwn(labels, name) ? (labels[name] ?? field) : field;
}
