import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import type { InvitationRow } from "@undersigned/store/invitations.ts";
import { insertInvitations, listInvitationsOf, listSignedOrganisations } from "@undersigned/store/invitations.ts";
import { listOptedOut } from "@undersigned/store/opt-outs.ts";
import type { InvitationTable } from "@undersigned/store/schema.ts";
import type { StatementRow } from "@undersigned/store/statements.ts";
import type { Insertable } from "kysely";
import { z } from "zod";
import type { Secrets } from "../secrets.ts";
import { recordAccountAct } from "./account-acts.ts";
import type { Doer } from "./doer.ts";
import { describeIssues, FieldsRefusedError } from "./field-problems.ts";
import { LIMITS, languageField, mailboxField, nameField } from "./fields.ts";
import { mailboxMac } from "./identity-mac.ts";
import { makeInvitationId } from "./invitation-tokens.ts";
import type { GivenInvitation, InvitationOutcome } from "./invitations.ts";
import { INVITED_AT_ONCE } from "./invitations.ts";
import { sealInvited } from "./invited.ts";
import { parseMailbox } from "./mailbox.ts";
import { mac } from "./seal.ts";
import type { StatementReading } from "./statement-reading.ts";

export type InvitingDeps = {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly reading: StatementReading;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
};

/** What one gives of an organisation that is invited, the same in the form and in the API. */
export const invitationFields = z.strictObject({
  mailbox: mailboxField,
  name: nameField(LIMITS.name, { mayHoldDomain: true }),
  lang: languageField.optional(),
  contact: nameField(LIMITS.name, { mayHoldDomain: false }).optional(),
});

/** What is known of a mailbox: why it is not invited now; null where nothing stands against it. */
export type KnownMailbox = "already" | "signed" | "opted-out" | null;

/** Invitations written in one transaction. */
const BATCH = 1_000;

/** The MAC by which a mailbox is remembered that wants no invitation from this depositary. */
export function optOutMac({ macKey }: Pick<Secrets, "macKey">, mailbox: string): Uint8Array {
  return mac(macKey, "opt-out", parseMailbox(mailbox).canonical);
}

/** Invites each mailbox once; who may not be written to is left alone. @returns what became of each, in order */
export async function invite(
  deps: InvitingDeps,
  statement: StatementRow,
  given: readonly GivenInvitation[],
  by: Doer,
): Promise<InvitationOutcome[]> {
  const languages = await languagesOf(deps, statement);
  const checked = given.map((one, i) => checkInvitation(one, languages, given.length === 1 ? "" : `${i}.`));
  const outcomes: InvitationOutcome[] = [];
  for (let i = 0; i < checked.length; i += BATCH) {
    outcomes.push(...(await inviteSome(deps, statement, checked.slice(i, i + BATCH), i, by)));
  }
  return outcomes;
}

type Checked = GivenInvitation & { readonly lang: string };

/** @throws FieldsRefusedError naming every field at fault */
function checkInvitation(given: GivenInvitation, languages: readonly [string, ...string[]], at: string): Checked {
  const parsed = invitationFields.safeParse(given);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error.issues, given);
    throw new FieldsRefusedError(problems.map((one) => ({ ...one, field: `${at}${one.field}` })));
  }
  const { lang = languages[0] } = parsed.data;
  if (languages.includes(lang)) return { ...parsed.data, lang };
  const message = `This statement has no text in ${lang}. It has: ${languages.join(", ")}.`;
  throw new RefusedError("invalid_field", message, { field: `${at}lang` });
}

/**
 * Languages of the open version, the one that is read first in front.
 * @throws RefusedError `wrong_state` where no organisation may sign it
 */
export async function languagesOf(
  { reading }: Pick<InvitingDeps, "reading">,
  statement: StatementRow,
): Promise<[string, ...string[]]> {
  const frozen = await reading.frozen(statement.id, statement.version);
  const texts = frozen?.texts ?? [];
  const first = texts.find((text) => text.prevails) ?? texts.find((text) => text.authentic) ?? texts[0];
  if (frozen && !frozen.manifest.terms.who.includes("organisation")) {
    throw new RefusedError("wrong_state", "Only people sign this statement: no organisation can be invited to it.");
  }
  if (!frozen || !first) throw new RefusedError("unavailable", "The text of this statement cannot be read right now.");
  return [first.lang, ...texts.flatMap(({ lang }) => (lang === first.lang ? [] : [lang]))];
}

