/** The last moment whose year has four digits, milliseconds since the epoch. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Whether entries and manifests can say this moment (milliseconds since the epoch), and it is not before the epoch. */
export function isSayable(time: number): boolean {
  return time >= 0 && time <= LAST;
}

/** `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339, UTC, to the second), from milliseconds since the epoch. */
export function formatSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
