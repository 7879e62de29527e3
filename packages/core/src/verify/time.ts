/** A head's time, in seconds since 1970, as `YYYY-MM-DDTHH:MM:SSZ`; in words where no calendar has it. */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds} since 1970` : `${date.toISOString().slice(0, -5)}Z`;
}
