/** A head's time, in seconds since 1970, as `YYYY-MM-DDTHH:MM:SSZ`; in words where no calendar has it. */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds} since 1970` : `${date.toISOString().slice(0, -5)}Z`;
}

/** `20 November 2026, 12:00 UTC`, of a time as `YYYY-MM-DDTHH:MM:SSZ`. */
export function tellMoment(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return `${date.toLocaleString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).replace(" at ", ", ")} UTC`;
}
