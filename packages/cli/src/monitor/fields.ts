import { MalformedError } from "@undersigned/core/errors.ts";
import type { JsonValue } from "@undersigned/core/json.ts";

/** The members of a JSON object, each taken once; `end` finds those that nobody took. All throw MalformedError `malformed`. */
export type Fields = {
  value(name: string): JsonValue;
  text(name: string): string;
  size(name: string): number;
  /** 64 lower-case hexadecimal digits. */
  hash(name: string): string;
  choice<T extends string>(name: string, choices: readonly T[]): T;
  orNull<T>(name: string, read: (value: JsonValue) => T): T | null;
  list(name: string): readonly JsonValue[];
  entries(name: string): readonly (readonly [string, JsonValue])[];
  end(): void;
};

export function readFields(value: JsonValue, what: string): Fields {
  const left = new Map(membersOf(value, what));
  const refuse = (name: string, wanted: string) =>
    new MalformedError("malformed", `${what}: the member ${name} is not ${wanted}`);
  function take(name: string): JsonValue {
    const taken = left.get(name);
    if (taken === undefined) throw refuse(name, "there");
    left.delete(name);
    return taken;
  }
  function text(name: string): string {
    const taken = take(name);
    if (typeof taken !== "string") throw refuse(name, "a text");
    return taken;
  }
  return {
    value: take,
    text,
    size(name) {
      const taken = take(name);
      if (!Number.isSafeInteger(taken) || Number(taken) < 0) throw refuse(name, "a whole number");
      return Number(taken);
    },
    hash(name) {
      const taken = text(name);
      if (!/^[0-9a-f]{64}$/.test(taken)) throw refuse(name, "64 hexadecimal digits");
      return taken;
    },
    choice(name, choices) {
      const taken = text(name);
      const found = choices.find((choice) => choice === taken);
      if (found === undefined) throw refuse(name, `one of ${choices.join(", ")}`);
      return found;
    },
    orNull(name, read) {
      const taken = take(name);
      return taken === null ? null : read(taken);
    },
    list(name) {
      const taken = take(name);
      if (!isList(taken)) throw refuse(name, "a list");
      return taken;
    },
    entries: (name) => membersOf(take(name), name),
    end() {
      const [extra] = left.keys();
      if (extra !== undefined) throw refuse(extra.slice(0, 40), "known");
    },
  };
}

function membersOf(value: JsonValue, what: string): (readonly [string, JsonValue])[] {
  if (typeof value !== "object" || value === null || isList(value)) {
    throw new MalformedError("malformed", `${what} is not an object`);
  }
  return Object.entries(value);
}

/** Array.isArray does not narrow readonly arrays. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
