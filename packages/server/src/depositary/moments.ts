/** `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339, UTC, to the second), from milliseconds since the epoch. */
export function formatSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
