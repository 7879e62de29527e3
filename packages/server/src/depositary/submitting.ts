import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { Transaction } from "@undersigned/store/engine.ts";
import { findInvited } from "@undersigned/store/invitations.ts";
import { countSubmissions, insertSubmissions } from "@undersigned/store/pending.ts";
import type { OutboxTable, PendingTable } from "@undersigned/store/schema.ts";
import { findIdentities, readManySignatures } from "@undersigned/store/signatures.ts";
import type { Insertable } from "kysely";
import type { Outcome } from "./batcher.ts";
import { makeBatcher } from "./batcher.ts";
import type { IdentityMacs } from "./identity-mac.ts";
import { identityMacs } from "./identity-mac.ts";
import { mailRow } from "./mail-row.ts";
import { maySee } from "./may-see.ts";
import { asksOf } from "./missing.ts";
import { checkOwnDomain } from "./own-domain.ts";
import { checkParts, partsOf } from "./signature-parts.ts";
import type { SignatureInput } from "./signing.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { codeOf, furtherMailId, makeManageToken, makePendingToken } from "./signing-tokens.ts";
import type { Frozen, StatementReading } from "./statement-reading.ts";
import type { Access } from "./statements.ts";
import type { Submission } from "./submission.ts";
import { sealSubmission } from "./submission.ts";

/** Mails that one mailbox gets about one statement in a day: enough for the forgetful, too few to be a nuisance. */
export const MAILS_A_DAY = 5;
const DAY = 86_400_000;
const MAX_BATCH = 512;

export type Submitting = {
  submit(idOrSlug: string, input: SignatureInput, access: Access): Promise<{ pending: string }>;
  /** @throws RefusedError `rate_limited` when the mailbox had its mails for today */
  checkMailLimit(tx: Transaction, statementId: string, mailboxMac: Uint8Array): Promise<void>;
  idle(): Promise<void>;
};

type Ready = {
  input: SignatureInput;
  frozen: Frozen;
  macs: IdentityMacs;
  title: string;
  /** As it will be kept, unless this is somebody who signed already: worked out while the database is busy. */
  made: Made;
};

type Made = { pending: Insertable<PendingTable>; mail: Insertable<OutboxTable> };

/** Submitting: the pending signatures and mails of concurrent requests are stored in one transaction. */
export function makeSubmitting(deps: SigningDeps & { reading: StatementReading; rateLimit: boolean }): Submitting {
  const { secrets, reading, store, clock } = deps;

  async function checkMailLimit(tx: Transaction, statementId: string, mac: Uint8Array): Promise<void> {
    if (!deps.rateLimit) return;
    const mails = await countSubmissions(tx.db, tx.engine, statementId, [mac], clock() - DAY);
    if ((mails.get(encodeHex(mac)) ?? 0) >= MAILS_A_DAY) throw refuseMail();
  }

  async function run(statementId: string, items: readonly Ready[]): Promise<Outcome<{ pending: string }>[]> {
    return await store.transaction(async (tx) => {
      const now = clock();
      const macs = items.map((item) => item.macs);
      const mails = deps.rateLimit
        ? await countSubmissions(
            tx.db,
            tx.engine,
            statementId,
            macs.map((mac) => mac.mailboxMac),
            now - DAY,
          )
        : new Map<string, number>();
      const standing = await findStanding(tx, statementId, macs);
      const uninvited = await findUninvited(tx, statementId, items);
      const pendingRows: Insertable<PendingTable>[] = [];
      const mailRows: Insertable<OutboxTable>[] = [];
      const outcomes = items.map((item): Outcome<{ pending: string }> => {
        const mailbox = encodeHex(item.macs.mailboxMac);
        const times = mails.get(mailbox) ?? 0;
        if (deps.rateLimit && times >= MAILS_A_DAY) return { error: refuseMail() };
        mails.set(mailbox, times + 1);
        const signed = standing.get(encodeHex(item.macs.identityMac));
        const made =
          signed !== undefined
            ? makePending(deps, statementId, item, signed, now)
            : uninvited.has(item)
              ? makeUninvited(deps, statementId, item, now)
              : item.made;
        pendingRows.push(made.pending);
        mailRows.push(made.mail);
        return { value: { pending: made.pending.id } };
      });
      await insertSubmissions(tx, pendingRows, mailRows);
      return outcomes;
    });
  }

  const batcher = makeBatcher<Ready, { pending: string }>({ maxSize: MAX_BATCH, gather: 4, run });

  return {
    async submit(idOrSlug, input, access) {
      const row = await reading.row(idOrSlug);
      if (!row || row.state === "draft" || !maySee(row, access, clock()))
        throw new RefusedError("not_found", "There is no such statement here.");
      if (row.state === "closed" || (row.closes_at !== null && row.closes_at <= clock())) {
        throw new RefusedError("wrong_state", "This statement is closed: it takes no more signatures.");
      }
      const frozen = await reading.frozen(row.id, row.version);
      if (!frozen) throw new RefusedError("unavailable", "The text of this statement cannot be read right now.");
      checkInput(input, frozen);
      if (input.kind === "organisation") checkDomain(input, frozen);
      checkParts(partsOf(submissionOf(input, frozen, clock()), clock()));
      const macs = identityMacs(secrets, row.id, input.mailbox, input.name);
      const ready = { input, frozen, macs, title: row.title };
      const made = makePending(deps, row.id, ready, null, clock());
      return await batcher.add(row.id, { ...ready, made });
    },
    checkMailLimit,
    idle: () => batcher.idle(),
  };
}

