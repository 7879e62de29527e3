import type { FindingCode, FindingDetails } from "./finding.ts";
import { isEvent, isFindingCode, isLasting, makeFinding, severityOf } from "./finding.ts";
import type { Memory, Standing } from "./memory.ts";

/** Which of the standing findings a visit could have found again. */
export type Reach = "all" | "nothing";

/** What a visit finds, beside what is remembered to be wrong: news is told once, and what is wrong no longer is told too. */
export type Report = {
  found(code: FindingCode, message: string, details?: FindingDetails): void;
  lookedAt(statement: string): void;
  /** At the end of a visit. */
  settle(reach: Reach): void;
};

/** Found whenever it is so, whichever statements a visit looks at. */
const OF_EVERY_VISIT: ReadonlySet<string> = new Set<FindingCode>([
  "count_differs",
  "count_unsettled",
  "statement_without_head",
  "log_withheld",
]);

/** @param now seconds */
export function makeReport(memory: Memory, now: () => number): Report {
  const seen = new Set<string>();
  const looked = new Set<string>();

  function isGone({ id, code, statement }: Standing, reach: Reach): boolean {
    if (seen.has(id) || isLasting(code)) return false;
    if (code === "unreachable") return true;
    if (reach === "nothing") return false;
    return statement === null || OF_EVERY_VISIT.has(code) || looked.has(statement);
  }

  return {
    found(code, message, details = {}) {
      const finding = makeFinding(code, memory.host, message, now(), details);
      const { id, statement, evidence, time, message: told } = finding;
      seen.add(id);
      if (memory.standing.some((one) => one.id === id)) return;
      if (!isEvent(code)) {
        memory.standing = [...memory.standing, { id, code, statement, message: told, since: time, evidence }];
      }
      memory.untold = [...memory.untold.filter((one) => one.id !== id), finding];
    },
    lookedAt: (statement) => void looked.add(statement),
    settle(reach) {
      for (const standing of memory.standing.filter((one) => isGone(one, reach))) {
        const { id, statement, message } = standing;
        memory.standing = memory.standing.filter((one) => one.id !== id);
        this.found("resolved", `No longer so: ${message}`, {
          about: `${id} ${now()}`,
          ...(statement && { statement }),
        });
      }
    },
  };
}

/** The worst that stands: null when all is well. */
export function worstOf({ standing }: Pick<Memory, "standing">): "alarm" | "warning" | null {
  const severities = standing.map(({ code }) => (isFindingCode(code) ? severityOf(code) : "warning"));
  if (severities.includes("alarm")) return "alarm";
  return severities.includes("warning") ? "warning" : null;
}
