import { RefusedError } from "@undersigned/core/errors.ts";
import { randomBytes } from "./random.ts";
import { mac } from "./seal.ts";
import { equalTokens } from "./tokens.ts";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
/** 26 base32 characters carry 130 bits. */
const SECRET_LENGTH = 26;
/** In the order of ASCII, so that what begins with a time sorts by it. */
const ORDERED_BASE32 = "234567abcdefghijklmnopqrstuvwxyz";
/** Seven characters hold the seconds since the epoch until the year 3058. */
const TIME_LENGTH = 7;
const PENDING = /^([a-z2-7]{16})\.([a-z2-7]{7})[a-z2-7]{26}$/;
const MANAGE = /^([a-z2-7]{16})\.(\d{1,16})(?:~([1-9]\d{0,8}))?\.[a-z2-7]{26}$/;

/** As `PENDING`, of one that waits: its token follows from its id, so that it can be mailed whichever way it was confirmed. */
const WAITING = /^([a-z2-7]{16}\.[a-z2-7]{33})\.[a-z2-7]{26}$/;

/** What a mailed token names: a pending signature by its id, or a signature in the log by its index. */
export type TokenTarget =
  | { readonly kind: "pending"; readonly statementId: string; readonly pendingId: string }
  | {
      readonly kind: "manage";
      readonly statementId: string;
      readonly index: number;
      /** How often the links of the signature had been replaced when it was made. */
      readonly generation: number;
    };

/** 16 random base32 characters: 80 bits, the id of a statement, or of a check that is published. */
export function randomPublicId(): string {
  return base32(randomBytes(16)).slice(0, 16);
}

/**
 * A token to mail, and the id that it opens. The id is an HMAC of the token, so the database, which holds ids only,
 * opens nothing. Both begin with the statement's id, by which the tables are spread, and the time, so that new rows come
 * to stand side by side: random keys would touch a page each.
 * @param now milliseconds since the epoch
 */
export function makePendingToken(
  macKey: Uint8Array,
  statementId: string,
  now: number,
): { token: string; pendingId: string } {
  const time = formatOrdered(Math.floor(now / 1000), TIME_LENGTH);
  const token = `${statementId}.${time}${base32(randomBytes(SECRET_LENGTH))}`;
  return { token, pendingId: pendingIdOf(macKey, statementId, time, token) };
}

function pendingIdOf(macKey: Uint8Array, statementId: string, time: string, token: string): string {
  return `${statementId}.${time}${base32(mac(macKey, "pending", token)).slice(0, SECRET_LENGTH)}`;
}

/** A whole number in `length` characters of base32 that sort like the numbers. */
export function formatOrdered(value: number, length: number): string {
  let text = "";
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = `${ORDERED_BASE32[rest % 32]}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** The code that stands beside the token in the mail: eight base32 characters, 40 bits, an HMAC of the id and so not kept. */
export function codeOf(macKey: Uint8Array, pendingId: string): string {
  return base32(mac(macKey, "code", pendingId))
    .slice(0, 8)
    .toUpperCase();
}

/**
 * The token that manages one signature. It is an HMAC, so nothing of it is kept, and it can be mailed again at any time.
 * @param generation how often the links of the signature were replaced, because whoever had them left: 0 for most
 */
export function makeManageToken(macKey: Uint8Array, statementId: string, index: number, generation = 0): string {
  const replaced = generation === 0 ? [] : [String(generation)];
  const secret = base32(mac(macKey, "manage", statementId, String(index), ...replaced)).slice(0, SECRET_LENGTH);
  return `${[`${statementId}.${index}`, ...replaced].join("~")}.${secret}`;
}

/** The token that opens a confirmed signature which waits for more; an HMAC of its id, mailed once that is confirmed. */
export function makeWaitingToken(macKey: Uint8Array, pendingId: string): string {
  return `${pendingId}.${base32(mac(macKey, "waiting", pendingId)).slice(0, SECRET_LENGTH)}`;
}

/**
 * What a mailed token names. A pending token proves itself by the row that its id finds; a manage token is compared here.
 * @throws RefusedError `token_invalid`
 */
export function readToken(macKey: Uint8Array, token: string): TokenTarget {
  const [, statementId, time] = PENDING.exec(token) ?? [];
  if (statementId !== undefined && time !== undefined) {
    return { kind: "pending", statementId, pendingId: pendingIdOf(macKey, statementId, time, token) };
  }
  const [, waiting] = WAITING.exec(token) ?? [];
  if (waiting !== undefined && equalTokens(token, makeWaitingToken(macKey, waiting))) {
    return { kind: "pending", statementId: statementOfPending(waiting), pendingId: waiting };
  }
  const [, managed, index, replaced] = MANAGE.exec(token) ?? [];
  const generation = Number(replaced ?? 0);
  if (managed === undefined || !equalTokens(token, makeManageToken(macKey, managed, Number(index), generation)))
    throw refuseToken();
  return { kind: "manage", statementId: managed, index: Number(index), generation };
}

/** Id of a further mail about a signature in the log, by which it is forgotten together with it. */
export function furtherMailId(statementId: string, index: number): string {
  return `${statementId}.${index}~${base32(randomBytes(SECRET_LENGTH))}`;
}

/** Id of a further mail about a pending signature, by which it is forgotten together with it. */
export function furtherPendingMailId(pendingId: string): string {
  return `${pendingId}~${base32(randomBytes(SECRET_LENGTH))}`;
}

/** The statement that a pending id belongs to. @throws RefusedError `token_invalid` when it is none of ours */
export function statementOfPending(pendingId: string): string {
  const [, statementId] = PENDING.exec(pendingId) ?? [];
  if (statementId === undefined) throw refuseToken();
  return statementId;
}

export function refuseToken(): RefusedError {
  return new RefusedError(
    "token_invalid",
    "This link does not open anything. It may have been cut in two by the mail program: copy the whole of it, or ask for a new mail.",
    { field: "token" },
  );
}

/** One character for each byte: five of its bits. Even, because 32 divides 256. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += BASE32[byte & 31];
  return text;
}
