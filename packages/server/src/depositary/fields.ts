import { MalformedError } from "@undersigned/core/errors.ts";
import { isDomain } from "@undersigned/core/statement/domain.ts";
import { checkRepertoire, countCodePoints } from "@undersigned/core/statement/repertoire.ts";
import { parse as parseHost } from "tldts";
import { z } from "zod";
import type { RuleParams } from "./field-problems.ts";
import { MAILBOX_LIMIT, parseMailbox } from "./mailbox.ts";
import { isSayable } from "./moments.ts";

/**
 * The rules of single fields, the same in forms and in the API. Values come out tidied: composed (NFC), without spaces at
 * the ends or twice in a row. Limits are counted in code points.
 */
export const LIMITS = {
  name: 200,
  role: 200,
  place: 200,
  reservation: 1000,
  contact: 300,
  slug: 80,
  languageTag: 35,
  texts: 100,
  initiators: 50,
  demands: 200,
  addressees: 50,
} as const;

type Check = (value: string, refuse: (params: RuleParams) => void) => void;

/** One line that names somebody or something: see `checkLine` and `checkSafeName`. */
export function nameField(limit: number, options: { mayHoldDomain: boolean }) {
  return lineField(limit, (value, refuse) => checkSafeName(value, options.mayHoldDomain, refuse));
}

/** One line of plain words, which may hold an address. */
export function contactField(limit: number) {
  return lineField(limit, () => undefined);
}

function lineField(limit: number, check: Check) {
  return z
    .string()
    .overwrite(tidyLine)
    .check((context) => {
      const refuse = (params: RuleParams) => void context.issues.push({ code: "custom", input: context.value, params });
      if (checkLine(context.value, limit, refuse)) check(context.value, refuse);
    })
    .meta({ minLength: 1, maxLength: limit });
}

/** Answers whether it passed. */
function checkLine(value: string, limit: number, refuse: (params: RuleParams) => void): boolean {
  if (value === "") {
    refuse({ rule: "missing" });
    return false;
  }
  // UTF-16 units are never fewer than code points: this bounds the work.
  if (value.length > 2 * limit || (value.length > limit && countCodePoints(value) > limit)) {
    refuse({ rule: "too_long", limit });
    return false;
  }
  if (isPlainAscii(value)) return true;
  try {
    if (/[\r\n]/.test(value)) throw new MalformedError("text_refused", "a line break");
    checkRepertoire(value);
    return true;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    refuse({ rule: "character", fault: error.message.replace(/^line \d+, /, "") });
    return false;
  }
}

/**
 * A name cannot advertise (web addresses), nor become a formula in a spreadsheet (CSV injection), nor be nothing but signs.
 * An organisation may be called by its domain ("350.org"); a person, a role or a place may not.
 */
function checkSafeName(value: string, mayHoldDomain: boolean, refuse: (params: RuleParams) => void): void {
  if (/^[=+\-@＝＋－＠]/.test(value)) refuse({ rule: "formula" });
  else if (!/[\p{L}\p{N}]/u.test(value)) refuse({ rule: "no_letter" });
  else if (holdsWebAddress(value, mayHoldDomain)) refuse({ rule: "web_address" });
}

/** "example.com" is an address, "St.John" and "J.R.R.Tolkien" are not: small letters, and a suffix that exists. */
function holdsWebAddress(value: string, mayHoldDomain: boolean): boolean {
  if (!value.includes(".") && !value.includes("://")) return false;
  if (/:\/\/|\bwww\./i.test(value) || /[\p{L}\p{N}-]\.\p{L}{2,}\/\S/u.test(value)) return true;
  if (mayHoldDomain) return false;
  return value
    .split(/[\s,;()]+/)
    .some((word) => /^[\p{Ll}\p{Lo}\p{N}.-]+\.[\p{Ll}\p{Lo}]{2,}$/u.test(word) && parseHost(word).isIcann === true);
}

function tidyLine(typed: string): string {
  if (/^[!-~]+(?: [!-~]+)*$/.test(typed)) return typed;
  return typed
    .normalize("NFC")
    .replace(/[\p{Zs}\t]+/gu, " ")
    .trim();
}

function isPlainAscii(value: string): boolean {
  return /^[ -~]*$/.test(value);
}

/** Plain words that are typed in a box of several lines and shown in one. */
export function boxField(limit: number) {
  return z
    .string()
    .overwrite((typed) => tidyLine(typed.replace(/\r\n?|\n/g, " ")))
    .check((context) => {
      checkLine(context.value, limit, (params) =>
        context.issues.push({ code: "custom", input: context.value, params }),
      );
    })
    .meta({ minLength: 1, maxLength: limit });
}

export const reservationField = boxField(LIMITS.reservation);

/** The address as mail is sent to it; see `parseMailbox` for the canonical one. */
export const mailboxField = z
  .string()
  .check((context) => {
    try {
      if (context.value.trim() === "") {
        context.issues.push({ code: "custom", input: context.value, params: { rule: "missing" } satisfies RuleParams });
        return;
      }
      context.value = parseMailbox(context.value).address;
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      const params: RuleParams =
        error.code === "too_large"
          ? { rule: "too_long", limit: MAILBOX_LIMIT }
          : { rule: "mailbox", fault: error.message };
      context.issues.push({ code: "custom", input: context.value, params });
    }
  })
  .meta({ format: "email", maxLength: MAILBOX_LIMIT });

/** A registered domain, in lower-case ASCII (IDNA). */
export const domainField = z
  .string()
  .overwrite((typed) => (typed.length > 300 ? typed : toAsciiDomain(typed.trim())))
  .check(ruleWhere(isDomain, { rule: "domain" }))
  .meta({ maxLength: 253 });

function toAsciiDomain(typed: string): string {
  // A URL's own parser would also take ports, paths and numbers for addresses: those are refused by isDomain.
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(typed)) return typed;
  return URL.canParse(`https://${typed}`) ? new URL(`https://${typed}`).hostname.replace(/\.$/, "") : typed;
}

export const languageField = z
  .string()
  .check(
    ruleWhere((value) => value.length <= LIMITS.languageTag && /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(value), {
      rule: "language",
    }),
  )
  .meta({ maxLength: LIMITS.languageTag });

/** SHA-256 in lower-case hexadecimal. */
export const digestField = z
  .string()
  .check(ruleWhere((value) => /^[0-9a-f]{64}$/.test(value), { rule: "digest" }))
  .meta({ pattern: "^[0-9a-f]{64}$" });

/** RFC 3339 date-time, of the years 1970 to 9999 in UTC. */
export const momentField = z
  .string()
  .check(ruleWhere(isMoment, { rule: "moment" }))
  .meta({ format: "date-time" });

const dateTime = z.iso.datetime({ offset: true });

function isMoment(value: string): boolean {
  return dateTime.safeParse(value).success && isSayable(Date.parse(value));
}

/** In the statement's address. Sixteen letters of base32 would be taken for an id. */
export const slugField = z
  .string()
  .check((context) => {
    const { value } = context;
    const refuse = (params: RuleParams) => void context.issues.push({ code: "custom", input: value, params });
    if (value.length > LIMITS.slug) refuse({ rule: "too_long", limit: LIMITS.slug });
    else if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value) || /^[a-z2-7]{16}$/.test(value)) refuse({ rule: "slug" });
  })
  .meta({ pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", maxLength: LIMITS.slug });

function ruleWhere(holds: (value: string) => boolean, params: RuleParams) {
  return (context: z.core.ParsePayload<string>): void => {
    if (!holds(context.value)) context.issues.push({ code: "custom", input: context.value, params });
  };
}