async function inviteSome(
  deps: InvitingDeps,
  { id: statementId, title }: StatementRow,
  given: readonly Checked[],
  place: number,
  by: Doer,
): Promise<InvitationOutcome[]> {
  const { store, secrets, clock } = deps;
  const macs = given.map(({ mailbox }) => mailboxMac(secrets, statementId, mailbox));
  return await store.transaction(
    async (tx) => {
      // One after another, so that each mailbox is invited by one of them.
      await tx.lock(`invitations:${statementId}`);
      const known = await findKnown(tx, secrets, statementId, given);
      const now = clock();
      const rows = new Map<string, Insertable<InvitationTable>>();
      given.forEach((one, i) => {
        const mailbox = encodeHex(macs[i] ?? new Uint8Array(0));
        if (known[i] !== null || rows.has(mailbox)) return;
        rows.set(mailbox, makeRow(secrets, statementId, one, macs[i] as Uint8Array, now, place + i));
      });
      await insertInvitations(tx, [...rows.values()]);
      if (rows.size > 0) {
        await recordAccountAct(tx, "organisations-invited", { by, subject: title, count: rows.size }, now);
      }
      const ids = await idsOf(tx, statementId, macs);
      const seen = new Set<string>();
      return given.map((_, i): InvitationOutcome => {
        const mailbox = encodeHex(macs[i] ?? new Uint8Array(0));
        const isNew = known[i] === null && rows.has(mailbox) && !seen.has(mailbox);
        seen.add(mailbox);
        return { outcome: isNew ? "invited" : (known[i] ?? "already"), id: ids.get(mailbox) ?? null };
      });
    },
    { retry: true },
  );
}

function makeRow(
  secrets: Secrets,
  statementId: string,
  { mailbox, name, contact, lang }: Checked,
  mac: Uint8Array,
  now: number,
  place: number,
): Insertable<InvitationTable> {
  const id = makeInvitationId(now, place);
  const address = { mailbox, ...(contact === undefined ? {} : { contact }) };
  return {
    statement_id: statementId,
    id,
    mailbox_mac: mac,
    ...sealInvited(secrets, { statement_id: statementId, id }, { name, address }),
    lang,
    state: "waiting",
    deciding_until: null,
    reminders: 0,
    mail_due: now,
    mailed_at: null,
    created_at: now,
    changed_at: now,
  };
}

async function idsOf(
  tx: Transaction,
  statementId: string,
  macs: readonly Uint8Array[],
): Promise<Map<string, InvitationRow["id"]>> {
  const rows = await listInvitationsOf(tx, statementId, macs);
  return new Map(rows.map((row) => [encodeHex(row.mailbox_mac), row.id]));
}

/** What is known of each mailbox, in order. Of people who signed nothing is told: they may be counted without a name. */
export async function findKnown(
  access: Pick<Transaction, "db" | "engine">,
  secrets: Pick<Secrets, "macKey">,
  statementId: string,
  given: readonly Pick<GivenInvitation, "mailbox">[],
): Promise<KnownMailbox[]> {
  const macs = given.map(({ mailbox }) => mailboxMac(secrets, statementId, mailbox));
  const everywhere = given.map(({ mailbox }) => optOutMac(secrets, mailbox));
  const invited = await listInvitationsOf(access, statementId, macs);
  const states = new Map(invited.map((row) => [encodeHex(row.mailbox_mac), row.state]));
  const signed = await listSignedOrganisations(access, statementId, macs);
  const here = await listOptedOut(access, statementId, macs);
  const anywhere = await listOptedOut(access, "", everywhere);
  return given.map((_, i) => {
    const mailbox = encodeHex(macs[i] ?? new Uint8Array(0));
    if (signed.has(mailbox) || states.get(mailbox) === "signed") return "signed";
    if (here.has(mailbox) || anywhere.has(encodeHex(everywhere[i] ?? new Uint8Array(0)))) return "opted-out";
    return states.has(mailbox) ? "already" : null;
  });
}

/** @throws RefusedError `wrong_state` where nobody can sign, `invalid_field` beyond what one call may invite */
export function refuseInviting(statement: StatementRow, now: number): void {
  if (statement.state === "draft") {
    throw new RefusedError("wrong_state", "Nobody can be invited before the statement is open. Open it first.");
  }
  if (statement.state === "closed" || (statement.closes_at !== null && statement.closes_at <= now)) {
    throw new RefusedError("wrong_state", "This statement is closed: nobody can be invited any more.");
  }
}

/** @throws RefusedError `invalid_field` */
export function checkCount(count: number): void {
  if (count >= 1 && count <= INVITED_AT_ONCE) return;
  throw new RefusedError(
    "invalid_field",
    `Between 1 and ${INVITED_AT_ONCE} invitations are taken at once; these are ${count}. Send them in parts.`,
  );
}
