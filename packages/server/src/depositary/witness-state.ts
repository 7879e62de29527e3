/**
 * How it stands with a witness. `new`: it was not asked yet. `busy`: it answered that it cannot now. `wrong_key` and
 * `unknown_log`: it has to be told of this depositary, or of its key. `inconsistent`, `other_root` and `ahead` are alarms:
 * what it cosigned before is not the beginning of the log as it is, or is more than all of it.
 */
export const CONDITIONS = [
  ...(["new", "cosigning", "unreachable", "busy", "bad_answer", "wrong_key", "unknown_log"] as const),
  ...(["inconsistent", "other_root", "ahead"] as const),
] as const;

export type WitnessCondition = (typeof CONDITIONS)[number];

/** The conditions in which somebody has rewritten a log, or restored an old copy of it: here or at the witness. */
export const ALARMS: ReadonlySet<WitnessCondition> = new Set<WitnessCondition>(["inconsistent", "other_root", "ahead"]);

/** A change for the worse or the better, told once. */
export type WitnessChange = {
  /** As the policy calls it. */
  readonly witness: string;
  /** `went_back`: it holds an earlier state than the one that it cosigned last, and was asked again from there. */
  readonly condition: WitnessCondition | "went_back";
  /** For technicians; null when there is nothing to add. */
  readonly detail: string | null;
};

export function isCondition(text: string): text is WitnessCondition {
  return CONDITIONS.some((condition) => condition === text);
}