/** Those whose version only who was invited may sign, and whose mailbox was not. */
async function findUninvited(tx: Transaction, statementId: string, items: readonly Ready[]): Promise<Set<Ready>> {
  const asked = items.filter(({ frozen }) => frozen.manifest.terms.invited === true);
  const macs = asked.map((item) => item.macs.mailboxMac);
  const invited = await findInvited(tx, statementId, macs);
  return new Set(asked.filter((item) => !invited.has(encodeHex(item.macs.mailboxMac))));
}

/**
 * Of a mailbox that was not invited nothing is kept of what was typed, and a mail says so to it alone: the page that asked
 * answers as ever, or anybody could find out who is invited.
 */
function makeUninvited(
  { secrets }: SigningDeps,
  statementId: string,
  { input, frozen, title, made }: Ready,
  now: number,
): Made {
  const { name, contact } = frozen.manifest.terms.controller;
  const nothing = new Uint8Array(0);
  const mail = { template: "not-invited" as const, to: input.mailbox, params: { title, name, contact } };
  return {
    pending: { ...made.pending, input_sealed: nothing, identity_mac: nothing },
    mail: mailRow(secrets, statementId, made.pending.id, mail, now),
  };
}

/** The signature that already stands for who asks to sign. */
type Standing = { readonly index: number; readonly version: string };

/** Who of these has signed; once anybody has, none of them is forgotten before this transaction ends. */
async function findStanding(
  tx: Transaction,
  statementId: string,
  macs: readonly IdentityMacs[],
): Promise<Map<string, Standing>> {
  const find = () =>
    findIdentities(
      tx.db,
      tx.engine,
      statementId,
      macs.map((mac) => mac.identityMac),
    );
  if ((await find()).size === 0) return new Map();
  await lockEndings(tx, statementId);
  const standing = await find();
  const rows = await readManySignatures(tx, statementId, [...standing.values()]);
  const versions = new Map(rows.map(({ idx, version }) => [idx, version]));
  return new Map([...standing].map(([mac, index]) => [mac, { index, version: versions.get(index) ?? "" }]));
}

/**
 * A pending signature and its mail. For whoever signed already it is confirmed from the beginning: the mail says so and
 * leads to the signature that stands, while the page that asked answers as ever.
 * @param standing the signature that already stands, or null
 */
