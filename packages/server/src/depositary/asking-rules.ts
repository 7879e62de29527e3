import { RefusedError } from "@undersigned/core/errors.ts";
import type { Vouching } from "@undersigned/core/signature/observation.ts";
import { z } from "zod";
import type { EvidenceView } from "./evidence.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { boxField, LIMITS, mailboxField, nameField } from "./fields.ts";
import { placeOf, withoutGone } from "./level-of.ts";
import { parseMailbox } from "./mailbox.ts";
import { ownDomainOf } from "./own-domain.ts";
import type { Signer } from "./signer.ts";

/** From this level on an organisation's domain says for itself who it is: what it says of others is evidence. */
export const SPEAKS_FOR_OTHERS = 3;
/** Of a vouch's words, in characters. */
const VOUCH_WORDS = 300;

/** The mailbox as mail is sent to it. @throws FieldsRefusedError with this field */
export function checkAskedMailbox(field: string, typed: string): string {
  return checkField(field, mailboxField, typed);
}

export function checkVouchWords(typed: string): string {
  return checkField("words", boxField(VOUCH_WORDS), typed);
}

export function checkSecondRole(typed: string): string {
  return checkField("role", nameField(LIMITS.role, { mayHoldDomain: false }), typed);
}

function checkField(field: string, rule: z.ZodType<string>, typed: string): string {
  const input = { [field]: typed };
  const parsed = z.object({ [field]: rule }).safeParse(input);
  if (!parsed.success) throw new FieldsRefusedError(describeIssues(parsed.error.issues, input));
  return parsed.data[field] ?? "";
}

/**
 * A second representative has a mailbox of the organisation too, and it is not the first one's.
 * @throws RefusedError `invalid_field`, `mailbox`
 */
export function checkColleague({ view, mailbox: first }: Signer, second: string): void {
  const domain = ownDomainOf(second);
  if (view.domain === null || domain !== view.domain) {
    throw refuseField(
      "mailbox",
      view.domain === null
        ? "Your organisation has no domain of its own here, so nobody can approve from it."
        : `A second representative approves from a mailbox at ${view.domain}, as yours is. ${second} is not there.`,
    );
  }
  if (first === null || samePerson(first, second)) {
    throw refuseField(
      "mailbox",
      "This reaches the mailbox that signed, so it would be the same person twice. Give the mailbox of a colleague.",
    );
  }
}

/**
 * Whether two mailboxes at one registered domain may well be one: some servers ignore dots and what follows a plus sign, and
 * one mailbox is often reached at several hosts of the domain. To refuse a colleague with nearly the same name is the lesser evil.
 */
function samePerson(one: string, other: string): boolean {
  return foldLocal(one) === foldLocal(other);
}

function foldLocal(mailbox: string): string {
  const local = parseMailbox(mailbox).local.toLowerCase().normalize("NFC");
  const name = local.replace(/\+.*$/u, "").replaceAll(/[._-]/gu, "");
  return name === "" ? local : name;
}

/** An organisation as it stands in what it says of others. */
export function vouchingOf({ view, input }: Signer): Vouching {
  return {
    name: input.name,
    domain: view.domain ?? "",
    ...("index" in view.holder ? { index: view.holder.index } : {}),
  };
}

/** Whether it signed, and its domain says so. */
export function speaksForOthers({ view }: Signer): boolean {
  return (
    view.kind === "organisation" && view.domain !== null && "index" in view.holder && view.level >= SPEAKS_FOR_OTHERS
  );
}

/** Whether there is an observation of this kind that holds, given by `domain` where one is told. */
export function holds(view: EvidenceView, kind: "approval" | "vouch" | "named", domain?: string): boolean {
  const seen = view.observations.map(({ observation }) => observation);
  return withoutGone(seen).some((one) => one.kind === kind && (domain === undefined || placeOf(one) === domain));
}

export function refuseField(field: string, message: string): RefusedError {
  return new RefusedError("invalid_field", message, { field });
}
