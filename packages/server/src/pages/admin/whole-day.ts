/** The day of an RFC 3339 moment, as a date field takes it, in UTC; "" for none or for what is no moment. */
export function dayOf(moment: string | null): string {
  const time = moment === null ? Number.NaN : Date.parse(moment);
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 10);
}

/** The first second of a day in UTC, RFC 3339; null when it is no day. */
export function startOfDay(day: string): string | null {
  return isDay(day) ? `${day}T00:00:00Z` : null;
}

/** The last second of a day in UTC, RFC 3339; null when it is no day. */
export function endOfDay(day: string): string | null {
  return isDay(day) ? `${day}T23:59:59Z` : null;
}

function isDay(day: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return false;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
