import type { ErrorCode } from "../errors.ts";
import { UndersignedError } from "../errors.ts";

/** `inconclusive`: nothing is wrong with what could be checked, but not everything could. */
export type Verdict = "valid" | "invalid" | "inconclusive";

/** What is wrong: our code, the file (and entry) it is wrong in, and the reason in words. */
export type Problem = { readonly code: ErrorCode; readonly where: string; readonly message: string };

export type Check<Name extends string = string> = {
  readonly name: Name;
  readonly status: "ok" | "failed" | "not_checked";
  /** What was to be shown, in words. */
  readonly what: string;
  /** Why it was not checked, in words; null otherwise. */
  readonly note: string | null;
  /** The first PROBLEM_LIMIT problems. */
  readonly problems: readonly Problem[];
  /** How many problems there are besides. */
  readonly more: number;
};

/** Problems that are told of each check. */
export const PROBLEM_LIMIT = 20;

type Found = { problems: Problem[]; more: number; note: string | null; done: boolean };

/** Gathers what each check finds. A check holds once it is `done` and no problem was found. */
export class Findings<Name extends string> {
  readonly #words: Readonly<Record<Name, string>>;
  readonly #found = new Map<Name, Found>();
  readonly #omitted = new Set<Name>();

  /** @param words what each check is to show, in the order in which it is told */
  constructor(words: Readonly<Record<Name, string>>) {
    this.#words = words;
  }

  /** Records a problem. An error that is not ours goes on: it is a defect, or the files could not be read. */
  fail(check: Name, where: string, error: unknown): void {
    if (!(error instanceof UndersignedError)) throw error;
    const found = this.#of(check);
    if (found.problems.length === PROBLEM_LIMIT) found.more += 1;
    else found.problems.push({ code: error.code, where, message: error.message });
  }

  /** What `work` gives, or null when it finds a problem. */
  attempt<T>(check: Name, where: string, work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      this.fail(check, where, error);
      return null;
    }
  }

  /** Leaves a check out altogether, because nobody asked for it. */
  omit(check: Name): void {
    this.#omitted.add(check);
  }

  /** Says that a check was carried out to its end. */
  done(check: Name): void {
    this.#of(check).done = true;
  }

  /** Says why a check was not carried out, or not to its end. The first reason stands. */
  leave(check: Name, note: string): void {
    this.#of(check).note ??= note;
  }

  failed(check: Name): boolean {
    return statusOf(this.#of(check)) === "failed";
  }

  holds(check: Name): boolean {
    return statusOf(this.#of(check)) === "ok";
  }

  /** All checks that were asked for, in order. */
  checks(): Check<Name>[] {
    const names = (Object.keys(this.#words) as Name[]).filter((name) => !this.#omitted.has(name));
    return names.map((name) => {
      const found = this.#of(name);
      const status = statusOf(found);
      const note = status === "not_checked" ? (found.note ?? "It needs what could not be read.") : null;
      return { name, status, what: this.#words[name], note, problems: [...found.problems], more: found.more };
    });
  }

  #of(check: Name): Found {
    const found = this.#found.get(check) ?? { problems: [], more: 0, note: null, done: false };
    this.#found.set(check, found);
    return found;
  }
}

function statusOf({ problems, note, done }: Found): Check["status"] {
  if (problems.length > 0) return "failed";
  return done && note === null ? "ok" : "not_checked";
}

/** The verdict that checks lead to: one that failed decides, then one that was not carried out. */
export function judge(checks: readonly Check[]): { verdict: Verdict; reason: string | null } {
  const failed = checks.find((check) => check.status === "failed")?.problems[0];
  if (failed !== undefined) return { verdict: "invalid", reason: `${failed.where}: ${failed.message}` };
  const open = checks.filter((check) => check.status === "not_checked");
  const [first] = open;
  if (first === undefined) return { verdict: "valid", reason: null };
  const consistent = open.length === 1 && first.name === "key";
  const reason = consistent ? `Internally consistent, origin not established: ${first.note}` : first.note;
  return { verdict: "inconclusive", reason };
}
