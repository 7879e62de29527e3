/** What is counted, each apart from the others. */
export type RateAct = "submit" | "confirm" | "sign-in" | "manage-link" | "look" | "dispute" | "check" | "signed-on";

/** So many acts in a window, in milliseconds. */
export type RateWindow = { readonly limit: number; readonly window: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How often, per address and per statement: a burst, and what is sustained. A whole office, school or mobile network
 * stands behind one address, so these stop machines, not crowds; what one mailbox may cause is limited where mail is made.
 * A statement's own limits are three times the best minute and a hundred times the best hour on record (5,742 a minute).
 */
export const RATE_LIMITS: Readonly<
  Record<RateAct, { readonly address: readonly RateWindow[]; readonly statement: readonly RateWindow[] }>
> = {
  submit: {
    address: [
      { limit: 120, window: MINUTE },
      { limit: 2_000, window: HOUR },
    ],
    statement: [
      { limit: 18_000, window: MINUTE },
      { limit: 600_000, window: HOUR },
    ],
  },
  confirm: {
    address: [
      { limit: 240, window: MINUTE },
      { limit: 4_000, window: HOUR },
    ],
    statement: [],
  },
  "sign-in": {
    address: [
      { limit: 10, window: MINUTE },
      { limit: 60, window: HOUR },
    ],
    statement: [],
  },
  "manage-link": {
    address: [
      { limit: 20, window: MINUTE },
      { limit: 200, window: HOUR },
    ],
    statement: [
      { limit: 6_000, window: MINUTE },
      { limit: 60_000, window: HOUR },
    ],
  },
  // Each makes this server ask others: a page that is open looks every half minute, by itself.
  look: {
    address: [
      { limit: 20, window: MINUTE },
      { limit: 300, window: HOUR },
    ],
    statement: [],
  },
  dispute: {
    address: [
      { limit: 10, window: MINUTE },
      { limit: 40, window: HOUR },
    ],
    statement: [
      { limit: 120, window: MINUTE },
      { limit: 1_000, window: HOUR },
    ],
  },
  // A copy takes seconds of a processor, an address is fetched, and what was found is kept.
  check: {
    address: [
      { limit: 10, window: MINUTE },
      { limit: 100, window: HOUR },
      { limit: 300, window: 24 * HOUR },
    ],
    statement: [],
  },
  // A day that nobody asked for yet is counted from the log's first entry on.
  "signed-on": {
    address: [
      { limit: 30, window: MINUTE },
      { limit: 300, window: HOUR },
    ],
    statement: [],
  },
};
