import { randomBytes } from "./random.ts";
import { mac } from "./seal.ts";
import { base32, formatOrdered, refuseToken } from "./signing-tokens.ts";
import { equalTokens } from "./tokens.ts";

/** 26 base32 characters carry 130 bits. */
const SECRET_LENGTH = 26;
const TIME_LENGTH = 7;
/** Enough for every place in a list. */
const PLACE_LENGTH = 4;
const RANDOM_LENGTH = 10;
const TOKEN = /^([a-z2-7]{16})\.([io])([a-z2-7]{21})\.[a-z2-7]{26}$/;

/**
 * What a link may do: `answer` for the organisation that was invited, or only look at the sheet that is passed on to
 * whoever decides. Neither leads to the other.
 */
export type InvitationRight = "answer" | "sheet";

const LETTERS = { answer: "i", sheet: "o" } as const;

/**
 * Id of an invitation, which sorts by time and, among those that were made together, by their order.
 * @param now milliseconds since the epoch
 * @param place below 32^4
 */
export function makeInvitationId(now: number, place: number): string {
  const order = formatOrdered(Math.floor(now / 1000), TIME_LENGTH) + formatOrdered(place, PLACE_LENGTH);
  return order + base32(randomBytes(RANDOM_LENGTH));
}

/** The token that goes into a mail. It is an HMAC, so nothing of it is kept, and a reminder can bear it again. */
export function makeInvitationToken(
  macKey: Uint8Array,
  right: InvitationRight,
  statementId: string,
  id: string,
): string {
  const secret = base32(mac(macKey, `invitation-${right}`, statementId, id)).slice(0, SECRET_LENGTH);
  return `${statementId}.${LETTERS[right]}${id}.${secret}`;
}

/** @throws RefusedError `token_invalid` for a token that does not give this right */
export function readInvitationToken(
  macKey: Uint8Array,
  right: InvitationRight,
  token: string,
): { statementId: string; id: string } {
  const [, statementId, letter, id] = TOKEN.exec(token) ?? [];
  if (statementId === undefined || id === undefined || letter !== LETTERS[right]) throw refuseToken();
  if (!equalTokens(token, makeInvitationToken(macKey, right, statementId, id))) throw refuseToken();
  return { statementId, id };
}