function makePending(
  { secrets }: SigningDeps,
  statementId: string,
  { input, frozen, macs, title }: Omit<Ready, "made">,
  standing: Standing | null,
  now: number,
): Made {
  const { token, pendingId } = makePendingToken(secrets.macKey, statementId, now);
  const expires = now + frozen.manifest.terms.retention.unconfirmedDays * DAY;
  const submission = submissionOf(input, frozen, now);
  const pending = {
    statement_id: statementId,
    id: pendingId,
    input_sealed: standing === null ? sealSubmission(secrets, statementId, pendingId, submission) : null,
    attempts: 0,
    identity_mac: macs.identityMac,
    mailbox_mac: macs.mailboxMac,
    created_at: now,
    expires_at: expires,
    confirmed_index: standing?.index ?? null,
  };
  if (standing !== null) {
    const { index, version } = standing;
    const token = makeManageToken(secrets.macKey, statementId, index);
    const params = { title, isEarlier: version !== frozen.digest, token };
    const mail = { template: "already-signed" as const, to: input.mailbox, params };
    return { pending, mail: mailRow(secrets, statementId, furtherMailId(statementId, index), mail, now) };
  }
  const params = { title, token, code: codeOf(secrets.macKey, pendingId), expires };
  const mail = { template: "confirm" as const, to: input.mailbox, params };
  return { pending, mail: mailRow(secrets, statementId, pendingId, mail, now) };
}

function submissionOf(input: SignatureInput, { manifest: { terms } }: Frozen, now: number): Submission {
  const { consentNotice: notice, minimumAge: age } = terms;
  return { input, notice, age, asks: asksOf(terms, input), consentedAt: now };
}

/** What an organisation's mailbox, or its saying that it has no domain, must show for this version. */
function checkDomain({ mailbox, noDomain }: SignatureInput, { manifest: { terms } }: Frozen): void {
  if (noDomain !== true) checkOwnDomain(mailbox);
  if (noDomain !== true || terms.leastLevel.organisation === 1) return;
  throw new RefusedError(
    "invalid_field",
    "Organisations sign this statement from their own domain: give a mailbox there, and leave “no domain of our own” unticked. Without one, an organisation cannot sign it.",
    { field: "noDomain" },
  );
}

/** What the version's terms say of a signature, beyond the rules of its single fields. */
export function checkInput(input: SignatureInput, { digest, manifest, texts }: Frozen): void {
  const { terms } = manifest;
  if (input.version !== digest) {
    throw new RefusedError(
      "wrong_version",
      "The text is not the one that was shown to you: read the present version, then sign that.",
      { field: "version" },
    );
  }
  const refuse = (field: keyof SignatureInput, message: string) =>
    new RefusedError("invalid_field", message, { field });
  if (!input.consent) throw refuse("consent", "Without your consent nothing can be counted. Agree, or do not sign.");
  if (!terms.who.includes(input.kind)) {
    throw refuse(
      "kind",
      input.kind === "person" ? "Only organisations sign this statement." : "Only people sign this statement.",
    );
  }
  if (!texts.some((text) => text.lang === input.lang)) {
    throw refuse(
      "lang",
      `This statement has no text in ${input.lang}. It has: ${texts.map((text) => text.lang).join(", ")}.`,
    );
  }
  if (input.kind === "organisation" && !input.named) throw refuse("named", "An organisation signs with its name.");
  if (!input.named && !terms.unnamed) throw refuse("named", "Signatures under this statement show their name.");
  if (input.kind === "person" && input.noDomain === true) {
    throw refuse("noDomain", "Only an organisation says that it has no domain of its own. Leave this out.");
  }
  if (input.kind === "organisation" && input.capacity !== "institutional") {
    throw refuse("capacity", "An organisation signs in its institutional capacity.");
  }
  if (input.reservation && !terms.reservations)
    throw refuse("reservation", "This statement is signed without reservations.");
  if (input.reservation && !input.named) {
    throw refuse(
      "reservation",
      "A reservation is shown beside the name of who makes it: show your name, or leave it out.",
    );
  }
}

function refuseMail(): RefusedError {
  return new RefusedError(
    "rate_limited",
    `This address got ${MAILS_A_DAY} mails about this statement within a day. Look for them, also among the spam, or try again tomorrow.`,
    { field: "mailbox" },
  );
}
