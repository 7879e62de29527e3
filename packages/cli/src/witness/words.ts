import type { FollowedLog } from "./logs.ts";

/** What people read of a witness: on its page, and where it is started. */
export const WORDS = {
  title: (name: string): string => `${name}, a witness`,
  what: "This is a witness. It follows the logs below and confirms, with its signature, that each only ever grew: that nothing in it was changed or taken out since the witness last looked.",
  why: "So a list of signatures cannot be shown one way to you and another way to somebody else without being found out. The witness belongs to somebody other than the keeper of the list.",
  blind: "It sees how long each log is and a fingerprint of it. It sees no text, no name and no address.",
  key: "Its key, to check its signatures with:",
  logs: "The logs it follows:",
  noLogs: "It follows no log yet.",
  log: "Log",
  size: "Entries when last confirmed",
  time: "Last confirmed",
  never: "not yet",
  technicians: "For technicians: it answers C2SP tlog-witness, POST add-checkpoint below this address.",
};

/** `2026-09-21 14:13:20 UTC`, or that there was no time yet. */
export function timeOf({ time }: Pick<FollowedLog, "time">): string {
  if (time === 0) return WORDS.never;
  const date = new Date(time * 1000);
  if (Number.isNaN(date.getTime())) return `${time} s`;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
