import type { WitnessChange } from "./depositary/witness-state.ts";
import { ALARMS } from "./depositary/witness-state.ts";
import type { Log } from "./log.ts";
import { speak } from "./words/speak.ts";

/** Tells operators that it stands otherwise with a witness: once for each change. */
export function logWitness(log: Log, { witness: name, condition, detail }: WitnessChange): void {
  if (condition === "new") return;
  const fields = { witness: name, condition, detail };
  const words = speak("en")(`adminWitnesses.log_${condition}`, { name, detail: detail ?? "" });
  if (condition === "cosigning") log.info(fields, words);
  else if (condition !== "went_back" && ALARMS.has(condition)) log.error(fields, words);
  else log.warn(fields, words);
}
