import type { Verdict } from "@undersigned/core/verify/findings.ts";

/** What a command ends with: yes, no (altered, invalid), wrong usage or what could not be read, could not tell. */
export const EXIT = { yes: 0, no: 1, usage: 2, unknown: 3 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

const BY_VERDICT: Readonly<Record<Verdict, ExitStatus>> = {
  valid: EXIT.yes,
  invalid: EXIT.no,
  inconclusive: EXIT.unknown,
};

export function statusOfVerdict(verdict: Verdict): ExitStatus {
  return BY_VERDICT[verdict];
}
