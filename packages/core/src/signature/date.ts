import { MalformedError } from "../errors.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** A calendar day that exists, `YYYY-MM-DD` (RFC 3339 section 5.6, full-date). `what` names the member in the message. */
export function checkDate(text: string, what: string): void {
  if (!DATE.test(text) || !exists(`${text}T00:00:00Z`)) {
    throw new MalformedError("malformed", `${what} is not a day as YYYY-MM-DD: ${text.slice(0, 40)}`);
  }
}

/**
 * A moment in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339 section 5.6), without leap seconds. In this one form,
 * later moments are greater strings.
 */
export function checkDateTime(text: string, what: string): void {
  if (!DATE_TIME.test(text) || !exists(text)) {
    throw new MalformedError("malformed", `${what} is not a time as YYYY-MM-DDTHH:MM:SSZ: ${text.slice(0, 40)}`);
  }
}

/** Whether the calendar has this moment: the 31st of April is read as the 1st of May, and so comes back changed. */
function exists(text: string): boolean {
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === `${text.slice(0, -1)}.000Z`;
}
